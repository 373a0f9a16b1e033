import type { Bench } from "../bench";
import { startStub } from "../load/stub";
import { median } from "../median";
import { startCaller, type Stretch } from "./caller";

const CONNECTIONS = 32;

/** The scoring client beside undici alone, by turns, before the same stub. */
export const besideUndici: Bench = {
  name: "client",
  question: "How much of plain undici's throughput has the scoring client?",
  async run({ rounds, seconds, tell }) {
    const stub = await startStub();
    const to = { scoringUri: `http://127.0.0.1:${stub.port}/score`, connections: CONNECTIONS };
    const [client, undici] = [await startCaller("client", to), await startCaller("undici", to)];
    try {
      const seen: { client: Stretch; undici: Stretch }[] = [];
      // The first round warms both up and does not count.
      for (let round = 0; round <= rounds; round += 1) {
        const pair =
          round % 2 === 0
            ? { undici: await undici.run(seconds), client: await client.run(seconds) }
            : { client: await client.run(seconds), undici: await undici.run(seconds) };
        tell(
          `${round === 0 ? "warm-up" : `round ${round}`}: ${rate(pair.client).toFixed(0)} against ${rate(pair.undici).toFixed(0)} requests/s`,
        );
        if (round > 0) seen.push(pair);
      }
      const each = (figure: (pair: { client: Stretch; undici: Stretch }) => number): number => median(seen.map(figure));
      return [
        {
          what: "throughput, client by undici",
          value: each((p) => rate(p.client) / rate(p.undici)),
          wanted: "at least 0.9",
        },
        { what: "processor time of a request, client by undici", value: each((p) => cost(p.client) / cost(p.undici)) },
        { what: "client, requests/s", value: each((p) => rate(p.client)) },
        { what: "undici, requests/s", value: each((p) => rate(p.undici)) },
        { what: "client, microseconds of processor for a request", value: each((p) => cost(p.client)) },
      ];
    } finally {
      await Promise.all([client.stop(), undici.stop()]);
      await stub.stop();
    }
  },
};

function rate({ requests, seconds }: Stretch): number {
  return requests / seconds;
}

function cost({ processorMicroseconds, requests }: Stretch): number {
  return processorMicroseconds / requests;
}
