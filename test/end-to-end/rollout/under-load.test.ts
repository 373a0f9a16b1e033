import assert from "node:assert/strict";
import { table } from "../../load/table";
import { fewPassages, rolloutsUnderLoad } from "../../soak/rollout/under-load";

/** The long run is `node -r ts-node/register/transpile-only test/soak/rollout-under-load.ts`. */
const rate = 50;

describe("rollouts under steady load", function () {
  this.timeout(300_000);

  it("lose no request, have no weights but those written, and no answer from who has no share", async () => {
    const { reports, faults, requests, failedByCandidate, samples } = await rolloutsUnderLoad(fewPassages, rate);
    assert.deepEqual(faults.slice(0, 20), [], table(reports));
    assert.equal(failedByCandidate, 0);
    const seconds = reports.reduce((total, report) => total + report.seconds, 0);
    assert.ok(requests >= rate * seconds - rate, `${requests} requests in ${seconds} s`);
    assert.ok(samples > seconds, `read ${samples} times`);
  });
});
