import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
// Compiled, so that no engine has to wait for a compiler.
import { execEnvironment } from "pulumi-azureml/emulator";
import { workspaceId } from "../../arm/ids";
import { realParts } from "../../emulator/parts";
import { type Emulator, start } from "../../emulator/start";
import { MAIN } from "../unit/cli/command";
import { FakeServing } from "../unit/emulator-arm/fake-serving";

interface Ended {
  code: number | null;
  stdout: string;
  output: string;
}

/** The command, engine, control plane, journal and lease are real; instances come up at once and run nothing. */
describe("pulumi-azureml rollout", function () {
  this.timeout(300_000);
  let folder: string;
  let emulator: Emulator;
  let env: NodeJS.ProcessEnv;
  let workspace: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "azureml-rollout-"));
    emulator = await start(
      { folder: join(folder, "azure") },
      {
        ...realParts({ folder: join(folder, "azure") }),
        serving: () => new FakeServing(),
      },
    );
    const { subscriptionId, resourceGroup, workspace: workspaceName } = emulator.status;
    workspace = workspaceId({ subscriptionId, resourceGroupName: resourceGroup, workspaceName });
    const runtime = "{ name: nodejs, options: { typescript: false } }";
    await writeFile(join(folder, "Pulumi.yaml"), `name: rollout\nruntime: ${runtime}\nmain: program.js\n`);
    await writeFile(join(folder, "package.json"), "{}");
    await copyFile(join(__dirname, "programs", "rollout.js"), join(folder, "program.js"));
    await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"), "junction");
    const environment = await execEnvironment(emulator.status, { folder, cwd: process.cwd() });
    env = { ...environment, ROLLOUT_WORKSPACE: workspace };
    await pulumi("stack", "init", "dev");
  });
  after(async () => {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const begin = (command: string, args: readonly string[]) => {
    const child = spawn(command, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (piece: string) => (said[name] += piece));
    }
    const ended = once(child, "close").then(([code]: (number | null)[]): Ended => ({
      code: code ?? null,
      stdout: said.stdout,
      output: said.stdout + said.stderr,
    }));
    /** Settles when it has said so; rejects where it ends before. */
    const says = async (words: string): Promise<void> => {
      const early = ended.then(({ output }) => assert.fail(`it ended without "${words}": ${output}`));
      while (!said.stdout.includes(words)) await Promise.race([once(child.stdout, "data"), early]);
      early.catch(() => undefined); // it may end now
    };
    return { child, ended, says };
  };
  const pulumi = async (...args: string[]): Promise<Ended> => {
    const ended = await begin("pulumi", [...args, "--non-interactive"]).ended;
    assert.equal(ended.code, 0, ended.output);
    return ended;
  };
  const rollout = (...args: string[]): Promise<Ended> => begin(process.execPath, [MAIN, "rollout", ...args]).ended;
  const ends = async (code: number, ...args: string[]): Promise<Ended> => {
    const ended = await rollout(...args);
    assert.equal(ended.code, code, `${args.join(" ")}: ${ended.output}`);
    return ended;
  };
  const status = async () => JSON.parse((await ends(0, "status", "--json")).stdout);
  const release = (said: object) => writeFile(join(folder, "release.json"), JSON.stringify(said));
  const one = { name: "blue", release: "1" };
  const two = { name: "green", release: "2" };
  const three = { name: "blue", release: "3" };

  it("leads a release through its plan, and takes the former deployment away", async () => {
    await release({ live: one });
    const without = await ends(1, "run");
    assert.match(without.output, /the stack has no BlueGreenRollout/);
    await pulumi("up", "--yes", "--skip-preview");
    await release({ live: one, candidate: two });
    const { stdout } = await ends(0, "run");
    assert.match(stdout, /canary-50: .*weights \{"blue":50,"green":50\}/);
    assert.match(stdout, /succeeded: green has all live traffic/);

    const { state, traffic } = await status();
    assert.deepEqual([state, traffic], ["succeeded", { green: 100 }]);
    assert.match((await ends(0, "plan")).stdout, /^fraud: from blue to green on fraud-dev\nSTAGE/);
    const history = JSON.parse((await ends(0, "history", "--json")).stdout);
    assert.equal(history.filter(({ what }: { what: string }) => what === "written").length, 6);
    await ends(0, "run");

    await release({ live: two });
    const { stdout: preview } = await pulumi("preview", "--diff");
    assert.doesNotMatch(preview, /OnlineDeployment.*(create|replace|delete)/);
  });

  it("waits for an agreement, stands still, goes on and goes back as people say", async () => {
    await release({ live: two, candidate: three, approval: true });
    await pulumi("up", "--yes", "--skip-preview");
    await ends(0, "advance");
    await ends(0, "advance");
    assert.match((await ends(0, "promote")).stdout, /somebody agreed to full/);
    await ends(0, "pause");
    assert.deepEqual([(await status()).state, (await status()).hold], ["held", "paused"]);
    await ends(20, "advance");
    await ends(1, "pause");
    await ends(0, "resume");
    const waiting = await ends(10, "advance");
    assert.match(waiting.stdout, /somebody has to agree to full/);
    assert.deepEqual((await status()).traffic, { blue: 50, green: 50 });

    await ends(0, "abort");
    const { state, traffic } = await status();
    assert.deepEqual([state, traffic], ["rolledBack", { green: 100 }]);
    await ends(30, "run");
  });
  it("is driven by one runner at a time, and by the next as soon as that one ends", async () => {
    await release({ live: two, candidate: { ...three, release: "4" }, approval: true });
    const runner = begin(process.execPath, [MAIN, "rollout", "run"]);
    await runner.says("somebody has to agree");

    assert.match((await ends(50, "advance")).output, /another runner drives this rollout/);
    runner.child.kill("SIGTERM");
    assert.equal((await runner.ended).code, 143);
    await ends(10, "advance");
    await ends(0, "rollback");
  });

  it("refuses a release that comes while another is on its way, takes that one back for it, or ends it first", async () => {
    const [five, six, seven] = ["5", "6", "7"].map((name) => ({ ...three, release: name }));
    await release({ live: two, candidate: five, approval: true });
    await pulumi("up", "--yes", "--skip-preview");
    for (let step = 0; step < 3; step++) await rollout("advance");
    assert.equal((await status()).state, "observing");

    await release({ live: two, candidate: six });
    const refused = await ends(1, "run");
    assert.match(refused.output, /a rollout from green to blue is under way/);
    assert.match(refused.output, /--on-new-version queue/);
    assert.deepEqual((await status()).traffic, { green: 50, blue: 50 });
    await ends(0, "run", "--on-new-version", "supersede");
    assert.deepEqual((await status()).traffic, { blue: 100 });

    await release({ live: six, candidate: { ...two, release: "8" } });
    await pulumi("up", "--yes", "--skip-preview");
    await ends(0, "advance");
    await release({ live: { ...two, release: "8" }, candidate: seven });
    await ends(0, "run", "--on-new-version", "queue");
    assert.deepEqual((await status()).traffic, { blue: 100 });
    const history = JSON.parse((await ends(0, "history", "--json")).stdout);
    const over = history.filter(
      ({ what, evidence }: { what: string; evidence?: { status?: string } }) =>
        what === "written" && evidence?.status === "succeeded",
    );
    assert.equal(over.length, 4);
  });

  it("tries a content again that was rolled back, when it is told to", async () => {
    const nine = { ...two, release: "9" };
    await release({ live: { ...three, release: "7" }, candidate: nine });
    await pulumi("up", "--yes", "--skip-preview");
    await ends(0, "advance");
    await ends(0, "abort");
    await ends(30, "run");
    await ends(0, "run", "--retry");
    assert.deepEqual((await status()).traffic, { green: 100 });
  });
});
