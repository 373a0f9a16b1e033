import assert from "node:assert/strict";
import fc from "fast-check";
import { KEY, StubEndpoint } from "../emulator-serving/stub-endpoint";
import { bounds, seconds, seed } from "./bounds";
import { liveHeap } from "./live-heap";
import { conversations, exchange } from "./raw";

/** Bytes that the heap may grow by. */
const growth = 50 * 1024 * 1024;

describe(`fuzzed scoring requests (AZUREML_FUZZ_SEED=${seed})`, function () {
  this.timeout(seconds * 1000 + 60_000);
  let stub: StubEndpoint;
  let heap: number;
  let served = 0;
  before(async () => {
    stub = await StubEndpoint.start({
      deployments: {
        blue: {
          // As the inference server does: it reads the body, and answers JSON.
          container: (request, response) => {
            served++;
            request.resume().once("end", () => response.setHeader("content-type", "application/json").end("[1]"));
          },
          instances: 2,
          requestTimeoutMs: 2_000,
        },
        green: { container: (_request, response) => response.destroy() },
        none: { container: () => undefined, unready: true },
      },
      traffic: { blue: 80, green: 10, none: 10 },
      mirrorTraffic: {},
    });
    heap = liveHeap();
  });
  after(() => stub.stop());

  const targets = [
    "/fraud/score",
    "/fraud/score",
    "/fraud/score",
    "/fraud/swagger.json",
    "/FRAUD/score",
    "/nobody/score",
    "/fraud",
  ];

  async function talksWell(pieces: string[]): Promise<void> {
    const what = JSON.stringify(pieces).slice(0, 2000);
    for (const { status, headers, body } of await exchange(stub.url, pieces)) {
      assert.ok([200, 400, 401, 403, 404, 408, 417, 424, 429, 431].includes(status), `${status} for ${what}`);
      assert.match(headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/, `${status} for ${what}`);
      if (headers.get("content-type") === "application/json" && body !== "") JSON.parse(body);
    }
  }

  it("over bare connections are answered well-formed or closed", async () => {
    await fc.assert(
      fc.asyncProperty(conversations(targets, KEY), async (all) => {
        await Promise.all(all.map(talksWell));
      }),
      bounds,
    );
    assert.ok(served > 0);
  });

  it("leave a front end that answers, every seat free, and no memory behind", async () => {
    const headers = { "azureml-model-deployment": "blue" };
    const answers = await Promise.all([1, 2, 3, 4].map(() => stub.call({ headers })));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    );
    const grown = liveHeap() - heap;
    assert.ok(grown < growth, `${Math.round(grown / 1e6)} MB more`);
  });
});
