import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { skip } from "../../skip";
import { assertStatus, Batch, READS } from "./jobs";

describe("the rows of a batch job", function () {
  this.timeout(120_000);
  let batch: Batch;
  before(function () {
    if (process.platform !== "linux") skip(this, "reads /proc");
  });
  beforeEach(() => (batch = new Batch()));
  afterEach(() => batch.close());

  const completes = async (...given: Parameters<Batch["run"]>): Promise<void> => {
    assertStatus(await batch.run(...given), batch.engine.find("job"), "Completed");
  };

  it("are what the script returns by hand, in the order of the files, whoever ran them", async () => {
    const files = batch.files(25);
    await completes(READS, [...files].reverse(), { maxConcurrencyPerInstance: 2, instanceCount: 2, miniBatchSize: 3 });
    const byHand = execFileSync(
      "python3",
      [
        "-c",
        "import score, sys; score.init(); print('\\n'.join(score.run(sys.argv[1:])))",
        ...files.map((f) => join(batch.input, f)),
      ],
      {
        cwd: join(batch.folder, "code"),
        env: { ...process.env, INPUT: batch.input, PYTHONDONTWRITEBYTECODE: "1" },
        encoding: "utf8",
      },
    );
    assert.deepEqual(batch.rows(), byHand.trim().split("\n"));
  });
});
