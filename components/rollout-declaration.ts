import type * as pulumi from "@pulumi/pulumi";
import { type Desired, desired, desiredAt, keepsInstances } from "../rollout/desired";
import { planHash } from "../rollout/hash";
import type { Plan } from "../rollout/plan";
import { type Weights, weightsAt } from "../rollout/traffic";
import { check } from "./check";
import type { OnlineDeploymentSpec } from "./deployment-args";
import { known } from "./late-values";
import { readInstances, readRollout } from "./live-rollout";
import type { RolloutDeployment } from "./rollout-args";
import { contentHash } from "./rollout-content";
import type { RolloutEndpoint } from "./rollout-endpoint";
import { underWayFaults } from "./rollout-under-way";
import { scalingOf } from "./scaling";

/** What a rollout declares now: deployments by name, and the weights that it writes, if any. */
export interface RolloutDeclaration {
  deployments: Record<string, OnlineDeploymentSpec>;
  weights?: Partial<Weights>;
  /** Why nothing may be declared. */
  refusal?: string;
}

/** What is declared where the program must not go on. */
export function refusedBy(error: unknown): RolloutDeclaration {
  return { deployments: {}, refusal: error instanceof Error ? error.message : String(error) };
}

/** The deployments that take part, and their plan. */
export interface RolloutParts {
  plan: Plan;
  live: RolloutDeployment;
  candidate: RolloutDeployment | undefined;
}

/** What is declared at a stage that the program says: nothing has to be read for it. */
export function declarationAt(stage: string, { plan, live, candidate }: RolloutParts): RolloutDeclaration {
  const index = plan.stages.findIndex(({ name }) => name === stage);
  const all = { traffic: { [live.name.toLowerCase()]: 100 }, mirrorTraffic: {} };
  return candidate
    ? {
        deployments: deploymentsOf(live, candidate, desiredAt(plan, stage)),
        weights: weightsAt(plan, index, { live: live.name, candidate: candidate.name }),
      }
    : { deployments: deploymentsOf(live, candidate), weights: all };
}

/**
 * What is declared while weights are held, by the endpoint as it is live. It is a promise and no output: a value that a
 * preview can't know would keep the deployments out of it.
 */
export async function heldDeclaration(
  component: pulumi.Resource,
  subject: string,
  endpoint: RolloutEndpoint,
  { plan, live, candidate }: RolloutParts,
): Promise<RolloutDeclaration> {
  const { weights, cursor } = await readRollout(component, subject, endpoint);
  const said = {
    live: live.name.toLowerCase(),
    liveContent: await known(contentHash(live)),
    candidate: candidate?.name.toLowerCase(),
    candidateContent: candidate && (await known(contentHash(candidate))),
  };
  if (cursor) check(component, subject, underWayFaults(said, cursor));
  // Content that a preview can't know yet is none that ever ran.
  const { candidate: name, candidateContent = "", liveContent = "" } = said;
  const intent =
    name === undefined
      ? undefined
      : { ...said, candidate: name, candidateContent, liveContent, plan, planHash: planHash(plan) };
  const instances =
    intent && keepsInstances(intent, cursor, weights)
      ? await readInstances(component, subject, endpoint, intent.candidate)
      : undefined;
  const parts = intent && desired(intent, cursor, weights, instances);
  return {
    deployments: deploymentsOf(live, candidate, parts),
    weights: cursor || weights ? undefined : { traffic: { [live.name.toLowerCase()]: 100 } },
  };
}

/** One instance is enough for a deployment that is only kept to go back to. Autoscale decides that for itself. */
const shrunk = { instanceCount: 1 };

function deploymentsOf(
  { name: liveName, ...live }: RolloutDeployment,
  candidate: RolloutDeployment | undefined,
  parts: Desired = { live: "as given", candidate: "as given" },
): Record<string, OnlineDeploymentSpec> {
  const { candidateInstances: instances } = parts;
  const declared: Record<string, OnlineDeploymentSpec> = {};
  if (parts.live !== "gone")
    declared[liveName] = parts.live === "shrunk" && scalingOf(live) === "declared" ? { ...live, ...shrunk } : live;
  if (candidate && parts.candidate !== "gone") {
    const { name, ...spec } = candidate;
    const given = instances !== undefined && scalingOf(spec) === "declared";
    declared[name] = given ? { ...spec, instanceCount: instances } : spec;
  }
  return declared;
}
