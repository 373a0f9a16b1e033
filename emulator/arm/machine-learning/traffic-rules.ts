import type { Fault } from "../http/errors";
import type { Weights } from "./endpoint-record";

/** Largest share of requests that may be mirrored, in percent. */
const mostMirrored = 50;

/** What the rules look at. */
export interface TrafficRequest {
  traffic: Weights;
  mirrorTraffic: Weights;
  /** The split that is live now. */
  live: { traffic: Weights; mirrorTraffic: Weights };
  /** The endpoint's deployments. */
  deployments: readonly { name: string; provisioningState: string }[];
}

/** Every fault of a requested split of live and mirrored traffic. */
export function trafficFaults(request: TrafficRequest): Fault[] {
  return [...liveFaults(request), ...mirrorFaults(request)];
}

/** A split with the deployments' own spelling and without zeros. */
export function settledWeights(weights: Weights, deployments: readonly { name: string }[]): Weights {
  return Object.fromEntries(
    Object.entries(weights).flatMap(([name, weight]) =>
      weight > 0 ? [[find(deployments, name)?.name ?? name, weight]] : [],
    ),
  );
}

/** The weight of a deployment, whatever the spelling of its name. */
export function weightOf(weights: Weights, deployment: string): number {
  return Object.entries(weights).find(([name]) => same(name, deployment))?.[1] ?? 0;
}

function liveFaults({ traffic, live, deployments }: TrafficRequest): Fault[] {
  const sum = Object.values(traffic).reduce((total, weight) => total + weight, 0);
  const faults = entryFaults("properties.traffic", traffic, live.traffic, deployments);
  if (sum === 0 || sum === 100) return faults;
  return [...faults, { target: "properties.traffic", message: `the weights sum to ${sum}; they must sum to 0 or 100` }];
}

function mirrorFaults({ traffic, mirrorTraffic, live, deployments }: TrafficRequest): Fault[] {
  const target = "properties.mirrorTraffic";
  const mirrored = Object.entries(mirrorTraffic).filter(([, percent]) => percent > 0);
  const faults = entryFaults(target, mirrorTraffic, live.mirrorTraffic, deployments);
  if (mirrored.length > 1) {
    faults.push({ target, message: `${mirrored.length} deployments given; traffic is mirrored to one at most` });
  }
  for (const [name, percent] of mirrored) {
    if (percent > mostMirrored) {
      faults.push({
        target: `${target}.${name}`,
        message: `${percent} given; at most ${mostMirrored} percent are mirrored`,
      });
    }
    if (weightOf(traffic, name) > 0) {
      faults.push({
        target: `${target}.${name}`,
        message: "has live traffic; a deployment gets live or mirrored traffic",
      });
    }
  }
  return faults;
}

/** Each name must be a deployment, named once; new weight needs one that is Succeeded. */
function entryFaults(
  target: string,
  weights: Weights,
  live: Weights,
  deployments: TrafficRequest["deployments"],
): Fault[] {
  const names = Object.keys(weights);
  return Object.entries(weights).flatMap(([name, weight], index): Fault[] => {
    const deployment = find(deployments, name);
    if (deployment === undefined) return [{ target: `${target}.${name}`, message: "there is no such deployment" }];
    if (names.findIndex((other) => same(other, name)) < index) {
      return [{ target: `${target}.${name}`, message: "is given twice; names are compared without regard to case" }];
    }
    if (weight > weightOf(live, name) && deployment.provisioningState !== "Succeeded") {
      const state = deployment.provisioningState;
      return [
        { target: `${target}.${name}`, message: `the deployment is ${state}; only one that is Succeeded gets traffic` },
      ];
    }
    return [];
  });
}

function find<D extends { name: string }>(deployments: readonly D[], name: string): D | undefined {
  return deployments.find((deployment) => same(deployment.name, name));
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
