import assert from "node:assert/strict";
import fc from "fast-check";
import { faultsPath } from "../../../emulator/faults/fault-routes";
import { InvalidFault, readFault } from "../../../emulator/faults/invalid-fault";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";
import { bounds, patience, seconds, seed } from "./bounds";
import { conversations, exchange } from "./raw";
import { jsonText, mutated } from "./values";

describe(`fuzzed requests to the local routes (AZUREML_FUZZ_SEED=${seed})`, function () {
  this.timeout(seconds * 1000 + 60_000);
  let local: LocalAzureMl;
  before(async () => {
    local = await LocalAzureMl.start();
  });
  after(() => local.stop());

  const faults = [
    { kind: "answer", status: 503, method: "GET", path: "/x*", endpoint: "e", code: "C", message: "m", retryAfter: 1 },
    { kind: "stale-read", reads: 1, endpoint: "e", times: 1, after: 1, share: 0.5, seed: 1 },
    { kind: "provisioning-failure", code: "OutOfQuota", when: "after", operation: "scale", deployment: "d" },
    { kind: "scoring", modelStatus: 500, milliseconds: 1, deployment: "d" },
    { kind: "crash-instance", endpoint: "e", deployment: "d", instance: "i", every: 1, times: 1 },
  ];

  it("switch a fault on or say what is wrong with it", async () => {
    const body = fc.oneof(fc.constantFrom(...faults).chain(mutated), jsonText, fc.string({ unit: "binary" }));
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        const answer = await fetch(`${local.url}${faultsPath}`, {
          ...{ method: "POST", body: text, headers: { "content-type": "application/json" } },
          signal: AbortSignal.timeout(patience),
        });
        const told = (await answer.json()) as { id?: string; error?: { code: string; message: string } };
        local.faults.clear();
        if (answer.status === 201) assert.match(told.id ?? "", /^f\d+$/);
        else assert.ok(answer.status < 500 && told.error?.message, `${answer.status} for ${text.slice(0, 500)}`);
      }),
      bounds,
    );
  });

  async function talksWell(pieces: string[]): Promise<void> {
    for (const { status } of await exchange(local.url, pieces)) {
      assert.ok(status < 500, `${status} for ${JSON.stringify(pieces).slice(0, 2000)}`);
    }
  }

  it("are answered or closed over bare connections", async () => {
    const targets = [
      faultsPath,
      `${faultsPath}/f1`,
      "/_local/status",
      "/_local/metrics",
      "/_local",
      "/metrics",
      "/discovery",
    ];
    await fc.assert(
      fc.asyncProperty(conversations(targets, "x"), async (all) => {
        await Promise.all(all.map(talksWell));
        local.faults.clear();
      }),
      bounds,
    );
  });

  it("read no fault but one that is a fault", () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        assert.throws(() => readFault(given), InvalidFault);
      }),
      { seed, numRuns: 500 },
    );
  });

  it("leave no defect behind, and a server that answers", async () => {
    assert.deepEqual(local.progress, []);
    assert.equal((await local.get(local.workspace)).status, 200);
  });
});
