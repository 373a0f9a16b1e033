import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { takeName } from "../../../examples/demo/own-name";

describe("the name of the demo", () => {
  const folder = mkdtempSync(join(tmpdir(), "own-name-"));
  const projects = ["one", "two"].map((name) => join(folder, name));
  const home = process.env["PULUMI_AZUREML_HOME"];
  before(() => {
    process.env["PULUMI_AZUREML_HOME"] = join(folder, "home");
    projects.forEach((project) => mkdirSync(project));
  });
  after(() => {
    if (home === undefined) delete process.env["PULUMI_AZUREML_HOME"];
    else process.env["PULUMI_AZUREML_HOME"] = home;
    rmSync(folder, { recursive: true, force: true });
  });

  const everything = () => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();

  it("is free in both projects, and leaves nothing behind once it is given back", () => {
    const before = everything();
    writeFileSync(join(projects[1]!, "Pulumi.demo.yaml"), "config: {}\n");
    const first = takeName(projects);
    const second = takeName(projects);
    assert.deepEqual([first.name, second.name], ["demo-2", "demo-3"]);
    assert.deepEqual(first.stackFiles.map(existsSync), [true, true]);
    assert.ok(!existsSync(join(projects[0]!, "Pulumi.demo.yaml")), "what was taken for a name that is not free");

    first.release();
    second.release();
    assert.ok(existsSync(join(projects[1]!, "Pulumi.demo.yaml")), "what is somebody else's stays");
    rmSync(join(projects[1]!, "Pulumi.demo.yaml"));
    rmSync(join(folder, "home"), { recursive: true });
    assert.deepEqual(everything(), before);
  });
});
