import type { Account } from "./account";
import type { ConnectionSettings } from "./connection";

/** What is told of the deployment whose number of instances somebody else moves. */
export interface InstanceCountInputs {
  /** ARM id of the workspace. */
  workspaceId: string;
  endpointName: string;
  deploymentName: string;
  /** Instances that it is made with. */
  initial: number;
  /** Digest of all else that is declared of the deployment. */
  declared: string;
  /** Filled in by the check: what the deployment is sent with. */
  instances?: number;
  /** Sign-in of an explicit provider; else configuration and environment decide. Secret. */
  connection?: ConnectionSettings;
  /** Where azure-native works, to be compared with the sign-in. */
  account?: Account;
}

/** The same with the number. */
export interface InstanceCountOutputs extends InstanceCountInputs {
  instances: number;
}
