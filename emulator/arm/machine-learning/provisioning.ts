import type { ArmContext } from "../context";
import { conflict } from "../http/errors";
import { noContent, type ArmRequest, type Reply } from "../http/request";
import { accepted, started, statusLink } from "../operations/answers";
import { view, type Resource } from "../store/resource";
import type { Collection } from "../store/store";
import { operationsOf } from "./paths";
import type { WorkspaceRecord } from "./workspace-record";

interface Provisioned {
  provisioningState: string;
  properties: Record<string, string>;
}

/** An endpoint or a deployment. */
type Provisionable = Resource<Provisioned>;

const busyStates = new Set(["Creating", "Updating", "Scaling", "Deleting"]);

/** Refuses a write while another one runs. */
export function refuseBusy(record: Provisionable | undefined): void {
  const state = record?.properties.provisioningState;
  if (record === undefined || state === undefined || !busyStates.has(state)) return;
  throw conflict(`An operation is already in progress on '${record.name}' (${state}); wait until it has ended.`);
}

/** Where a request goes on, and what it was. */
export interface Origin {
  workspace: WorkspaceRecord;
  request: Pick<ArmRequest<never>, "origin" | "apiVersion">;
}

/** A kind of change of a kind of resource, and how it is done. */
interface Kind<R extends Provisionable> {
  /** Name of its operations, for example `onlineEndpoints/write`. */
  action: string;
  /** `oeidp` or `odidp` for online endpoints and deployments. */
  prefix: string;
  collection: Collection<R>;
}

/** A write that goes on after its answer. */
export interface Write<R extends Provisionable, More> {
  existing?: R;
  /** What it will be. Until then, reads show what it was. */
  next: R;
  more: More;
}

export interface Writes<R extends Provisionable, More> {
  /** Answers a PUT: 201 or 200 with `Azure-AsyncOperation`, whose link the resource holds as well. */
  put(origin: Origin, write: Write<R, More>, state: BusyState): Reply;
  /** Answers a PATCH or an action: 202 with `Location`, which gives the result in the end. */
  change(origin: Origin, write: Write<R, More> & { existing: R }, state: BusyState): Reply;
}

type BusyState = "Creating" | "Updating" | "Scaling";

/** How writes of a kind of resource are done. */
export interface WriteKind<R extends Provisionable, More> extends Kind<R> {
  /** Does what has to be done outside of the records; by default nothing. */
  run?: (write: Write<R, More>) => Promise<void>;
  /** What is kept of it when that was done; by default `next`. */
  finished?: (write: Write<R, More>) => R;
  /** What `Location` gives in the end; by default the resource. */
  result?: () => Reply;
}

export function writes<R extends Provisionable, More>(
  context: ArmContext,
  { action, prefix, collection, run, finished, result }: WriteKind<R, More>,
): Writes<R, More> {
  const operation = context.operations.define<Write<R, More> & { url?: string }>(action, {
    pace: "long-running",
    run: async (write) => run?.(write),
    finish: (write) => collection.put(inState(finished?.(write) ?? write.next, "Succeeded", write.url)),
    fail: ({ existing, next, url }) => collection.put(inState(existing ?? next, "Failed", url)),
    result: (target) => {
      const record = collection.get(target);
      return result?.() ?? (record ? { status: 200, body: view(record) } : noContent);
    },
  });
  return {
    put({ workspace, request }, write, state) {
      const name = context.operations.name(prefix, workspace.properties.workspaceId);
      const url = statusLink(request, operationsOf(context, workspace), name);
      const { existing, next } = write;
      const begin = (): void => collection.put(inState(existing ?? next, state, url));
      operation.start({ name, target: next.id, data: { ...write, url }, begin });
      return started(existing ? 200 : 201, view(inState(next, state, url)), url);
    },
    change({ workspace, request }, write, state) {
      const name = context.operations.name(prefix, workspace.properties.workspaceId);
      const begin = (): void => collection.put(inState(write.existing, state));
      operation.start({ name, target: write.existing.id, data: write, begin });
      return accepted(request, operationsOf(context, workspace), name);
    },
  };
}

/** How deletions of a kind of resource are done: `stop` ends what runs of it. */
export interface DeletionKind<R extends Provisionable> extends Kind<R> {
  stop: (record: R) => Promise<void>;
}

/** What answers a DELETE: 202 with `Location`, which gives 204 in the end. */
export function deletions<R extends Provisionable>(
  context: ArmContext,
  { action, prefix, collection, stop }: DeletionKind<R>,
): (origin: Origin, existing: R) => Reply {
  const operation = context.operations.define<{ existing: R }>(action, {
    pace: "long-running",
    run: ({ existing }) => stop(existing),
    finish: (_data, target) => context.store.deleteTree(target),
    fail: ({ existing }) => collection.put(inState(existing, "Failed")),
    result: () => noContent,
  });
  return ({ workspace, request }, existing) => {
    const name = context.operations.name(prefix, workspace.properties.workspaceId);
    const begin = (): void => collection.put(inState(existing, "Deleting"));
    operation.start({ name, target: existing.id, data: { existing }, begin });
    return accepted(request, operationsOf(context, workspace), name);
  };
}

function inState<R extends Provisionable>(record: R, provisioningState: string, operationUrl?: string): R {
  const link = operationUrl === undefined ? {} : { AzureAsyncOperationUri: operationUrl };
  const properties = {
    ...record.properties,
    provisioningState,
    properties: { ...record.properties.properties, ...link },
  };
  return { ...record, properties };
}
