import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { workspaceId } from "../../arm/ids";
import { BlobStore } from "../../azure/blob-store";
import { readLocalContent } from "../../components/local-content";
import { RolloutAzure } from "../soak/rollout/azure";
import { MAIN } from "../unit/cli/command";
import { ExampleStack } from "./example-stack";
import { mlflowByHand } from "./mlflow-by-hand";

/** The examples as their READMEs run them: the real engine, control plane, blob store, scripts and workers. */
describe("the batch examples", function () {
  this.timeout(300_000);
  const days = resolve(__dirname, "../../examples/batch/sample-transactions");
  let folder = "";
  let azure: RolloutAzure;
  let stack: ExampleStack;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "azureml-batch-"));
    azure = await RolloutAzure.start(folder);
  });
  after(async () => {
    await azure.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Makes the stack of an example for the tests of this block. */
  const play = (example: string): void => {
    before(async () => void (stack = await ExampleStack.create(example, azure.status)));
    after(() => stack.remove());
  };
  /** Runs a verb of `pulumi-azureml batch` on an endpoint. */
  const verbs =
    (endpoint: string, group: string) =>
    (verb: string, ...words: string[]): Promise<string> => {
      const where = ["-s", azure.status.subscriptionId, "-g", group, "-w", "serving-dev"];
      return stack.run(process.execPath, MAIN, "batch", verb, endpoint, ...words, ...where);
    };
  const batch = verbs("nightly-dev", "batch-dev");
  const workspaceOf = (resourceGroupName: string): string =>
    workspaceId({ subscriptionId: azure.status.subscriptionId, resourceGroupName, workspaceName: "serving-dev" });
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
    const answer = await fetch(
      `${azure.status.armUrl}${workspaceOf("batch-dev")}/batchEndpoints/nightly-dev?api-version=2025-12-01`,
      {
        headers: { authorization: "Bearer local" },
      },
    );
    const { properties }: { properties: { defaults: { deploymentName: string } } } = JSON.parse(await answer.text());
    return properties.defaults.deploymentName;
  };

  describe("of releases and a default", () => {
    play("batch");

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

    it("is asked once a day by the clock, however often that fires", async () => {
      const day = join(folder, "2026-03-01");
      await cp(days, day, { recursive: true });
      const content = readLocalContent(day);
      const store = await BlobStore.open(azure.endpoints.client, workspaceOf("batch-dev"));
      await store?.upload(content, day);
      const input = (store?.datastoreUri(content) ?? "").replace(/\/2026-03-01$/, "");
      const nightly = (): Promise<string> =>
        stack.run(
          ...["env", `AZUREML_WORKSPACE_ID=${workspaceOf("batch-dev")}`, "BATCH_ENDPOINT=nightly-dev"],
          ...[`BATCH_INPUT=${input}`, "BATCH_DAY=2026-03-01", process.execPath],
          ...["-r", "ts-node/register/transpile-only", resolve(__dirname, "../../examples/batch-scheduled/nightly.ts")],
        );
      assert.match(
        await nightly(),
        /nightly-dev-2026-03-01: Completed\n.*\/nightly-dev-2026-03-01\/score\/scores\.csv\n$/,
      );
      assert.match(await nightly(), /nightly-dev-2026-03-01: Completed\n/);
      const jobs: { name: string }[] = JSON.parse(await batch("list", "--json"));
      assert.equal(jobs.filter(({ name }) => name === "nightly-dev-2026-03-01").length, 1);
    });

    it("is taken away as a whole", async () => {
      await stack.run("pulumi", "destroy", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive");
    });
  });

  describe("of a script that writes its own files", () => {
    play("batch-custom-output");
    const sorting = verbs("sorting-dev", "sorting-dev");

    it("has all of them in the output, and no others", async () => {
      await stack.up();
      const job = JSON.parse(await sorting("invoke", "--input", days, "--wait", "--json")).name;
      const to = join(folder, job);
      const files: string[] = JSON.parse(await sorting("download", job, "--to", to, "--json"));
      assert.deepEqual(files.map((file) => file.split("/")[1]).sort(), [
        "monday.json",
        "tuesday.json",
        "wednesday.json",
      ]);
      for (const file of files) {
        const { amount } = JSON.parse(await readFile(join(to, file), "utf8"));
        assert.equal(file.split("/")[0], amount > 200 ? "review" : "fine");
      }
    });
  });

  describe("of an MLflow model without a script", () => {
    play("batch-mlflow");
    const folderOf = (name: string): string => resolve(__dirname, "../../examples/batch-mlflow", name);
    const tables = verbs("tables-dev", "tables-dev");

    it("has a line for each row of each table, as MLflow itself predicts it", async function () {
      this.timeout(900_000); // packages come at the first time
      await stack.up();
      const job = JSON.parse(await tables("invoke", "--input", folderOf("transactions"), "--wait", "--json")).name;
      const to = join(folder, job);
      await tables("download", job, "--to", to);
      const lines = (await readFile(join(to, "scores.csv"), "utf8")).trimEnd().split("\n");

      assert.equal(lines.length, 6);
      assert.deepEqual(lines.sort(), await mlflowByHand(folderOf("model"), folderOf("transactions")));
    });
  });
});
