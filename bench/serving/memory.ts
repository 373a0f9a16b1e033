import type { Bench } from "../bench";
import { freePorts, instantStub, startNginx } from "../load/nginx";
import { wrk } from "../load/wrk";
import { KEY, startFrontEndProcess } from "./front-end-process";

const MEBIBYTE = 1024 * 1024;

/** What the front end holds after many requests, by what it held after a few. */
export const memory: Bench = {
  name: "memory",
  question: "Does the front end's memory stay flat over a million requests?",
  async run({ requests, tell }) {
    const [blue = 0, green = 0] = await freePorts(2);
    const stub = await startNginx(instantStub(blue, green, '{"predictions":[0.12,0.88]}'), blue);
    const frontEnd = await startFrontEndProcess([blue, green]);
    try {
      const load = { url: frontEnd.scoringUri, connections: 32, seconds: 5, key: KEY, body: '{"data":[[1,2,3]]}' };
      let sent = (await wrk(load)).requests;
      const first = await frontEnd.memory();
      const before = sent;
      while (sent < requests) {
        sent += (await wrk(load)).requests;
        tell(`${sent} requests`);
      }
      const last = await frontEnd.memory();
      return [
        {
          what: `live bytes after ${sent} requests, by those after ${before}`,
          value: held(last) / held(first),
          wanted: "about 1",
        },
        { what: "live MiB at the end", value: held(last) / MEBIBYTE },
        { what: "resident MiB at the end", value: last.rss / MEBIBYTE },
      ];
    } finally {
      await frontEnd.stop();
      await stub.stop();
    }
  },
};

function held({ heapUsed, external }: { heapUsed: number; external: number }): number {
  return heapUsed + external;
}
