/**
 * Makes the state of the version that is checked out: `node -r ts-node/register/transpile-only
 * test/engine/upgrade/make-fixture.ts test/engine/upgrade/states/1.2.3.json`, see README.md.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { execEnvironment } from "../../../emulator/exec";
import { realParts } from "../../../emulator/parts";
import { start } from "../../../emulator/start";
import { FakeServing } from "../../unit/emulator-arm/fake-serving";
import { program } from "./program";

/** What tells of the machine and the hour, and nothing of the resources. */
const passing = ["sourcePosition", "stackTrace", "created", "modified", "time"];

async function main(output: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "azureml-fixture-"));
  const requestLog = join(folder, "requests.jsonl");
  const emulator = await start({ folder, requestLog }, { ...realParts({ folder }), serving: () => new FakeServing() });
  const { status } = emulator;
  const { subscriptionId, resourceGroup: resourceGroupName } = status;
  const environment = await execEnvironment(status, { folder, cwd: process.cwd() });
  environment["PULUMI_CONFIG_PASSPHRASE"] = "upgrade";
  Object.assign(process.env, environment);
  const stack = await LocalWorkspace.createOrSelectStack(
    {
      stackName: "dev",
      projectName: "upgrade",
      program: async () => program({ subscriptionId, resourceGroupName }),
    },
    { workDir: folder, pulumiHome: environment["PULUMI_HOME"] },
  );
  await stack.up({ onOutput: (text) => process.stdout.write(text) });
  const state = await stack.exportStack();
  const lines = (await readFile(requestLog, "utf8")).trim().split("\n");
  const writes = lines
    .map((line): { method: string; path: string; status: number; body?: unknown } => JSON.parse(line))
    .filter(({ method, status: answer }) => (method === "PUT" || method === "PATCH") && answer < 300)
    .map(({ method, path, body }) => ({ method, path, body }));
  const places: [string, string][] = [
    [status.armUrl, "{arm}"],
    [new URL(status.armUrl).host, "{armHost}"],
    [status.scoringUrl, "{scoring}"],
    [status.blobUrl, "{blobs}"],
    [process.cwd(), "{project}"],
    [subscriptionId, "{subscription}"],
    [resourceGroupName, "{group}"],
  ];
  const text = places.reduce((all, [place, name]) => all.replaceAll(place, name), JSON.stringify({ state, writes }));
  const fixture: unknown = JSON.parse(text, (name, value: unknown) => (passing.includes(name) ? undefined : value));
  await writeFile(output, `${JSON.stringify(fixture, undefined, 1)}\n`);
  await stack.destroy();
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
}

main(process.argv[2] ?? "").catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
