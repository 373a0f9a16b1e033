/** What `pulumi-azureml emulator status --json` prints. */
export interface EmulatorStatus {
  /** Base URL of the control plane (ARM), for example `http://127.0.0.1:41234`. */
  armUrl: string;
  /** Base URL of the control plane and the blob store over TLS. */
  tlsUrl: string;
  /** PEM file of the authority that signed the TLS certificate. */
  caFile: string;
  /** Base URL of the scoring front end; an endpoint's scoring URI is `{scoringUrl}/{endpoint}/score`. */
  scoringUrl: string;
  /** Base URL of the blob store. */
  blobUrl: string;
  /** The subscription that the local Azure ML answers for. */
  subscriptionId: string;
  /** Resource group of the workspace that exists from the start. */
  resourceGroup: string;
  /** Name of the workspace that exists from the start. */
  workspace: string;
  /** Process id of the local Azure ML. */
  pid: number;
  /** File that receives each ARM request as a JSON line; null where there is none. */
  requestLog: string | null;
  /** Seconds that Azure ML tokens for scoring are good. */
  tokenLifetime: number;
}
