import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../../..");

describe("the test reporter", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "reporter-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function report(source: string): string[] {
    const file = join(folder, "sample.test.ts");
    writeFileSync(file, `import { skip } from ${JSON.stringify(join(ROOT, "test/skip"))};\n${source}`);
    const { stdout } = spawnSync(process.execPath, [join(ROOT, "node_modules/mocha/bin/mocha.js"), file], {
      cwd: ROOT,
      encoding: "utf8",
    });
    return stdout.trimEnd().split("\n");
  }

  it("ends with the counts alone on the last line", () => {
    const lines = report(`it("a", () => {}); it("b", () => { throw new Error("no"); }); it.skip("c", () => {});`);
    assert.equal(lines.at(-1), "1 passed, 1 failed, 1 skipped");
  });

  it("names each skipped test with its reason", () => {
    const lines = report(`describe("s", () => { it("a", function () { skip(this, "needs a moon"); }); });`);
    assert.ok(lines.includes("  skipped: s a (needs a moon)"), lines.join("\n"));
  });

  it("gives the reason of a suite that a before hook skipped", () => {
    const lines = report(
      `describe("s", () => { before(function () { skip(this, "no engine"); }); it("a", () => {}); it("b", () => {}); });`,
    );
    assert.deepEqual(
      lines.filter((line) => line.includes("skipped:")),
      ["  skipped: s a (no engine)", "  skipped: s b (no engine)"],
    );
    assert.equal(lines.at(-1), "0 passed, 0 failed, 2 skipped");
  });
});
