import type { EndpointSettingsInputs } from "../arm/endpoint-settings";
import { settingsFaults } from "../arm/endpoint-settings-faults";
import type { Fault } from "../arm/fault";
import { droppedNames, liveTrafficFaults, type WantedTraffic } from "../arm/live-traffic";
import { messageOf } from "../azure/error-message";
import type { EndpointService } from "./apply-settings";
import { driftable, driftFaults } from "./drift";
import { knownValues } from "./put-members";
import { type CheckResult, failures } from "./results";
import { usableSignIn } from "./sign-in";
import { targetFaults } from "./target-faults";
import { knownMembers } from "./unknown";

/** Inputs as they are checked: with the members that the program did not manage before and does now. */
export type CheckedSettings = EndpointSettingsInputs & { takesOver?: string[] };

/** Members that stay as they are live where the program does not give them. */
export const adoptable = ["traffic", "mirrorTraffic", "authMode", "publicNetworkAccess", "identity"] as const;

/** Opens the endpoints of the workspace that inputs name. */
export type OpenEndpoints = (inputs: Pick<EndpointSettingsInputs, "workspaceId" | "connection">) => EndpointService;

/** Refuses what the service would refuse or what would leave requests where the program does not see them. */
export async function checkSettings(
  olds: Partial<CheckedSettings>,
  news: CheckedSettings,
  open: OpenEndpoints,
): Promise<CheckResult<CheckedSettings>> {
  if (news.refusal !== undefined) {
    return { inputs: news, failures: [{ property: "", reason: news.refusal }] };
  }
  const known = knownMembers(news);
  const faults = [...settingsFaults(known), ...(await liveFaults(olds, news, open))];
  const takesOver = takenOver(olds, news);
  return { inputs: takesOver.length > 0 ? { ...news, takesOver } : news, failures: failures(faults) };
}

/**
 * Members that an earlier version of the program left alone. Giving one up is no change, so what the state recorded of it
 * is old by now: taking it up again has to be an update even if it says the same.
 */
export function takenOver(olds: Partial<CheckedSettings>, news: CheckedSettings): string[] {
  if (olds.endpointName === undefined) return [];
  return adoptable.filter((name) => news[name] !== undefined && olds[name] === undefined);
}

async function liveFaults(
  olds: Partial<CheckedSettings>,
  news: CheckedSettings,
  open: OpenEndpoints,
): Promise<Fault[]> {
  const known = knownMembers(news);
  const { workspaceId, endpointName } = known;
  const signIn = usableSignIn(olds.connection, news.connection);
  const wanted: WantedTraffic = {
    dropped: droppedNames(olds.deployments, known.deployments),
    // A map that is given but not known yet replaces the live one all the same.
    traffic: known.traffic ?? (news.traffic && {}),
    mirrorTraffic: known.mirrorTraffic ?? (news.mirrorTraffic && {}),
  };
  const recorded = sameEndpoint(olds, known) ? knownValues(olds) : {};
  const nothingKept = wanted.traffic !== undefined && wanted.mirrorTraffic !== undefined;
  const nothingSaid = !wanted.traffic && !wanted.mirrorTraffic && wanted.dropped.length === 0;
  const trafficIsClear = nothingKept || nothingSaid;
  const nothingMoves = driftable(recorded, known).length === 0;
  const elsewhere = known.endpointElsewhere === true;
  if (!workspaceId || !endpointName || !signIn || (!elsewhere && trafficIsClear && nothingMoves)) return [];
  try {
    const service = open({ workspaceId, ...signIn });
    const live = await service.get(endpointName);
    if (!live) return elsewhere ? [missingEndpoint(endpointName)] : [];
    const read: EndpointService["getDeployment"] = (...names) => service.getDeployment(...names);
    return [
      ...(trafficIsClear ? [] : liveTrafficFaults(live, wanted)),
      ...driftFaults(live, recorded, known),
      ...(elsewhere ? await targetFaults(live, known, read) : []),
    ];
  } catch (error) {
    return [
      { field: "endpointName", value: endpointName, rule: `its live settings can't be read: ${messageOf(error)}` },
    ];
  }
}

type EndpointName = Partial<Pick<CheckedSettings, "workspaceId" | "endpointName">>;

/** Another endpoint has nothing to do with what the state recorded. */
export function sameEndpoint(olds: EndpointName, news: EndpointName): boolean {
  return (["workspaceId", "endpointName"] as const).every(
    (name) => olds[name]?.toLowerCase() === news[name]?.toLowerCase(),
  );
}

function missingEndpoint(endpointName: string): Fault {
  return {
    field: "endpointName",
    value: endpointName,
    rule: "the workspace has no endpoint of this name",
    fix: "an EndpointRef refers to one that another program has made; update that one first, or declare a ManagedOnlineEndpoint",
  };
}
