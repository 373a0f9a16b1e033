import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plan } from "../../../rollout";
import { parseCursor } from "../../../rollout/cursor";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";
import { RolloutStage } from "./rollout-stage";

/** A write as the log of a local Azure ML has it. */
interface Logged {
  method: string;
  path: string;
  status: number;
  // Bodies of many shapes; a wrong one shows as a failed comparison.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** A local Azure ML for one rollout after the other, and what it was asked for. */
export class RolloutAzure {
  private count = 0;

  private constructor(
    readonly local: LocalAzureMl,
    private readonly folder: string,
  ) {}

  static async start(): Promise<RolloutAzure> {
    const folder = await mkdtemp(join(tmpdir(), "azureml-rollout-"));
    return new RolloutAzure(await LocalAzureMl.start({ requestLog: join(folder, "requests.jsonl") }), folder);
  }

  async stop(): Promise<void> {
    await this.local.stop();
    await rm(this.folder, { recursive: true });
  }

  /** An endpoint of its own. */
  stage(plan?: Plan): Promise<RolloutStage> {
    return RolloutStage.make(this.local, `fraud-${(this.count += 1)}`, plan);
  }

  /** All that was asked for one endpoint and its deployments. */
  async requests(of: RolloutStage): Promise<Logged[]> {
    const lines = (await readFile(join(this.folder, "requests.jsonl"), "utf8")).trim().split("\n");
    const all = lines.map((each): Logged => JSON.parse(each));
    return all.filter(({ path }) => `${path}/`.includes(`/onlineEndpoints/${of.name}/`));
  }

  /** Each write of a cursor that the service took on: the cursor in short, and the weights. */
  async writes(of: RolloutStage): Promise<string[]> {
    const taken = (await this.requests(of)).filter(
      ({ method, path, status }) => method === "PUT" && path.endsWith(`/onlineEndpoints/${of.name}`) && status < 300,
    );
    return taken.flatMap(({ body }) => {
      const cursor = parseCursor(body.tags?.rollout ?? "");
      if (!cursor) return [];
      const { traffic, mirrorTraffic } = body.properties;
      const mirror = Object.keys(mirrorTraffic ?? {}).length > 0 ? ` mirror ${JSON.stringify(mirrorTraffic)}` : "";
      return [`${cursor.sequence} ${cursor.status} ${cursor.stage}: ${JSON.stringify(traffic)}${mirror}`];
    });
  }
}
