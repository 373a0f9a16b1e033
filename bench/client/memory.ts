import type { Bench } from "../bench";
import { startStub } from "../load/stub";
import { startCaller, type Held } from "./caller";

const MEBIBYTE = 1024 * 1024;

/** Seconds of each stretch. */
const STRETCH = 5;

/** What the scoring client holds after many requests, by what it held after a few. */
export const clientMemory: Bench = {
  name: "client-memory",
  question: "Does the scoring client's memory stay flat over a million requests?",
  async run({ requests, tell }) {
    const stub = await startStub();
    const client = await startCaller("client", { scoringUri: `http://127.0.0.1:${stub.port}/score`, connections: 32 });
    try {
      let sent = (await client.run(STRETCH)).requests;
      const [first, before] = [await client.memory(), sent];
      while (sent < requests) {
        sent += (await client.run(STRETCH)).requests;
        tell(`${sent} requests`);
      }
      const last = await client.memory();
      return [
        {
          what: `live bytes after ${sent} requests, by those after ${before}`,
          value: live(last) / live(first),
          wanted: "about 1",
        },
        { what: "live MiB at the end", value: live(last) / MEBIBYTE },
        { what: "resident MiB at the end", value: last.rss / MEBIBYTE },
      ];
    } finally {
      await client.stop();
      await stub.stop();
    }
  },
};

function live({ heapUsed, external }: Held): number {
  return heapUsed + external;
}
