import type { LiveEndpoint } from "../../arm/endpoint";
import { Failure } from "../failure";

/** Refuses an endpoint that has no keys. */
export function refuseWithoutKeys({ name, properties: { authMode } }: LiveEndpoint): void {
  if (authMode.toLowerCase() === "key") return;
  throw new Failure(
    `${name} has no keys: its auth mode is ${authMode}`,
    `its clients sign in with tokens: pulumi-azureml endpoint token ${name}`,
  );
}
