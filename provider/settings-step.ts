import { type EndpointBody, type LiveEndpoint, repeatEndpoint } from "../arm/endpoint";
import { type EndpointPatch, type EndpointSettingsInputs, settingsPatch, settingsPut } from "../arm/endpoint-settings";
import { settingsAsLive } from "../arm/managed-settings";
import { type ReadDeployment, targetsOnTheirWay } from "./weight-targets";

/** One request that brings an endpoint nearer to what is wanted, with a body built from the endpoint as just read. */
export type SettingsWrite = { kind: "put"; body: EndpointBody } | { kind: "patch"; body: EndpointPatch };

/** What to do about an endpoint as it is now. */
export type SettingsStep = { do: "nothing" } | { do: "wait"; reason: string } | { do: "write"; write: SettingsWrite };

/** What is wanted, and what was done for it so far. */
export interface SettingsTask {
  wanted: EndpointSettingsInputs;
  /** Own tags of before, which go where they are no longer wanted. */
  formerTags: Readonly<Record<string, string>>;
  /** For each kind of write that was carried out, the time by which reads have to show it. */
  shownBy: ReadonlyMap<SettingsWrite["kind"], number>;
}

/** Decides the next step for an endpoint. Rejects where there is none that leads to what is wanted. */
export async function nextStep(
  live: LiveEndpoint,
  { wanted, formerTags, shownBy }: SettingsTask,
  now: number,
  readDeployment: ReadDeployment,
): Promise<SettingsStep> {
  const state = live.properties.provisioningState ?? "Succeeded";
  if (["Creating", "Updating", "Deleting"].includes(state)) return { do: "wait", reason: `it is ${state}` };
  const write = nextWrite(live, wanted, formerTags);
  if (!write) return { do: "nothing" };
  const limit = shownBy.get(write.kind);
  if (limit !== undefined) {
    const difference = describeDifference(live, wanted);
    if (now > limit) throw new Error(`endpoint ${wanted.endpointName}: ${difference}`);
    return { do: "wait", reason: difference };
  }
  const onTheirWay = await targetsOnTheirWay(live, wanted, readDeployment);
  return onTheirWay.length > 0 ? { do: "wait", reason: onTheirWay.join(", ") } : { do: "write", write };
}

/**
 * What only a `PUT` changes comes first. Taking a tag away is among it: whether a `PATCH` replaces tags or adds to them is
 * not documented, so one is only sent where both mean the same.
 */
function nextWrite(
  live: LiveEndpoint,
  wanted: EndpointSettingsInputs,
  formerTags: Readonly<Record<string, string>>,
): SettingsWrite | undefined {
  const put = settingsPut(live, wanted);
  const patch = settingsPatch(live, wanted, formerTags);
  const { tags } = patch ?? {};
  if (tags && Object.keys(live.tags ?? {}).some((name) => !(name in tags))) {
    return { kind: "put", body: { ...(put ?? repeatEndpoint(live)), tags } };
  }
  if (put) return { kind: "put", body: put };
  return patch && { kind: "patch", body: patch };
}

/** `traffic: {"green":100} wanted, the service settled on {"blue":100}` for each member that differs. */
function describeDifference(live: LiveEndpoint, wanted: EndpointSettingsInputs): string {
  const now = settingsAsLive(live, wanted);
  const members = ["traffic", "mirrorTraffic", "authMode", "publicNetworkAccess", "tags", "identity"] as const;
  const differing = members.filter((member) => now[member] !== wanted[member]);
  const parts = differing.map(
    (member) =>
      `${member}: ${JSON.stringify(wanted[member])} wanted, the service settled on ${JSON.stringify(now[member])}`,
  );
  return parts.join(" | ") || "tags: the service keeps tags that were taken away";
}
