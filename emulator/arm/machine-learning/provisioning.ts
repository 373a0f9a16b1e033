import type { ArmContext } from "../context";
import { conflict } from "../http/errors";
import { noContent, type ArmRequest, type Reply } from "../http/request";
import { accepted, started, statusLink } from "../operations/answers";
import type { Operation } from "../operations/operations";
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

/** A write that goes on after its answer. */
export interface Provisioning<R extends Provisionable> {
  context: ArmContext;
  collection: Collection<R>;
  workspace: WorkspaceRecord;
  request: Pick<ArmRequest<never>, "origin" | "apiVersion">;
  /** `oeidp` or `odidp`. */
  prefix: string;
  existing?: R;
  /** What it will be. Until then, reads show what it was. */
  next: R;
  state: "Creating" | "Updating" | "Scaling";
  run(): Promise<void>;
}

/** Answers a PUT: 201 or 200 with `Azure-AsyncOperation`, whose link the resource holds as well. */
export function put<R extends Provisionable>(work: Provisioning<R>): Reply {
  const { existing, next, collection, context, workspace, request, state } = work;
  const link = { url: "" };
  const operation = start(work, () => link.url);
  link.url = statusLink(request, operationsOf(context, workspace), operation);
  collection.put(inState(existing ?? next, state, link.url));
  return started(existing ? 200 : 201, view(inState(next, state, link.url)), link.url);
}

/** Answers a PATCH or an action: 202 with `Location`, which gives `result` in the end. */
export function change<R extends Provisionable>(work: Provisioning<R> & { existing: R }, result?: () => Reply): Reply {
  const operation = start(work, () => undefined, result);
  work.collection.put(inState(work.existing, work.state));
  return accepted(work.request, operationsOf(work.context, work.workspace), operation);
}

/** Answers a DELETE: 202 with `Location`, which gives 204 in the end. */
export function remove<R extends Provisionable>(
  work: Omit<Provisioning<R>, "next" | "state"> & { existing: R },
): Reply {
  const { context, collection, existing, workspace, request, prefix } = work;
  const operation = context.operations.start({
    prefix,
    scope: workspace.properties.workspaceId,
    target: existing.id,
    run: async () => {
      await work.run();
      context.store.transact(() => context.store.deleteTree(existing.id));
    },
    fail: () => collection.put(inState(existing, "Failed")),
    result: () => noContent,
  });
  collection.put(inState(existing, "Deleting"));
  return accepted(request, operationsOf(context, workspace), operation);
}

function start<R extends Provisionable>(
  work: Provisioning<R>,
  url: () => string | undefined,
  result?: () => Reply,
): Operation {
  const { context, collection, next, existing, prefix, workspace } = work;
  return context.operations.start({
    prefix,
    scope: workspace.properties.workspaceId,
    target: next.id,
    run: async () => {
      await work.run();
      collection.put(inState(next, "Succeeded", url()));
    },
    fail: () => collection.put(inState(existing ?? next, "Failed", url())),
    result: result ?? (() => ({ status: 200, body: view(collection.get(next.id) ?? next) })),
  });
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
