import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { parseOnlineEndpointId } from "../../arm/ids";
import { openArm } from "../../azure/connect";
import { OnlineEndpoints } from "../../azure/online-endpoints";
import type { Expected } from "../../rollout/estimate";
import type { Plan } from "../../rollout/plan";
import { planFaults } from "../../rollout/plan-faults";
import type { Intent } from "../../rollout/situation";
import { Pulumi, type PulumiOptions } from "../engine/pulumi";
import { readableState } from "../engine/readable-state";
import { logicalName, resourcesOf, type StateResource } from "../engine/stack-state";
import { updateIsUnderWay } from "../engine/update-under-way";
import { providerSignIn } from "../recover/provider-sign-in";
import type { Surroundings } from "./around";
import { blobJournal, blobLeases, containerOf } from "./blob-store";
import { fileJournal, Journal } from "./journal";
import type { Lease } from "./lease";
import { runProgram } from "./program";
import { surroundingsOf } from "./surroundings";
import { azureMonitor, requestsPerMinute, SETTLE_MINUTES } from "./measured-gates";

/** Which rollout of which stack. */
export interface RolloutOptions extends PulumiOptions {
  /** Logical name of the `BlueGreenRollout`. Default: the only one of the stack. */
  rollout?: string;
  /** Who works here, for the journal. Default: user and machine. */
  by?: string;
  /**
   * File of the journal, for those who drive all of a rollout from one machine. Default: a blob beside the workspace's
   * models, where the lease is too.
   */
  journalFile?: string;
  /** Minutes that metrics take until they no longer change. Default 3; 0 for the local Azure ML. */
  settleMinutes?: number;
}

/** A rollout as a stack has it, with everything that its runner needs. */
export interface OpenRollout {
  readonly name: string;
  readonly endpoint: string;
  /** What the program said at the last `up`. */
  readonly intent: () => Promise<Intent>;
  /** The journal, to be read. */
  readonly journal: () => Promise<Journal>;
  /** Gets the right to write; rejects with `LeaseHeld` where another runner has it. */
  readonly lease: () => Promise<Lease>;
  /** What a step needs; `lease`: the right to write. */
  readonly surroundings: (lease: Lease) => Surroundings;
  /** What the plan meets: how much the endpoint is asked, and how long metrics take. */
  readonly expected: (live: string) => Promise<Expected>;
  /** True while an update of the stack is under way, as far as its backend tells. */
  readonly isUpdated: () => Promise<boolean>;
}

const TYPE = "azureml:index:BlueGreenRollout";

const place = z.looseObject({ endpointId: z.string() });

const said = z.looseObject({
  intent: z.object({
    plan: z.custom<Plan>((value) => typeof value === "object" && value !== null && "stages" in value),
    planHash: z.string(),
    live: z.string(),
    candidate: z.string(),
    liveContent: z.string(),
    candidateContent: z.string(),
    candidateInstances: z.number().optional(),
    stage: z.string().optional(),
  }),
});

/**
 * Opens the rollout that a stack has in its state.
 *
 * @throws Error where the stack has none, or more than one and no name was given; EngineFault
 */
export async function openRollout(options: RolloutOptions = {}): Promise<OpenRollout> {
  const pulumi = new Pulumi(options);
  const first = await rolloutIn(pulumi, options.rollout);
  const parts = parseOnlineEndpointId(first.endpointId);
  if (!parts)
    throw new Error(`${first.name}: endpointId: "${first.endpointId}" given, this is no ARM id of an endpoint`);
  const signIn = await providerSignIn(pulumi, first.signer, first.inState);
  const client = openArm(signIn, pulumi.env);
  const endpoints = new OnlineEndpoints(parts.workspaceId, client);
  const container = await containerOf(endpoints);
  const endpoint = parts.endpointName;
  const settleMinutes = options.settleMinutes ?? (client.cloud.local ? 0 : SETTLE_MINUTES);
  const { by, journalFile } = options;
  const store = journalFile === undefined ? blobJournal(container, endpoint) : fileJournal(journalFile);
  const journal = () => Journal.open(store);
  const up = (cutOff: Date | undefined) => runProgram(pulumi, cutOff, sleep);
  const isUpdated = () => updateIsUnderWay(pulumi);
  return {
    name: first.name,
    endpoint,
    intent: async () => intentOf((await rolloutIn(pulumi, first.name)).resource),
    journal,
    lease: () => blobLeases(container)(endpoint),
    surroundings: (lease) => surroundingsOf({ endpoints, endpoint, journal, up, isUpdated, by, settleMinutes }, lease),
    isUpdated,
    expected: async (live) => {
      const source = azureMonitor(endpoints, endpoint, settleMinutes);
      return { requestsPerMinute: await requestsPerMinute(source, live, Date.now() / 1000), settleMinutes };
    },
  };
}

async function rolloutIn(pulumi: Pulumi, name: string | undefined) {
  const inState = resourcesOf(await readableState(pulumi));
  const all = inState.filter(({ type }) => type === TYPE);
  const found = name === undefined ? all : all.filter(({ urn }) => logicalName(urn) === name);
  const [resource] = found;
  const names = all.map(({ urn }) => logicalName(urn)).join(", ");
  if (!resource) {
    throw new Error(
      name === undefined
        ? "the stack has no BlueGreenRollout; declare one and run `pulumi up` first"
        : `the stack has no BlueGreenRollout ${name}; there are ${names || "none"}`,
    );
  }
  if (found.length > 1) throw new Error(`the stack has several rollouts: ${names}; name one with --rollout`);
  const { endpointId } = outputsOf(resource, place, "where its endpoint is");
  // Its deployments have the provider that signs in.
  const signer = inState.find(({ id }) => id?.toLowerCase().startsWith(`${endpointId.toLowerCase()}/deployments/`));
  return { name: logicalName(resource.urn), endpointId, resource, signer: signer ?? resource, inState };
}

/** What the program said at the last `up`. */
function intentOf(resource: StateResource): Intent {
  const { intent } = outputsOf(resource, said, "what is to be rolled out: it needs a candidate");
  const [fault] = planFaults(intent.plan);
  if (fault)
    throw new Error(`${logicalName(resource.urn)}: the plan in the state is none: ${fault.field}: ${fault.rule}`);
  return intent;
}

function outputsOf<T>({ urn, outputs }: StateResource, shape: z.ZodType<T>, what: string): T {
  const { data } = shape.safeParse(outputs ?? {});
  if (data !== undefined) return data;
  throw new Error(`${logicalName(urn)}: the state does not say ${what}; run \`pulumi up\``);
}
