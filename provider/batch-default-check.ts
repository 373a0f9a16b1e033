import {
  type BatchDefaultInputs,
  batchDefaultFaults,
  defaultAsSettings,
  droppedDefaultFaults,
} from "../arm/batch-default";
import { trafficAsDefault } from "../arm/batch-endpoint";
import type { Fault } from "../arm/fault";
import { droppedNames } from "../arm/live-traffic";
import { messageOf } from "../azure/error-message";
import { driftable, driftFaults } from "./drift";
import { type OpenEndpoints, sameEndpoint, takenOver } from "./endpoint-settings-check";
import { defaultWords } from "./member-words";
import { changedMembers, knownValues } from "./put-members";
import { type CheckResult, failures } from "./results";
import { usableSignIn } from "./sign-in";
import { targetFaults } from "./target-faults";
import { knownMembers } from "./unknown";

/** Inputs as they are checked: with the members that the program did not manage before and does now. */
export type CheckedDefault = BatchDefaultInputs & { takesOver?: string[] };

/** Refuses what the service would refuse, and what would leave jobs on a deployment that goes; all faults at once. */
export async function checkDefault(
  olds: Partial<CheckedDefault>,
  news: CheckedDefault,
  open: OpenEndpoints,
): Promise<CheckResult<CheckedDefault>> {
  const faults = [...batchDefaultFaults(knownMembers(news)), ...(await liveFaults(olds, news, open))];
  const takesOver = takenOver(defaultAsSettings(olds), defaultAsSettings(news));
  return {
    inputs: takesOver.length > 0 ? { ...news, takesOver: takesOver.map((member) => defaultWords.name(member)) } : news,
    failures: failures(faults),
  };
}

async function liveFaults(olds: Partial<CheckedDefault>, news: CheckedDefault, open: OpenEndpoints): Promise<Fault[]> {
  const known = knownMembers(news);
  const { workspaceId, endpointName, defaultDeployment, deployments } = known;
  const signIn = usableSignIn(olds.connection, news.connection);
  const before = sameEndpoint(olds, known) ? olds : {};
  // Left out altogether, none is declared any more; nothing else takes them over, as a rollout does online.
  const dropped = droppedNames(before.deployments, news.deployments === undefined ? [] : deployments);
  const [recorded, wanted] = [knownValues(defaultAsSettings(before)), defaultAsSettings(known)];
  const isElsewhere = defaultDeployment !== undefined && news.deployments === undefined;
  const nothingToSee = dropped.length === 0 && driftable(recorded, wanted).length === 0 && !isElsewhere;
  if (!workspaceId || !endpointName || !signIn || nothingToSee) return [];
  try {
    const service = open({ workspaceId, ...signIn });
    const live = await service.get(endpointName);
    if (!live) return isElsewhere ? [missingDeployment(defaultDeployment)] : [];
    // One that is not known yet moves, too: the update checks it again when it is.
    const moves = news.defaultDeployment !== defaultDeployment || changedMembers(recorded, wanted).length > 0;
    return [
      ...droppedDefaultFaults(trafficAsDefault(live.properties.traffic), dropped, moves ? "moves" : "stays"),
      ...driftFaults(live, recorded, wanted, service.words),
      ...(isElsewhere
        ? await targetFaults(live, wanted, (...names) => service.getDeployment(...names), service.words)
        : []),
    ];
  } catch (error) {
    const rule = `its live default can't be read: ${messageOf(error)}`;
    return [{ field: "endpointName", value: endpointName, rule }];
  }
}

/** The endpoint is made in this update, or by another program that has not run yet. */
function missingDeployment(name: string): Fault {
  return {
    field: "defaultDeployment",
    value: name,
    rule: "there is no endpoint yet that has a deployment of this name",
    fix: "declare it in `deployments`, or name it in an update after the one that makes it",
  };
}
