import * as pulumi from "@pulumi/pulumi";
import { canonicalText, contentMembers } from "../arm/deployment-content";
import { planHash, shortHash } from "../rollout/hash";
import type { Plan } from "../rollout/plan";
import type { OnlineDeploymentSpec } from "./deployment-args";
import { deploymentProperties } from "./deployment-shape";
import type { BlueGreenRolloutArgs } from "./rollout-args";
import { scalingOf } from "./scaling";

/** What a program says of a rollout, as plain data for who runs it. Without a candidate there is nothing to run. */
export interface RolloutIntent {
  plan: Plan;
  /** The first twelve hexadecimal digits of the plan's hash. */
  planHash: string;
  /** Names in lower case, as the service has them. */
  live: string;
  candidate?: string;
  /** See `contentHash`. */
  liveContent: string;
  candidateContent?: string;
  /** Instances of the candidate. */
  candidateInstances?: number;
  /** The stage that the program says itself. */
  stage?: string;
}

/**
 * The first twelve hexadecimal digits of the SHA-256 of what a deployment runs: everything but its number of instances, its
 * tags, its description and what a `transform` changes. Assets count by their ids, whose versions are their content.
 * Unknown where a preview makes an asset that has no id yet.
 */
export function contentHash(spec: OnlineDeploymentSpec): pulumi.Output<string> {
  const { transform: _transform, ...dataCollector } = spec.dataCollector ?? {};
  const collected = spec.dataCollector && { dataCollector };
  const properties = { ...deploymentProperties(spec), ...collected };
  const members = contentMembers({ properties, identity: spec.identity });
  // Who may read the deployment may read all that went in; of a hash nobody learns more.
  return pulumi.unsecret(pulumi.output(members).apply((content) => shortHash(canonicalText(content))));
}

/** The intent of a program. */
export function rolloutIntent(
  plan: Plan,
  { live, candidate, stage }: Pick<BlueGreenRolloutArgs, "live" | "candidate" | "stage">,
): pulumi.Output<RolloutIntent> {
  return pulumi
    .all([
      contentHash(live),
      candidate && contentHash(candidate),
      candidate && scalingOf(candidate) === "declared" ? candidate.instanceCount : undefined,
    ])
    .apply(([liveContent, candidateContent, candidateInstances]) => ({
      plan,
      planHash: planHash(plan),
      live: live.name.toLowerCase(),
      liveContent,
      ...(candidate && { candidate: candidate.name.toLowerCase(), candidateContent }),
      ...(candidateInstances !== undefined && { candidateInstances }),
      ...(stage !== undefined && { stage }),
    }));
}
