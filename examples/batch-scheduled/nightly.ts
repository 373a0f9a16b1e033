/**
 * Starts the night's job of a batch endpoint, for whatever runs it by the clock: cron, a scheduled pipeline, a timer of Azure
 * Functions. The job is named after the day, so a schedule that fires twice, or is started again after a failure of its
 * own, starts nothing twice.
 */
import { ArmError, connectBatch } from "pulumi-azureml/client";

async function main(): Promise<void> {
  const { AZUREML_WORKSPACE_ID: workspace = "", BATCH_ENDPOINT: endpoint = "", BATCH_INPUT: folder = "" } = process.env;
  const day = process.env["BATCH_DAY"] ?? new Date().toISOString().slice(0, 10);
  const client = await connectBatch(workspace, endpoint);
  try {
    const name = `${endpoint}-${day}`;
    const input = { type: "UriFolder", uri: `${folder.replace(/\/$/, "")}/${day}/` } as const;
    const job = await client.invoke({ input, name }).catch((error: unknown) => {
      // Somebody has started this day's job: that one is followed.
      if (error instanceof ArmError && error.status === 409) return client.show(name);
      throw error;
    });
    const {
      status,
      outputUri = "",
      error = "",
    } = await client.follow(job.name, {
      onStatus: (seen) => console.log(`${seen.name}: ${seen.status}`),
    });
    if (status !== "Completed") throw new Error(`${job.name} ended as ${status}: ${error}`);
    console.log(outputUri);
  } finally {
    await client.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
