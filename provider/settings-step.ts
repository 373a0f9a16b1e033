import { type EndpointBody, type LiveEndpoint, repeatEndpoint } from "../arm/endpoint";
import { type EndpointPatch, type EndpointSettingsInputs, settingsPatch, settingsPut } from "../arm/endpoint-settings";
import { settingsAsLive } from "../arm/managed-settings";
import { changeOf, lastChange } from "./last-change";
import type { MemberWords } from "./member-words";
import { type Overtaken, toRestore } from "./overtaken";
import { putMembers } from "./put-members";
import { isBusy } from "./under-way";
import { type ReadDeployment, targetsOnTheirWay } from "./weight-targets";

/** One request that brings an endpoint nearer to what is wanted, with a body built from the endpoint as just read. */
export type SettingsWrite =
  | {
      kind: "put";
      body: EndpointBody;
      /** It only makes good what writes of ours put back. */ restores?: readonly Overtaken[];
    }
  | { kind: "patch"; body: EndpointPatch; restores?: undefined };

/** What to do about an endpoint as it is now. */
export type SettingsStep =
  | { do: "nothing" }
  | { do: "wait"; reason: string }
  | { do: "write"; write: SettingsWrite }
  /** The service settled on something else, so what is wanted is not to be had. */
  | { do: "give up"; failure: Error };

/** What is wanted, and what was done for it so far. */
export interface SettingsTask {
  wanted: EndpointSettingsInputs;
  /** How the program says what it wants. */
  words: MemberWords;
  /** Own tags of before, which go where they are no longer wanted. */
  formerTags: Readonly<Record<string, string>>;
  /** For each kind of write that was carried out, the time by which reads have to show it. */
  shownBy: ReadonlyMap<SettingsWrite["kind"], number>;
  /** Writes of ours that met another endpoint than they were built on. */
  overtaken: readonly Overtaken[];
  /** Who changed the endpoint since the last write, as reads told, oldest first. */
  changes: readonly string[];
}

/** Decides the next step for an endpoint. Rejects where there is none that leads to what is wanted. */
export async function nextStep(
  live: LiveEndpoint,
  task: SettingsTask,
  now: number,
  readDeployment: ReadDeployment,
): Promise<SettingsStep> {
  const { wanted, words, shownBy, changes } = task;
  if (isBusy(live))
    return { do: "wait", reason: `it is ${live.properties.provisioningState}; ${lastChange(changeOf(live))}` };
  const own = nextWrite(live, task);
  const limit = own && shownBy.get(own.kind);
  if (limit !== undefined) {
    const difference = describeDifference(live, wanted, words);
    const failure = new Error(`endpoint ${wanted.endpointName}: ${difference}; ${lastChange(...changes)}`);
    if (now > limit) return { do: "give up", failure };
    return { do: "wait", reason: difference };
  }
  const step = own ? { write: own, weights: wanted } : restoration(live, task);
  if (!step) return { do: "nothing" };
  const onTheirWay = await targetsOnTheirWay(live, step.weights, readDeployment, words);
  return onTheirWay.length > 0 ? { do: "wait", reason: onTheirWay.join(", ") } : { do: "write", write: step.write };
}

/**
 * What only a `PUT` changes comes first. Taking a tag away is among it: whether a `PATCH` replaces tags or adds to them is
 * not documented, so one is only sent where both mean the same.
 */
function nextWrite(live: LiveEndpoint, { wanted, formerTags }: SettingsTask): SettingsWrite | undefined {
  const put = settingsPut(live, wanted);
  const patch = settingsPatch(live, wanted, formerTags);
  const { tags } = patch ?? {};
  if (tags && Object.keys(live.tags ?? {}).some((name) => !(name in tags))) {
    return { kind: "put", body: { ...(put ?? repeatEndpoint(live)), tags } };
  }
  if (put) return { kind: "put", body: put };
  return patch && { kind: "patch", body: patch };
}

/** The `PUT` that makes members of others again what these had made of them; see overtaken.ts. */
function restoration(live: LiveEndpoint, { wanted, formerTags, overtaken }: SettingsTask) {
  const { values, tags, of } = toRestore(live, overtaken, {
    member: (name) => wanted[name] !== undefined,
    tag: (name) => name in formerTags || name in (wanted.tags ?? {}),
  });
  if (of.length === 0) return undefined;
  const weights = { ...wanted, ...values };
  const body = settingsPut(live, weights) ?? repeatEndpoint(live);
  const all = Object.entries({ ...live.tags, ...tags });
  body.tags = Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
  const write: SettingsWrite = { kind: "put", body, restores: of };
  return { write, weights };
}

/** `traffic: {"green":100} wanted, the service settled on {"blue":100}` for each member that differs. */
function describeDifference(live: LiveEndpoint, wanted: EndpointSettingsInputs, words: MemberWords): string {
  const now = settingsAsLive(live, wanted);
  const parts = [
    ...putMembers
      .filter((member) => now[member] !== wanted[member])
      .map((member) => different(words.name(member), words.value(wanted[member]), words.value(now[member]))),
    ...(["tags", "identity"] as const)
      .filter((member) => now[member] !== wanted[member])
      .map((member) => different(member, wanted[member], now[member])),
  ];
  return parts.join(" | ") || "tags: the service keeps tags that were taken away";
}

function different(name: string, wanted: unknown, now: unknown): string {
  return `${name}: ${JSON.stringify(wanted)} wanted, the service settled on ${JSON.stringify(now)}`;
}
