import type { Bench, Effort, Figure } from "../bench";
import { freePorts, instantStub, startNginx, weightedProxy } from "../load/nginx";
import { compare } from "../load/paired";
import { startStub } from "../load/stub";
import { KEY, startFrontEndProcess } from "./front-end-process";

const BODY = '{"data":[[1,2,3,4,5,6,7,8,9,10]]}';
const ANSWER = '{"predictions":[0.12,0.88]}';

/** The front end beside nginx as weighted proxy, before the same stubs. */
export const besideNginx: Bench = {
  name: "nginx",
  question: "How much of nginx's throughput as weighted proxy has the front end?",
  async run(effort) {
    const stubs = [await startStub(), await startStub()];
    const [blue = 0, green = 0] = await freePorts(2);
    const instant = await startNginx(instantStub(blue, green, ANSWER), blue);
    try {
      const servers = stubs.map(({ port }) => port);
      return [
        ...(await measured("stub servers in Node", servers, "at least 0.5", effort)),
        ...(await measured("a stub that costs next to nothing (nginx itself)", [blue, green], undefined, effort)),
      ];
    } finally {
      await Promise.all([instant.stop(), ...stubs.map((stub) => stub.stop())]);
    }
  },
};

async function measured(
  before: string,
  [blue = 0, green = 0]: readonly number[],
  wanted: string | undefined,
  { rounds, seconds, tell }: Effort,
): Promise<Figure[]> {
  const [proxy = 0] = await freePorts(1);
  const nginx = await startNginx(weightedProxy(proxy, blue, green), proxy);
  const frontEnd = await startFrontEndProcess([blue, green]);
  tell(`before ${before}`);
  try {
    const load = { connections: 32, seconds, key: KEY, body: BODY };
    const { subject, reference, throughput } = await compare({
      subject: { url: frontEnd.scoringUri, ...load },
      reference: { url: `http://127.0.0.1:${proxy}/score`, ...load },
      rounds,
      onRound: tell,
    });
    return [
      { what: `front end by nginx, before ${before}`, value: throughput, wanted },
      { what: "  front end, requests/s", value: subject.requestsPerSecond },
      { what: "  nginx with one worker, requests/s", value: reference.requestsPerSecond },
    ];
  } finally {
    await frontEnd.stop();
    await nginx.stop();
  }
}
