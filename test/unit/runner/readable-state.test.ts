import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readableState } from "../../../runner/engine/readable-state";
import { fakePulumi } from "./fake-pulumi";

describe("the state of a stack whose update was killed", () => {
  const folder = mkdtempSync(join(tmpdir(), "readable-state-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const stacks = join(folder, ".pulumi", "stacks");
  mkdirSync(stacks, { recursive: true });
  const attributes = join(stacks, "dev.json.attrs");
  const deployment = { manifest: { time: "2026-11-29T00:00:00Z" }, resources: [] };
  writeFileSync(join(stacks, "dev.json"), JSON.stringify({ version: 3, checkpoint: { latest: deployment } }));
  const pulumi = fakePulumi(
    `case "$*" in
      *export*) echo "error: failed to load checkpoint: EOF" >&2; exit 255 ;;
      *whoami*) echo "Backend URL: file://${folder}" ;;
      *) echo dev ;;
    esac`,
  );

  it("is read where the attributes beside it were cut off, as the engine does not", async () => {
    writeFileSync(attributes, "");
    assert.deepEqual(await readableState(pulumi), { version: 3, deployment });
  });

  it("is not where they are whole: then the engine has another reason", async () => {
    writeFileSync(attributes, "{}");
    await assert.rejects(readableState(pulumi), /failed to load checkpoint: EOF/);
  });
});
