import * as pulumi from "@pulumi/pulumi";
import { onError } from "./hook";
import type { HookedChild } from "./shared-hooks";

/** How the service may say that somebody has the name; its exact words are not documented. */
const taken = /EndpointAlreadyExists|NameNotAvailable|\bname\b.{0,80}\b(taken|exists|in use|not available)\b/i;

/** Another endpoint of the same workspace, which azure-native looks for first. */
const ours = /cannot create already existing resource/i;

/** Explains the service's refusal of an endpoint name that somebody else has; nothing is tried again. */
export function explainTakenName(child: HookedChild, endpointName: string): pulumi.ResourceHookBinding | undefined {
  return onError("endpoint name that somebody has", child, async ({ failedOperation, errors: [latest = ""] }) => {
    if (failedOperation === "create" && taken.test(latest)) {
      await pulumi.log.error(explanation(endpointName, latest), child.parent);
    }
    return false;
  });
}

function explanation(endpointName: string, refusal: string): string {
  const fault = `endpointName: "${endpointName}" given, `;
  return ours.test(refusal)
    ? `${fault}the workspace already has an endpoint of this name that the state does not know; ` +
        "import it, or give another endpointName"
    : `${fault}somebody has it: an endpoint's name is part of its host name, so it is unique in its region across all ` +
        "workspaces and customers; give another endpointName, for example with your team's name in it";
}
