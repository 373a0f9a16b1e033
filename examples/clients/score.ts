/**
 * Scores the file that it is given, with the package's client. `ENDPOINT_CONNECTION` is what a component's `connection` gives
 * as JSON.
 */
import { readFile } from "node:fs/promises";
import { ModelError, ScoringClient } from "pulumi-azureml/client";

async function main(): Promise<void> {
  const client = ScoringClient.fromConnection(process.env["ENDPOINT_CONNECTION"] ?? "");
  try {
    const { body } = await client.score(await readFile(process.argv[2] ?? "/dev/stdin"), { deadlineMs: 60_000 });
    console.log(JSON.stringify(body));
  } finally {
    await client.close();
  }
}

main().catch((error: unknown) => {
  if (error instanceof ModelError) console.error(`the model answered ${error.modelStatus ?? "nothing"}:`, error.body);
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
