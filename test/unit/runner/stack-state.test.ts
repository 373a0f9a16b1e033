import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readState } from "../../../runner/engine/stack-state";
import { fakePulumi } from "./fake-pulumi";

describe("the state of a stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "stack-state-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "dev.json.gz");
  const deployment = { manifest: { time: "2026-11-25T00:00:00Z" }, resources: [] };
  const kept = JSON.stringify({ version: 3, checkpoint: { stack: "dev", latest: deployment } });
  const pulumi = fakePulumi("echo '{\"deployment\": ['");

  it("is read from its file where the engine can't read it, compressed or not", async () => {
    for (const bytes of [kept, gzipSync(kept)]) {
      writeFileSync(file, bytes);
      assert.deepEqual(await readState(pulumi, `${file}.attrs`), { version: 3, deployment });
    }
  });

  it("is named with what is wrong where it can't be read", async () => {
    const cases: [bytes: string | Buffer, fault: string][] = [
      ["", `${file}: it is empty`],
      [kept.slice(0, 40), `${file}: it is no whole JSON`],
      [gzipSync(kept).subarray(0, 40), `${file}: it is no whole gzip file`],
      ['{"checkpoint": 4}', `${file}: it has a form that is not known here: checkpoint: `],
    ];
    for (const [bytes, fault] of cases) {
      writeFileSync(file, bytes);
      await assert.rejects(readState(pulumi, `${file}.attrs`), ({ name, message, hint }) => {
        assert.equal(name, "EngineFault");
        assert.ok(message.startsWith(fault), message);
        return /\.bak$/.test(hint);
      });
    }
    await assert.rejects(readState(pulumi), { message: "pulumi stack export: it is no whole JSON" });
  });
});
