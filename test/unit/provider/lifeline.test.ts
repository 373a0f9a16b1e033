import { strict as assert } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const lifeline = join(__dirname, "../../../provider/lifeline.ts");
const register = require.resolve("ts-node/register/transpile-only");

/** A program that watches for the engine, says so, and would live for a minute. */
const program = `
require(${JSON.stringify(register)});
require(${JSON.stringify(lifeline)}).stopWithEngine();
setTimeout(() => {}, 60_000);
console.log("ready");
`;

/** Starts the program as the engine's host script is called, through a shell as the SDK starts it. */
async function startProvider(script: string): Promise<ChildProcess> {
  mkdirSync(join(script, ".."), { recursive: true });
  writeFileSync(script, program);
  const shell = spawn("/bin/sh", ["-c", `"${process.execPath}" "${script}"; echo "code $?"`], {
    stdio: "pipe",
    detached: true,
  });
  assert.match(await line(shell), /ready/);
  return shell;
}

async function line(child: ChildProcess): Promise<string> {
  assert.ok(child.stdout);
  const [chunk] = (await once(child.stdout, "data")) as [Buffer];
  return chunk.toString();
}

describe("a provider's process", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lifeline-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const script of ["cmd/dynamic-provider/index.js", "bin/pulumi-resource-pulumi-nodejs"]) {
    it(`ends when the engine's end of its input closes, as ${script}`, async () => {
      const shell = await startProvider(join(folder, script));
      const told = line(shell);
      shell.stdin?.destroy();
      assert.equal(await told, "code 1\n");
    });
  }

  it("is left alone where it is no provider, for example in tests", async () => {
    const shell = await startProvider(join(folder, "mocha.js"));
    const told = line(shell).catch(() => "");
    shell.stdin?.destroy();
    const still = new Promise((resolve) => setTimeout(resolve, 500, "alive"));
    assert.equal(await Promise.race([told, still]), "alive");
    // The shell leads a group of its own; its child has to go with it.
    process.kill(-(shell.pid ?? 0), "SIGKILL");
  });
});
