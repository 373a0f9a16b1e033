import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { EngineFault } from "./engine-fault";
import { knownJson } from "./known-json";
import type { Pulumi } from "./pulumi";

/*
 * What `pulumi stack export` gives. Members that are not read here pass through untouched, and secrets stay as the
 * engine has encrypted them.
 */

const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().optional(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  parent: z.string().optional(),
  dependencies: z.array(z.string()).nullish(),
  provider: z.string().optional(),
  /** URN of a resource with which it goes, so that the engine need not delete it. */
  deletedWith: z.string().optional(),
  /** It was replaced and waits for its end. */
  delete: z.boolean().optional(),
  /** It was deleted, to be made again under its name; the entry stays until that is done. */
  pendingReplacement: z.boolean().optional(),
});

const operation = z.looseObject({ type: z.string(), resource });

const deployment = z.looseObject({
  manifest: z.looseObject({ time: z.string() }).nullish(),
  resources: z.array(resource).nullish(),
  pending_operations: z.array(operation).nullish(),
});

const exported = z.looseObject({ deployment });

const kept = z.object({ checkpoint: z.object({ latest: deployment }) });

/** A resource as the state keeps it. */
export type StateResource = z.infer<typeof resource>;

/** An operation that the engine began and of which it never saw the end. */
export type PendingOperation = z.infer<typeof operation>;

/** A stack's state, as it is exported and imported. */
export type StackState = z.infer<typeof exported>;

/**
 * The state now. Needs neither the lock nor the passphrase.
 *
 * @param cutOffFile attributes beside the state's file that keep the engine from reading it; the file itself is read then
 */
export async function readState(pulumi: Pulumi, cutOffFile?: string): Promise<StackState> {
  if (cutOffFile !== undefined) return readStateFile(cutOffFile.slice(0, -".attrs".length));
  return knownJson("pulumi stack export", await pulumi.onStack(["stack", "export"]), exported);
}

const DAMAGED = "the state before it is kept beside it, in a file that ends in .bak";

/** The same from the file that the backend keeps, compressed or not. */
export async function readStateFile(file: string): Promise<StackState> {
  const { checkpoint } = knownJson(file, plainText(file, await readFile(file)), kept, DAMAGED);
  return { version: 3, deployment: checkpoint.latest };
}

/** With `PULUMI_SELF_MANAGED_STATE_GZIP` the engine compresses states; it tells them by their first bytes, as here. */
function plainText(file: string, bytes: Buffer): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString("utf8");
  try {
    return gunzipSync(bytes).toString("utf8");
  } catch {
    throw new EngineFault(`${file}: it is no whole gzip file`, "other", DAMAGED);
  }
}

/** When the state was written; every write gives it a new time. */
export function writtenAt({ deployment }: StackState): string | undefined {
  return deployment.manifest?.time;
}

/** Replaces the state. The engine checks its integrity first, and drops every pending operation. */
export async function writeState(pulumi: Pulumi, state: StackState): Promise<void> {
  await pulumi.onStack(["stack", "import"], JSON.stringify(state));
}

export function resourcesOf({ deployment }: StackState): readonly StateResource[] {
  return deployment.resources ?? [];
}

export function pendingOf({ deployment }: StackState): readonly PendingOperation[] {
  return deployment.pending_operations ?? [];
}

/** `fraud-blue-deployment` of a URN. */
export function logicalName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
