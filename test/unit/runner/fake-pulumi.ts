import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pulumi } from "../../../runner/engine/pulumi";

/** An engine that is a shell script: `$1` is the verb. It is gone after the tests. */
export function fakePulumi(script: string): Pulumi {
  const folder = mkdtempSync(join(tmpdir(), "fake-pulumi-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "pulumi");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return new Pulumi({ env: { ...process.env, PATH: `${folder}:${process.env["PATH"]}` } });
}
