import { startFrontEnd } from "../../../emulator/serving/front-end";
import { location } from "./bodies";
import { FakeServing } from "./fake-serving";
import { LocalAzureMl } from "./local-azure-ml";

/** Tells for each file its name and content. `wait…` never ends, `bad…` fails, `slow…` takes a moment, `talk…` says much. */
const SCRIPT = `
import os, time

def init():
    pass

def run(mini_batch):
    names = map(os.path.basename, mini_batch)
    print(f"{os.getpid()} is scoring {len(mini_batch)} files", *names, flush=True)
    rows = []
    for path in mini_batch:
        name = os.path.basename(path)
        if name.startswith("wait"):
            print("waiting", flush=True)
            time.sleep(3600)
        if name.startswith("bad"):
            raise ValueError(name)
        if name.startswith("slow"):
            time.sleep(0.2)
        if name.startswith("talk"):
            for number in range(int(open(path).read())):
                print(f"{number} çok güzel".ljust(100, "."))
        rows.append(f"{name} {open(path).read()}")
    return rows
`;

/** No instances, behind the real front end, through which jobs come. */
class OpenServing extends FakeServing {
  override async open(options: Parameters<FakeServing["open"]>[0]) {
    return startFrontEnd({ ...options, runtime: { route: () => undefined } });
  }
}

/** A local Azure ML with a batch endpoint whose default deployment runs a small script for real. */
export class Batch {
  readonly endpoint = "nightly";
  private uploads = 0;

  private constructor(
    readonly local: LocalAzureMl,
    private readonly store: { account: string; container: string },
  ) {}

  static async start(): Promise<Batch> {
    const local = await LocalAzureMl.start({ serving: new OpenServing() });
    const { body } = await local.get(`${local.workspace}/datastores/workspaceblobstore`);
    const { accountName: account, containerName: container } = body.properties;
    const batch = new Batch(local, { account, container });
    await batch.deploy();
    return batch;
  }

  /** Uploads files to a folder of their own; its URI. */
  upload(files: Readonly<Record<string, string>>): string {
    const folder = `uploads/${this.uploads++}`;
    const { account, container } = this.store;
    for (const [path, text] of Object.entries(files)) {
      this.local.blobs.upload(account, container, `${folder}/${path}`, text);
    }
    return `azureml://datastores/workspaceblobstore/paths/${folder}`;
  }

  /** Rows that a job has written, in order. */
  rows(job: string): string[] {
    const { account, container } = this.store;
    const blob = `azureml/${job}/score/predictions.csv`;
    return (this.local.blobs.accounts.get(account)?.get(container)?.get(blob) ?? "").split("\n").slice(0, -1).sort();
  }

  /** Settles when a job's log has these words. */
  async says(job: string, words: string): Promise<void> {
    const path = this.local.workspace.replace(/^/, "/history/v1.0");
    for (;;) {
      const { body } = await this.local.get(`${path}/runs/${job}/details`);
      const log = await (await fetch(body.logFiles["logs/azureml/executionlogs.txt"])).text();
      if (log.includes(words)) return;
      if (["Failed", "Completed", "Canceled"].includes(body.status)) throw new Error(`${body.status}: ${log}`);
    }
  }

  /** Stops the local Azure ML and starts it again on what it has kept. */
  async restart(): Promise<void> {
    await this.local.restart({ serving: new OpenServing() });
  }

  async stop(): Promise<void> {
    await this.local.stop();
  }

  private async deploy(): Promise<void> {
    const { local } = this;
    const { workspace } = local;
    const { account, container } = this.store;
    local.blobs.upload(account, container, "code/score.py", SCRIPT);
    await local.put(`${workspace}/codes/batch/versions/1`, {
      properties: { codeUri: `http://${local.blobs.endpoint}/${account}/${container}/code` },
    });
    await local.put(`${workspace}/environments/plain/versions/1`, { properties: { image: "mcr.example/base" } });
    await local.finish("PUT", `${workspace}/computes/cpu`, { location, properties: { computeType: "AmlCompute" } });
    const path = `${workspace}/batchEndpoints/${this.endpoint}`;
    const endpoint = (defaults: object) => ({ location, properties: { authMode: "AADToken", defaults } });
    await local.finish("PUT", path, endpoint({}));
    const made = await local.finish("PUT", `${path}/deployments/blue`, {
      location,
      properties: {
        codeConfiguration: { codeId: `${workspace}/codes/batch/versions/1`, scoringScript: "score.py" },
        environmentId: `${workspace}/environments/plain/versions/1`,
        compute: `${workspace}/computes/cpu`,
      },
    });
    if (made.status !== 200) throw new Error(JSON.stringify(made.body));
    await local.finish("PUT", path, endpoint({ deploymentName: "blue" }));
  }
}
