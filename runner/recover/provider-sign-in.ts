import { z } from "zod";
import { type ConnectionSettings, readConnection } from "../../arm/connection";
import { environmentSettings } from "../../azure/connection-settings";
import type { Pulumi } from "../engine/pulumi";
import type { StateResource } from "../engine/stack-state";

const configuration = z.record(z.string(), z.object({ value: z.unknown().optional() }));

/**
 * The sign-in of the provider that a resource has in the state. Its secrets are encrypted there; they are taken from the
 * stack's configuration where that names the same client, else the environment has to give them.
 */
export async function providerSignIn(
  pulumi: Pulumi,
  resource: StateResource,
  inState: readonly StateResource[],
): Promise<ConnectionSettings> {
  const reference = resource.provider ?? "";
  const provider = inState.find(({ urn, id }) => `${urn}::${id}` === reference);
  const inputs = provider?.inputs ?? {};
  const plain = readConnection((name) => textOf(inputs[name]));
  const encrypted = Object.values(inputs).some((value) => typeof value === "object" && value !== null);
  const configured = encrypted ? await configuredSignIn(pulumi) : {};
  const sameClient =
    configured.clientId === undefined || configured.clientId === (plain.clientId ?? configured.clientId);
  const settings = { ...(sameClient ? configured : {}), ...plain };
  const subscriptionId =
    settings.subscriptionId ?? environmentSettings(pulumi.env).subscriptionId ?? subscriptionBeside(reference, inState);
  return { ...settings, ...(subscriptionId === undefined ? {} : { subscriptionId }) };
}

async function configuredSignIn(pulumi: Pulumi): Promise<ConnectionSettings> {
  const printed = await pulumi.onStack(["config", "--show-secrets", "--json"]);
  const values = configuration.parse(JSON.parse(printed));
  return readConnection((name) => textOf(values[`azure-native:${name}`]?.value));
}

/** The az CLI's sign-in names no subscription; that of a resource of the same provider is the same. */
function subscriptionBeside(reference: string, inState: readonly StateResource[]): string | undefined {
  const ids = inState.flatMap(({ provider, id }) => (provider === reference && id !== undefined ? [id] : []));
  return ids.map((id) => /^\/subscriptions\/([^/]+)\//i.exec(id)?.[1]).find((id) => id !== undefined);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "boolean" ? String(value) : undefined;
}
