import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { execEnvironment } from "../../emulator/exec";
import type { EmulatorStatus } from "../../emulator/status";
import { SUBSCRIPTION } from "./fake-arm";
import "./own-connections";

/** A stack whose program runs in this process, against an ARM endpoint of this machine. */
export interface InlineStack {
  stack: Stack;
  folder: string;
  /** Starts an update of the same stack whose program is the text of a JavaScript file, as a process of its own. */
  runFromFolder(program: string): Promise<ChildProcess>;
  remove(): Promise<void>;
}

/** Makes an empty stack for inline programs; the engine meets the stand-in for azure-native there. */
export async function inlineStack(armUrl: string): Promise<InlineStack> {
  const folder = await mkdtemp(join(tmpdir(), "azureml-stand-in-"));
  const caFile = join(folder, "ca.pem");
  await writeFile(caFile, "");
  const status: EmulatorStatus = {
    armUrl,
    ...{ tlsUrl: "https://127.0.0.1:1", caFile, scoringUrl: "http://127.0.0.1:1", blobUrl: "http://127.0.0.1:1" },
    subscriptionId: SUBSCRIPTION,
    resourceGroup: "rg",
    workspace: "main",
    pid: process.pid,
    requestLog: null,
    tokenLifetime: 3600,
  };
  const environment = await execEnvironment(status, { folder, cwd: process.cwd() });
  const envVars = Object.fromEntries(
    Object.entries(environment).filter((each): each is [string, string] => each[1] !== undefined),
  );
  // The automation API looks for the engine in this process's own PATH and home.
  process.env["PATH"] = envVars["PATH"];
  const program: PulumiFn = async () => undefined;
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "test", projectName: "stand-in", program },
    { envVars, pulumiHome: envVars["PULUMI_HOME"], workDir: folder },
  );
  const runFromFolder = async (text: string): Promise<ChildProcess> => {
    await writeFile(join(folder, "Pulumi.yaml"), "name: stand-in\nruntime: nodejs\nmain: program.js\n");
    await writeFile(join(folder, "program.js"), text);
    await writeFile(join(folder, "package.json"), "{}");
    await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"), "junction");
    const args = ["up", "--yes", "--skip-preview", "--stack", "test", "--non-interactive"];
    return spawn("pulumi", args, { cwd: folder, env: environment, stdio: "ignore" });
  };
  return { stack, folder, runFromFolder, remove: () => rm(folder, { recursive: true, force: true }) };
}
