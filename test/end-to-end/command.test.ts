import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeFolder } from "../../emulator/home";
import { command, MAIN } from "../unit/cli/command";

describe("the command with a local Azure ML", function () {
  this.timeout(300_000);
  // A home of its own, so that no emulator of this machine is touched, with the blob store that set-up has installed.
  const home = mkdtempSync(join(tmpdir(), "command-test-"));
  const env = { PULUMI_AZUREML_HOME: home };
  const log = join(home, "arm.jsonl");
  const run = (...args: string[]) => command(args, env);

  before(async () => {
    const azurite = join(homeFolder(), "azurite");
    mkdirSync(azurite, { recursive: true });
    symlinkSync(azurite, join(home, "azurite"));
  });
  after(async () => {
    await run("emulator", "stop", "--remove");
    rmSync(home, { recursive: true, force: true });
  });

  it("is not running at first: status ends with 1, exec and endpoint say how to start it", async () => {
    const status = await run("emulator", "status", "--json");
    assert.deepEqual([status.code, status.stdout], [1, "null\n"]);
    for (const args of [
      ["emulator", "exec", "--", "true"],
      ["endpoint", "list", "--emulator"],
    ]) {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, /"default" is not running\nstart it: pulumi-azureml emulator start\n$/);
    }
  });

  it("start --json prints the status that status --json prints, and nothing else", async () => {
    const started = await run("emulator", "start", "--json", "--request-log", log);
    assert.equal(started.code, 0, started.stderr);
    const status = JSON.parse(started.stdout);
    assert.deepEqual(Object.keys(status), [
      "armUrl",
      "tlsUrl",
      "caFile",
      "scoringUrl",
      "blobUrl",
      "subscriptionId",
      "resourceGroup",
      "workspace",
      "pid",
      "requestLog",
      "tokenLifetime",
    ]);
    assert.equal(status.requestLog, log);
    assert.match(status.armUrl, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal((await run("emulator", "status", "--json")).stdout, started.stdout);
    assert.equal((await run("emulator", "start", "--json")).stdout, started.stdout);
  });

  it("is used, with a note, where nothing names a subscription", async () => {
    const { code, stdout, stderr } = await run("endpoint", "list", "--json");
    assert.deepEqual([code, stdout], [0, "[]\n"]);
    assert.match(stderr, /^no subscription is named: using the local Azure ML at http/);
  });

  it("writes each ARM request to the request log", async () => {
    const lines = readFileSync(log, "utf8").trim().split("\n");
    const last = JSON.parse(lines.at(-1) ?? "");
    assert.deepEqual(Object.keys(last).sort(), ["body", "method", "path", "query", "status", "time"]);
    assert.match(last.path, /onlineEndpoints$/);
  });

  it("exec leads the command to it, and away from any real login", async () => {
    const print = "const {env} = process; console.log(JSON.stringify(env))";
    const real = { ...env, ARM_CLIENT_SECRET: "real", AZURE_CLIENT_ID: "real", PULUMI_ACCESS_TOKEN: "real" };
    const { code, stdout } = await command(["emulator", "exec", "--", process.execPath, "-e", print], real);
    assert.equal(code, 0);
    const seen = JSON.parse(stdout);
    const status = JSON.parse((await run("emulator", "status", "--json")).stdout);
    assert.equal(seen.PULUMI_AZUREML_ARM_URL, status.armUrl);
    assert.equal(seen.ARM_SUBSCRIPTION_ID, status.subscriptionId);
    assert.equal(seen.AZUREML_RESOURCE_GROUP, status.resourceGroup);
    assert.equal(seen.AZUREML_WORKSPACE_NAME, status.workspace);
    assert.equal(Object.values(seen).includes("real"), false);
  });

  it("exec: a verb in it asks the local Azure ML without being told", async () => {
    const inner = ["exec", "--", process.execPath, MAIN, "endpoint", "list", "--json"];
    const { code, stdout, stderr } = await run("emulator", ...inner);
    assert.deepEqual([code, stdout, stderr], [0, "[]\n", ""]);
  });

  const codes: [what: string, command: string[], code: number][] = [
    ["the command's own code", ["sh", "-c", "exit 42"], 42],
    ["128 and the signal where one ended it", ["sh", "-c", "kill -9 $$"], 137],
    ["127 where there is no such command", ["no-such-command-anywhere"], 127],
    ["126 where it can't be run", ["/"], 126],
  ];
  for (const [what, words, expected] of codes) {
    it(`exec ends with ${what}`, async () => {
      const { code, stderr } = await run("emulator", "exec", "--", ...words);
      assert.equal(code, expected);
      assert.doesNotMatch(stderr, /^\s+at /m);
    });
  }

  it("exec passes standard input, output and errors through", async () => {
    const { stdout, stderr } = await command(["emulator", "exec", "sh", "-c", "cat; echo no >&2"], env, "through");
    assert.deepEqual([stdout, stderr], ["through", "no\n"]);
  });

  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    it(`exec passes ${signal} on and waits for the command to end`, async function () {
      this.timeout(30_000);
      const program = `process.on("${signal}", () => process.exit(7)); console.log("up"); setTimeout(() => {}, 20_000)`;
      const child = spawn(process.execPath, [MAIN, "emulator", "exec", "--", process.execPath, "-e", program], {
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      await once(child.stdout, "data");
      child.kill(signal);
      const [code] = await once(child, "exit");
      assert.equal(code, 7);
    });
  }

  it("stop stops it, --remove deletes what it kept, and a second stop has nothing to do", async () => {
    const first = await run("emulator", "stop", "--remove", "--json");
    assert.deepEqual(JSON.parse(first.stdout), { name: "default", stopped: true });
    const second = await run("emulator", "stop", "--json");
    assert.deepEqual([second.code, JSON.parse(second.stdout).stopped], [0, false]);
    assert.equal((await run("emulator", "status")).code, 1);
  });
});
