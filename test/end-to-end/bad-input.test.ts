import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execEnvironment } from "../../emulator/exec";
import { LocalAzureMl } from "../unit/emulator-arm/local-azure-ml";

const header = `import * as pulumi from "@pulumi/pulumi";
import { Code, Environment, ManagedOnlineEndpoint } from "pulumi-azureml";
const workspace = process.env.WORKSPACE!;
const image = "mcr.microsoft.com/azureml/inference:1";
const blue = { model: "/m/versions/1", instanceType: "Standard_DS3_v2", instanceCount: 1 };
`;

describe("a program with bad input, as a user runs it", function () {
  this.timeout(120_000);
  let azure: LocalAzureMl;
  let folder: string;
  let env: NodeJS.ProcessEnv;

  before(async () => {
    azure = await LocalAzureMl.start();
    folder = await mkdtemp(join(tmpdir(), "azureml-program-"));
    await writeFile(
      join(folder, "Pulumi.yaml"),
      "name: bad\nruntime: { name: nodejs, options: { typescript: true } }\n",
    );
    await writeFile(join(folder, "package.json"), "{}\n");
    await writeFile(join(folder, "tsconfig.json"), '{ "compilerOptions": { "skipLibCheck": true, "strict": true } }\n');
    await symlink(resolve("node_modules"), join(folder, "node_modules"));
    env = { ...(await execEnvironment(azure.status, { folder, cwd: folder })), WORKSPACE: azure.workspace };
    assert.equal((await pulumi("stack", "init", "dev")).code, 0);
  });
  after(async () => {
    await azure.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function pulumi(...args: string[]): Promise<{ code: number | null; output: string }> {
    const child = spawn("pulumi", [...args, "--non-interactive"], {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
    const code = await new Promise<number | null>((settle) => child.on("close", settle));
    return { code, output };
  }

  /** What the engine says of a program: one error, no stack trace, and nothing made. */
  async function refusal(program: string, ...verb: string[]): Promise<string> {
    await writeFile(join(folder, "index.ts"), header + program);
    const { code, output } = await pulumi(...verb);
    assert.notEqual(code, 0, output);
    assert.doesNotMatch(output, /^\s+at .*:\d+:\d+\)?$/m);
    assert.doesNotMatch(output, /azure-native:.*created/);
    return output;
  }

  it("gets all faults at once in the preview", async () => {
    const output = await refusal(
      `new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments: { blue: { ...blue, instanceCount: -1 } },
        traffic: { blue: 50, green: 60 }, mirrorTraffic: { blue: 60 } });`,
      "preview",
    );

    for (const line of [
      "ManagedOnlineEndpoint fraud: 5 faults",
      "- deployments.blue.instanceCount: -1 given, a deployment has 1 to 50 instances",
      "- traffic.green: 60 given, the endpoint has no deployment of this name; declared are blue",
      "- traffic.green: 60 given, the weights sum to 110; they must sum to 100, or to 0 for no live traffic at all",
      "- mirrorTraffic.blue: 60 given, at most 50 percent can be mirrored",
    ]) {
      assert.ok(output.includes(line), `${line}\nis not in\n${output}`);
    }
  });

  it("is refused before a child is made where a value is known only later", async () => {
    const output = await refusal(
      `new ManagedOnlineEndpoint("late", { workspace, authMode: "Key", deployments: { blue }, traffic: { blue: pulumi.output(110) } });`,
      "up",
      "--yes",
      "--skip-preview",
    );

    assert.match(output, /traffic\.blue: 110 given, a weight is a whole number of percent from 0 to 100/);
  });

  it("is refused for a workspace of another subscription than azure-native works in", async () => {
    const other = azure.workspace.replace(azure.status.subscriptionId, "00000000-0000-4000-8000-00000000beef");
    const output = await refusal(
      `new ManagedOnlineEndpoint("far", { workspace: "${other}", authMode: "Key", deployments: { blue } });`,
      "preview",
    );

    assert.match(output, /the azure-native provider works in subscription 10ca1a2e-/);
    assert.match(output, /set azure-native:subscriptionId/);
  });

  it("is told which file is missing or broken", async () => {
    await writeFile(join(folder, "score.py"), "def init(): pass\n");
    await writeFile(join(folder, "conda.yaml"), "dependencies: [numpy\n- : :\n");

    assert.match(
      await refusal(`new Code("c", { workspace, path: "no/such" });`, "preview"),
      /path: "no\/such" given, there is no such folder/,
    );
    assert.match(
      await refusal(`new Environment("e", { workspace, image, condaFile: "conda.yaml" });`, "preview"),
      /this is no YAML: line \d/,
    );
  });
});
