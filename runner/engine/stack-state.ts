import { readFile } from "node:fs/promises";
import { z } from "zod";
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
  provider: z.string().optional(),
  /** It was replaced and waits for its end. */
  delete: z.boolean().optional(),
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

/** The state now. Needs neither the lock nor the passphrase. */
export async function readState(pulumi: Pulumi): Promise<StackState> {
  const printed = await pulumi.onStack(["stack", "export"]);
  const { data, error } = exported.safeParse(JSON.parse(printed));
  if (data) return data;
  throw new Error(`pulumi stack export: it has a form that is not known here: ${error.issues[0]?.message ?? ""}`);
}

/** The same from the file that the backend keeps, where the engine can't read it. */
export async function readStateFile(file: string): Promise<StackState> {
  const { checkpoint } = kept.parse(JSON.parse(await readFile(file, "utf8")));
  return { version: 3, deployment: checkpoint.latest };
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
