import type { IncomingMessage } from "node:http";

/** The deployment that a client names, past all weights and defaults. */
export function namedDeployment({ headers }: IncomingMessage): string | undefined {
  const header = headers["azureml-model-deployment"];
  return typeof header === "string" && header !== "" ? header.trim() : undefined;
}
