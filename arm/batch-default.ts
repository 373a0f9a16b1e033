import type { Account } from "./account";
import { defaultAsTraffic, trafficAsDefault } from "./batch-endpoint";
import type { ConnectionSettings } from "./connection";
import { type EndpointSettingsInputs } from "./endpoint-settings";
import { settingsTimeoutFaults, workspaceFaults } from "./endpoint-settings-faults";
import type { Fault } from "./fault";
import { servingNameFaults } from "./names";
import { tagFaults } from "./tags";

/** What the one writer of a batch endpoint's default is told. Whatever is absent is left as it is live. */
export interface BatchDefaultInputs {
  /** ARM id of the workspace. */
  workspaceId: string;
  endpointName: string;
  /** Names of the deployments that the program declares; undefined where they are declared elsewhere. */
  deployments?: string[];
  /** The deployment that gets the jobs that ask for none. */
  defaultDeployment?: string;
  /** Own tags only: tags of others are kept. */
  tags?: Record<string, string>;
  /** Seconds that one write may take until it shows. */
  timeoutSeconds?: number;
  /** Sign-in of an explicit provider; else configuration and environment decide. Secret. */
  connection?: ConnectionSettings;
  /** Where azure-native works, to be compared with the sign-in. */
  account?: Account;
}

/** What is known of the endpoint once its default shows. */
export interface BatchDefaultOutputs extends BatchDefaultInputs {
  scoringUri: string;
}

/** The default and tags as the settings of an endpoint with weights. */
export function defaultAsSettings<T extends Partial<BatchDefaultInputs>>(
  inputs: T,
): Omit<T, "defaultDeployment"> & Pick<EndpointSettingsInputs, "traffic"> {
  const { defaultDeployment, ...others } = inputs;
  return defaultDeployment === undefined ? others : { ...others, traffic: defaultAsTraffic(defaultDeployment) };
}

/** Settings of an endpoint with weights as default and tags. */
export function settingsAsDefault<T extends Pick<EndpointSettingsInputs, "traffic">>(
  settings: T,
): Omit<T, "traffic"> & Pick<BatchDefaultInputs, "defaultDeployment"> {
  const { traffic, ...others } = settings;
  const defaultDeployment = trafficAsDefault(traffic);
  return defaultDeployment === undefined ? others : { ...others, defaultDeployment };
}

/** Every rule that a default breaks by itself, whatever is live. Members that are not known yet are left out. */
export function batchDefaultFaults(inputs: Partial<BatchDefaultInputs>): Fault[] {
  const { workspaceId, endpointName, deployments, defaultDeployment, tags, timeoutSeconds } = inputs;
  return [
    ...(workspaceId === undefined ? [] : workspaceFaults("workspaceId", workspaceId)),
    ...(endpointName === undefined ? [] : servingNameFaults("endpointName", endpointName)),
    ...defaultFaults(defaultDeployment, deployments),
    ...(tags ? tagFaults("tags", tags) : []),
    ...settingsTimeoutFaults("timeoutSeconds", timeoutSeconds),
  ];
}

/** Faults of a default that is none of the deployments that the program declares; all names will do where undefined. */
export function defaultFaults(deployment: string | undefined, declared: readonly string[] | undefined): Fault[] {
  if (deployment === undefined || declared === undefined) return [];
  const names = declared.map((name) => name.toLowerCase());
  if (names.includes(deployment.toLowerCase())) return [];
  return [
    {
      field: "defaultDeployment",
      value: deployment,
      rule: "the endpoint has no deployment of this name",
      fix: names.length > 0 ? `declared are ${names.join(", ")}` : "none is declared",
    },
  ];
}

/** Faults of deployments that the program takes away while jobs go to them: the live default, where it stays as it is. */
export function droppedDefaultFaults(
  live: string | undefined,
  dropped: readonly string[],
  change: "moves" | "stays",
): Fault[] {
  const name = live?.toLowerCase();
  if (!name || change === "moves" || !dropped.includes(name)) return [];
  return [
    {
      field: "defaultDeployment",
      rule: `${name} is the default deployment and the program no longer declares it`,
      fix:
        "name another one with `defaultDeployment`, in this update or an earlier one; where it says so already, " +
        "`pulumi up --refresh` writes it",
    },
  ];
}
