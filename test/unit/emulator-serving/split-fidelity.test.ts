import { strict as assert } from "node:assert";
import type { RequestListener } from "node:http";
import { setImmediate } from "node:timers/promises";
import { seeded, tolerance } from "./chance";
import { StubEndpoint } from "./stub-endpoint";

/** Requests without and with `azureml-model-deployment`. */
const FREE = 3_000;
const HEADED = 600;
const AT_ONCE = 32;
const MIRRORED = 30;

/** How often the draws of this seed say that a request is copied: each free request draws a deployment and a mirror. */
function copiesDrawn(seed: number): number {
  const draw = seeded(seed);
  let copies = 0;
  for (let i = 0; i < FREE; i++) {
    draw();
    if (draw() < MIRRORED / 100) copies++;
  }
  return copies;
}

describe("the split under many requests", () => {
  const seed = Date.now() % 1_000_000;
  const traffic = { blue: 70, green: 20, red: 10 };
  const mirrorTraffic = { shadow: MIRRORED };
  /** Marks of the requests that each container got. */
  const got: Record<string, string[]> = { blue: [], green: [], red: [], shadow: [] };
  /** Who answered each request, by its own words and by the header. */
  const answered = new Map<string, { said: string; header: string }>();
  let stub: StubEndpoint;

  const container =
    (name: string): RequestListener =>
    (request, response) => {
      got[name]?.push(String(request.headers["x-mark"]));
      request.resume();
      response.end(name);
    };

  before(async () => {
    const deployments = Object.fromEntries(
      Object.keys(got).map((name) => [name, { container: container(name), maxConcurrent: 2 * AT_ONCE }]),
    );
    stub = await StubEndpoint.start({ deployments, traffic, mirrorTraffic, random: seeded(seed) });
    const marks = [
      ...Array.from({ length: FREE }, (_, i) => `free-${i}`),
      ...Array.from({ length: HEADED }, (_, i) => `headed-${i}`),
    ].sort((a, b) => a.slice(-2).localeCompare(b.slice(-2)));
    const send = async (): Promise<void> => {
      for (let mark = marks.pop(); mark !== undefined; mark = marks.pop()) {
        const named: Record<string, string> = mark.startsWith("headed") ? { "azureml-model-deployment": "shadow" } : {};
        const { status, headers, body } = await stub.call({ headers: { "x-mark": mark, ...named } });
        assert.equal(status, 200);
        answered.set(mark, { said: body, header: String(headers["azureml-model-deployment"]) });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, send));
    while (stub.records.filter(({ mirrored }) => mirrored).length < copiesDrawn(seed)) await setImmediate();
  });
  after(() => stub.stop());

  for (const [name, weight] of Object.entries(traffic)) {
    it(`gives ${name} its ${weight} percent, within what chance allows (seed ${seed})`, () => {
      const count = got[name]?.length ?? 0;
      assert.ok(Math.abs(count - (FREE * weight) / 100) <= tolerance(FREE, weight / 100), `${count} of ${FREE}`);
    });
  }

  it("mirrors its percentage of the requests that name no deployment, and no other", () => {
    const copies = got["shadow"]?.filter((mark) => !mark.startsWith("headed")) ?? [];
    assert.ok(
      Math.abs(copies.length - copiesDrawn(seed)) === 0 &&
        Math.abs(copies.length - (FREE * MIRRORED) / 100) <= tolerance(FREE, MIRRORED / 100),
      `${copies.length} of ${FREE}`,
    );
    assert.equal(new Set(copies).size, copies.length, "a request was copied twice");
    const headed = got["shadow"]?.filter((mark) => mark.startsWith("headed")) ?? [];
    assert.equal(headed.length, HEADED, "a request that names its deployment was copied");
  });

  it("never answers with what the mirror said", () => {
    for (const [mark, { said, header }] of answered) {
      assert.equal(said, header);
      assert.equal(said === "shadow", mark.startsWith("headed"), mark);
    }
  });
});
