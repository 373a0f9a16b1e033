import type * as pulumi from "@pulumi/pulumi";
import { CURSOR_TAG } from "../rollout/cursor";
import { now } from "./check";
import type { EndpointParts } from "./online-deployment";

/** An endpoint that a rollout may declare the deployments of: a `ManagedOnlineEndpoint` or an `EndpointRef`. */
export interface RolloutEndpoint extends EndpointParts, pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;
  /** Its own writer of settings, which goes first. */
  readonly settings: pulumi.Resource;
  /** Name of the component; its deployments are called `<name>-<deployment>`. */
  readonly logicalName: string;
  /** Which of the arguments that a rollout gives instead it was given. */
  readonly declares: readonly string[];
}

/** Arguments of an endpoint that its rollout gives instead. */
interface Claims {
  deployments?: unknown;
  traffic?: unknown;
  mirrorTraffic?: unknown;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Which of the arguments that a rollout gives instead were given. */
export function declaredHere(args: Claims): string[] {
  const members = (["deployments", "traffic", "mirrorTraffic"] as const).filter((member) => args[member] !== undefined);
  const tags = Object.keys(now(args.tags) ?? {}).filter((name) => name.toLowerCase() === CURSOR_TAG);
  return [...members, ...tags.map((name) => `tags.${name}`)];
}
