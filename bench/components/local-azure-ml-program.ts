/**
 * A local Azure ML with the real control plane and no instances: a thousand inference servers are more than a machine has
 * room for. Called with its folder; tells its status, and ends when its parent lets go of it.
 */
import { join } from "node:path";
import { z } from "zod";
import { LocalAzureMl } from "../../test/unit/emulator-arm/local-azure-ml";
import { MODEL } from "./local-azure-ml";

const datastore = z.object({ properties: z.object({ accountName: z.string(), containerName: z.string() }) });

async function main(folder: string): Promise<void> {
  const azure = await LocalAzureMl.start({ folder, requestLog: join(folder, "requests.jsonl") });
  const found = await azure.get(`${azure.workspace}/datastores/${MODEL.datastore}`);
  const { accountName, containerName } = datastore.parse(found.body).properties;
  azure.blobs.upload(accountName, containerName, `${MODEL.path}/model.bin`, "weights");
  process.on("disconnect", () => void azure.stop().then(() => process.exit(0)));
  process.send?.(azure.status);
}

void main(process.argv[2] ?? "");
