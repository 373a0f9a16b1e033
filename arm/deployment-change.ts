import { canonicalText } from "./deployment-content";

/** How a deployment stands in the service. */
export interface DeploymentStanding {
  /** `Succeeded`, `Failed`, or a state that passes. */
  state: string;
  /** Instances; undefined where the service does not say. */
  capacity?: number;
  /** Percent of the live traffic. */
  weight: number;
  /** Percent of the live traffic that is copied to it. */
  mirrored: number;
  /** What runs in it, in the service's own words. */
  content?: Readonly<Record<string, unknown>>;
}

/** What an update would change of a deployment. */
export interface DeploymentChange {
  /** Names of the content's members that differ; see `contentMembers`. */
  content: readonly string[];
  /** Instances as the state recorded them, and as the update would set them; undefined where they are not known. */
  capacity: { recorded?: number; wanted?: number };
  /** True where autoscale moves the instances: then an update sends the live number, and none but that. */
  autoscaled?: boolean;
  /** What ran in it as the service told when the state was recorded. */
  recordedContent?: Readonly<Record<string, unknown>>;
}

/** What somebody else may change of what runs, and an update about something else would set back. */
const drifting = ["model", "environmentId", "codeConfiguration", "environmentVariables"];

/** Members that the service takes only when a deployment is made. Source: REST specification, `x-ms-mutability`. */
const fixed = ["instanceType", "egressPublicNetworkAccess"];

/** True where the deployment failed and nobody's requests go to it: it is deleted and made again. */
export function isRemade(standing: DeploymentStanding | undefined): boolean {
  return standing?.state === "Failed" && standing.weight === 0 && standing.mirrored === 0;
}

/**
 * Why a change of a deployment in place must not be sent, one text for each reason:
 * - what runs in it changes while requests reach it,
 * - a member differs that the service only takes when a deployment is made,
 * - the update says the same number of instances as before, and autoscale or a person has changed it since; where autoscale
 *   moves it, any number but the live one,
 * - somebody changed what runs since the state was recorded, and the update would set it back while requests reach it.
 */
export function changeFaults(
  name: string,
  { content, capacity, autoscaled, recordedContent }: DeploymentChange,
  standing: DeploymentStanding | undefined,
): string[] {
  if (standing === undefined || isRemade(standing)) return [];
  return [
    ...fixedFaults(name, content),
    ...trafficFaults(name, content, standing),
    ...(autoscaled ? movedFaults(name, capacity, standing) : capacityFaults(name, capacity, standing)),
    ...driftedFaults(name, recordedContent, standing),
  ];
}

function fixedFaults(name: string, content: readonly string[]): string[] {
  const refused = content.filter((member) => fixed.includes(member));
  return refused.length === 0
    ? []
    : [
        `deployment ${name}: ${refused.join(", ")} cannot change on an existing deployment; ` +
          "declare a new deployment beside it and move the weight",
      ];
}

function trafficFaults(name: string, content: readonly string[], standing: DeploymentStanding): string[] {
  const changing = content.filter((member) => !fixed.includes(member));
  const share = describeShare(standing);
  return changing.length === 0 || share === undefined
    ? []
    : [
        `deployment ${name}: ${changing.join(", ")} would change while it has ${share}; what runs does not ` +
          "change under traffic: declare a new deployment beside it and move the weight",
      ];
}

function capacityFaults(
  name: string,
  { recorded, wanted }: DeploymentChange["capacity"],
  { capacity: live }: DeploymentStanding,
): string[] {
  if (wanted === undefined || live === undefined || recorded !== wanted || live === wanted) return [];
  return [
    `deployment ${name}: it has ${live} instances and the state says ${wanted}; autoscale or a person moved it, and ` +
      `this update would set it back: run \`pulumi up --refresh\`, and either say instanceCount ${live}, or ` +
      "`autoscale`, or autoscaled: true, where autoscale moves it",
  ];
}

/** Between the moment at which the number was read and this one, or since an earlier update that failed. */
function movedFaults(
  name: string,
  { wanted }: DeploymentChange["capacity"],
  { capacity: live }: DeploymentStanding,
): string[] {
  if (wanted === undefined || live === undefined || live === wanted) return [];
  return [
    `deployment ${name}: it has ${live} instances and this update would set ${wanted}; autoscale moved it just now, or ` +
      "since an update that failed: run `pulumi up --refresh`, which reads the number again",
  ];
}

function driftedFaults(
  name: string,
  recorded: DeploymentChange["recordedContent"],
  standing: DeploymentStanding,
): string[] {
  const { content: live } = standing;
  const share = describeShare(standing);
  if (!recorded || !live || share === undefined) return [];
  const drifted = drifting.filter((member) => spelled(recorded[member]) !== spelled(live[member]));
  return drifted.length === 0
    ? []
    : [
        `deployment ${name}: somebody changed ${drifted.join(", ")} since the state was recorded, and this update would set ` +
          `it back while it has ${share}: run \`pulumi refresh\` and say in the program what is live`,
      ];
}

/** Ids do not differ by case, and nothing is told in more than one way. */
function spelled(value: unknown): string {
  const empty = value === null || value === undefined || Object.keys(value).length === 0;
  return empty ? "" : canonicalText(value).toLowerCase();
}

/** `90 percent of the live traffic`; undefined where no request reaches the deployment. */
export function describeShare({ weight, mirrored }: DeploymentStanding): string | undefined {
  if (weight > 0) return `${weight} percent of the live traffic`;
  return mirrored > 0 ? `a mirror of ${mirrored} percent of the live traffic` : undefined;
}
