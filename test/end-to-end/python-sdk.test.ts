import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { Code, Environment, ManagedOnlineEndpoint, RegisteredModel } from "pulumi-azureml";
import { MAIN } from "../unit/cli/command";
import { readBlocks } from "../unit/docs/documents";
import { PulumiStack } from "./pulumi-stack";
import { checksOf, type PythonChecks } from "./python-checks";
import { SdkEmulator } from "./sdk-emulator";

const ROOT = resolve(__dirname, "../..");
const SDK = join(ROOT, "test", "sdk");

describe("Microsoft's Python SDK under `emulator exec`", function () {
  this.timeout(120_000);
  let sdk: SdkEmulator;
  before(async () => (sdk = await SdkEmulator.start()));
  after(() => sdk.stop());

  /** A test for each check of a module, in one Python process. */
  function judge(subject: string, module: string): void {
    describe(subject, () => {
      let checks: PythonChecks;
      before(() => (checks = sdk.checks(module)));
      after(() => checks.stop());
      for (const name of checksOf(module)) it(name.replaceAll("_", " "), () => checks.run(name));
    });
  }

  judge("with workspaces", "workspace");
  judge("with assets", "assets");
  judge("with endpoints", "endpoints");
  judge("with deployments", "deployments");
  judge("with batch endpoints", "batch");

  describe("with what `pulumi up` has made", () => {
    let checks: PythonChecks;
    let stack: PulumiStack | undefined;
    before(async () => {
      checks = sdk.checks("stack");
      const { status } = sdk;
      const { subscriptionId, resourceGroup } = status;
      const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
      const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/${status.workspace}`;
      stack = await PulumiStack.create(status, () => served(workspace));
      await stack.up();
    });
    after(async () => {
      await checks.stop();
      await stack?.remove();
    });
    const check = (name: string) => it(name.replaceAll("_", " "), () => checks.run(name));

    check("the_endpoint_is_read");
    check("its_deployments_are_read");
    check("its_assets_are_read");
    check("it_answers_and_has_logs");
    check("its_weights_are_changed");

    it("a preview with refresh shows that change and no other, and an up takes it back", async () => {
      const shown = await stack?.preview({ refresh: true });
      assert.deepEqual(updates(shown?.steps ?? []), ["update stacked-settings traffic"]);
      await stack?.up({ refresh: true });
    });

    check("its_weights_are_those_of_the_program_again");

    it("destroy takes it all down", () => stack?.destroy());

    check("nothing_of_it_is_left");
  });

  describe("and the scripts of the documentation", () => {
    let folder = "";
    const scripts = readBlocks(readFileSync(join(ROOT, "docs", "python-sdk.md"), "utf8"))
      .blocks.filter(({ language }) => language === "python")
      .map(({ lines }) => lines.join("\n"));

    before(() => {
      folder = join(sdk.home, "scripts");
      mkdirSync(join(folder, "models"), { recursive: true });
      symlinkSync(MAIN, join(folder, "pulumi-azureml"));
      symlinkSync(join(SDK, "weights"), join(folder, "models", "v1"));
      symlinkSync(join(SDK, "scoring"), join(folder, "scoring"));
      symlinkSync(join(ROOT, "examples", "blue-green", "environment"), join(folder, "environment"));
      writeFileSync(join(folder, "request.json"), "{}");
    });

    /** What a script prints, run by these words before its own. */
    async function printed(script: string, ...words: string[]): Promise<string> {
      const [program = "", ...args] = [...words, sdk.python, "-c", script];
      const environment = { ...process.env, ...sdk.env, PATH: `${folder}${delimiter}${process.env["PATH"]}` };
      const child = spawn(program, args, { cwd: folder, env: environment });
      const ended = once(child, "close");
      const [out, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
      const [code]: (number | null)[] = await ended;
      assert.equal(code, 0, complaints);
      return out;
    }

    it("work under exec, as they stand", async () => {
      assert.match(await printed(scripts[0] ?? "", "pulumi-azureml", "emulator", "exec", "--"), /first\.txt: folder/);
    });

    it("work without exec, with the cloud described by hand", async () => {
      assert.match(await printed(scripts[1] ?? ""), /^\['fraud'\]$/m);
    });
  });
});

/** What the program makes: two deployments of local content, one of them with all traffic. */
function served(workspace: string): void {
  const content = {
    model: new RegisteredModel("weights", { workspace, path: join(SDK, "weights") }),
    code: new Code("scoring", { workspace, path: join(SDK, "scoring") }),
    environment: new Environment("sklearn", {
      workspace,
      image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
      condaFile: join(ROOT, "examples", "blue-green", "environment", "conda.yaml"),
    }),
    ...{ scoringScript: "score.py", instanceType: "Standard_DS3_v2", instanceCount: 1 },
  };
  new ManagedOnlineEndpoint("stacked", {
    workspace,
    endpointName: "stacked",
    authMode: "Key",
    tags: { team: "search" },
    deployments: {
      blue: { ...content, environmentVariables: { GREETING: "I am blue" } },
      green: { ...content, environmentVariables: { GREETING: "I am green" } },
    },
    traffic: { blue: 100 },
  });
}

function updates(steps: readonly string[]): string[] {
  return steps.filter((step) => step.startsWith("update"));
}
