import type { EndpointSettingsInputs } from "./endpoint-settings";
import { authModes, networkAccesses, wordFaults } from "./endpoint-words";
import type { Fault } from "./fault";
import { identityFaults } from "./identity";
import { parseWorkspaceId } from "./ids";
import { servingNameFaults } from "./names";
import { tagFaults } from "./tags";
import { trafficFaults } from "./traffic";

/** Every rule that settings break by themselves, whatever is live. Members that are not known yet are left out. */
export function settingsFaults(settings: Partial<EndpointSettingsInputs>): Fault[] {
  const { workspaceId, endpointName, authMode, publicNetworkAccess, tags, identity, timeoutSeconds } = settings;
  return [
    ...(workspaceId === undefined ? [] : workspaceFaults("workspaceId", workspaceId)),
    ...(endpointName === undefined ? [] : servingNameFaults("endpointName", endpointName)),
    ...trafficFaults(settings.endpointElsewhere === true ? { ...settings, deployments: undefined } : settings),
    ...wordFaults("authMode", authMode, authModes),
    ...wordFaults("publicNetworkAccess", publicNetworkAccess, networkAccesses),
    ...(tags ? tagFaults("tags", tags) : []),
    ...(identity ? identityFaults("identity", identity) : []),
    ...settingsTimeoutFaults("timeoutSeconds", timeoutSeconds),
  ];
}

/** Faults of the time that a write may take. */
export function settingsTimeoutFaults(field: string, seconds: number | undefined): Fault[] {
  return seconds === undefined || seconds > 0
    ? []
    : [{ field, value: seconds, rule: "a timeout is a positive number of seconds" }];
}

/** Faults of what should be the ARM id of a workspace. */
export function workspaceFaults(field: string, value: string): Fault[] {
  return parseWorkspaceId(value) ? [] : [{ field, value, rule: "this is not the ARM id of a workspace" }];
}
