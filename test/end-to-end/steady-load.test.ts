import assert from "node:assert/strict";
import { type Outcomes, steadyLoad } from "../load/steady";
import { severalAtOnce } from "../load/steps";
import { faultsIn, table } from "../load/table";

/** The long run is `node -r ts-node/register/transpile-only test/load/steady-load.ts`. */
const rate = 50;

describe("an endpoint under steady load", function () {
  this.timeout(900_000);
  let outcomes: Outcomes;
  before(async () => {
    outcomes = await steadyLoad({ rate, steps: severalAtOnce });
  });

  it("loses no request and has no weights but those asked for, whatever changes", () => {
    const { reports, between } = outcomes;
    assert.deepEqual(faultsIn([...reports, ...between]), [], table(reports));
  });

  it("is asked and read all the time", () => {
    for (const { name, seconds, requests, samples } of outcomes.reports) {
      // The first and the last request of a stretch may fall to its neighbours.
      assert.ok(requests >= rate * seconds - rate, `${name}: ${requests} requests in ${seconds} s`);
      assert.ok(samples > 0, `${name}: not read`);
    }
  });

  it("refuses the credential of the former auth mode as soon as it shows the next one", () => {
    const refused = outcomes.reports.filter((report) => report.refused > 0).map(({ name }) => name);
    assert.deepEqual(refused, ["auth mode Key to AMLToken"]);
  });
});
