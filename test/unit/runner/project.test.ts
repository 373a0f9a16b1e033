import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nextCommand } from "../../../cli/recover/report";
import { placeOf } from "../../../runner/engine/project";
import { Pulumi } from "../../../runner/engine/pulumi";

describe("the stack that is meant", () => {
  const folder = mkdtempSync(join(tmpdir(), "project-"));
  before(() => writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const cases: [stack: string, project: string, name: string][] = [
    ["prod", "shop", "prod"],
    ["acme/prod", "shop", "prod"],
    ["acme/fraud/prod", "fraud", "prod"],
  ];
  for (const [stack, project, name] of cases) {
    it(`as ${stack} is ${name} of project ${project}, and keeps its name in the command that comes next`, async () => {
      const pulumi = new Pulumi({ cwd: folder, stack });
      assert.deepEqual(await placeOf(pulumi), { project, stack: name });
      assert.equal(nextCommand({ pulumi }), `pulumi up --stack ${stack}`);
    });
  }

  it("is the selected one where none is named", () => {
    assert.equal(nextCommand({ pulumi: new Pulumi({ cwd: folder }) }), "pulumi up");
  });
});
