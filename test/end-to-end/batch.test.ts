import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { workspaceId } from "../../arm/ids";
import { RolloutAzure } from "../soak/rollout/azure";
import { MAIN } from "../unit/cli/command";
import { ExampleStack } from "./example-stack";

/** The example as its README runs it: the real engine, control plane, blob store, script and workers. */
describe("the batch example", function () {
  this.timeout(300_000);
  const days = resolve(__dirname, "../../examples/batch/sample-transactions");
  let folder = "";
  let azure: RolloutAzure;
  let stack: ExampleStack;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "azureml-batch-"));
    azure = await RolloutAzure.start(folder);
    stack = await ExampleStack.create("batch", azure.status);
  });
  after(async () => {
    await stack.remove();
    await azure.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const where = (): string[] => ["-s", azure.status.subscriptionId, "-g", "batch-dev", "-w", "serving-dev"];
  /** Runs a verb of `pulumi-azureml batch` on the endpoint. */
  const batch = (verb: string, ...words: string[]): Promise<string> =>
    stack.run(process.execPath, MAIN, "batch", verb, "nightly-dev", ...words, ...where());
  /** Runs a job over the sample to its end; the rows that it wrote, sorted. */
  const rows = async (...words: string[]): Promise<string[]> => {
    const job = JSON.parse(await batch("invoke", "--input", days, "--json", ...words)).name;
    await batch("stream", job);
    const to = join(folder, job);
    await batch("download", job, "--to", to);
    assert.deepEqual(await readdir(to), ["scores.csv"]);
    return (await readFile(join(to, "scores.csv"), "utf8")).trimEnd().split("\n").sort();
  };
  const scored = async (...words: string[]): Promise<string[]> =>
    (await rows(...words)).map((row) => row.split(",").slice(0, 2).join(" "));
  const dayBy = (release: string): string[] =>
    ["monday", "tuesday", "wednesday"].map((day) => `${day}.json ${release}`);
  const defaultNow = async (): Promise<string> => {
    const { subscriptionId } = azure.status;
    const workspace = workspaceId({ subscriptionId, resourceGroupName: "batch-dev", workspaceName: "serving-dev" });
    const answer = await fetch(`${azure.status.armUrl}${workspace}/batchEndpoints/nightly-dev?api-version=2025-12-01`, {
      headers: { authorization: "Bearer local" },
    });
    const { properties }: { properties: { defaults: { deploymentName: string } } } = JSON.parse(await answer.text());
    return properties.defaults.deploymentName;
  };

  it("is made with its default in one up, and a second one has nothing to do", async () => {
    await stack.up();
    assert.equal(await defaultNow(), "first");
    assert.deepEqual(await stack.preview(), []);
  });

  it("scores a folder of this machine, a row for each file", async () => {
    assert.deepEqual(await scored(), dayBy("first"));
  });

  it("gives a second release only jobs that name it, until it is the default", async () => {
    await stack.configure("releases[0]=first", "releases[1]=second");
    await stack.up();
    assert.deepEqual(await scored("-d", "second"), dayBy("second"));
    assert.deepEqual(await scored(), dayBy("first"));

    await stack.configure("live=second");
    assert.deepEqual(await stack.preview(), ["update nightly-default"]);
    await stack.up();
    assert.deepEqual(await scored(), dayBy("second"));
  });

  it("refuses in preview to take away the deployment that jobs go to, and lets the other one go", async () => {
    await stack.run("pulumi", "config", "rm", "releases", "--stack", "dev");
    await stack.configure("releases[0]=first");
    await assert.rejects(
      stack.previewLines(),
      /defaultDeployment: "second" given, the endpoint has no deployment of this name; declared are first/,
    );
    await stack.configure("releases[0]=second");
    await stack.up();
    assert.equal(await defaultNow(), "second");
    assert.deepEqual(await scored(), dayBy("second"));
  });

  it("is taken away as a whole", async () => {
    await stack.run("pulumi", "destroy", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive");
  });
});
