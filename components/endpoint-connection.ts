import { getOnlineEndpointOutput, listOnlineEndpointKeysOutput } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import type { AuthMode } from "../arm/endpoint";
import type { EndpointConnection } from "../arm/endpoint-connection";
import type { EndpointKeys } from "./endpoint-args";
import type { WorkspaceParts } from "./workspace-ref";

/** What an app is given beside address and auth mode. */
export interface ConnectionOptions {
  /**
   * `keys` reads both keys from the service, where the auth mode is `Key`, and makes the connection a secret. Left out: the
   * app signs in by itself for keys and tokens.
   */
  with?: "keys";
  /** Deployment that has to answer, whatever the split. */
  deployment?: pulumi.Input<string>;
}

/** The endpoint that is connected to. */
export interface Connectable {
  component: pulumi.Resource;
  id: pulumi.Output<string>;
  endpointName: pulumi.Input<string>;
  /** Known once the endpoint's settings show. */
  scoringUri: pulumi.Output<string>;
  workspace: WorkspaceParts;
}

/** What an app needs to ask an endpoint. Nothing is read from the service unless it is asked for. */
export function endpointConnection(
  endpoint: Connectable,
  authMode: pulumi.Input<AuthMode>,
  { with: secrets, deployment }: ConnectionOptions,
): pulumi.Output<EndpointConnection> {
  const { scoringUri, id: endpointId } = endpoint;
  const connection = pulumi.output({ scoringUri, authMode, endpointId, deployment }).apply(withoutGaps);
  if (secrets === undefined) return connection;
  const all = connection.apply((known): pulumi.Output<EndpointConnection> =>
    known.authMode === "Key"
      ? endpointKeys(endpoint).apply(({ primaryKey, secondaryKey }) => ({
          ...known,
          ...{ key: primaryKey, otherKey: secondaryKey },
        }))
      : pulumi.output(known),
  );
  return pulumi.secret(all);
}

/** The two keys, secret, read from the service. */
export function endpointKeys(endpoint: Connectable): pulumi.Output<EndpointKeys> {
  const keys = listOnlineEndpointKeysOutput(address(endpoint), { parent: endpoint.component });
  return pulumi.secret(
    keys.apply(({ primaryKey, secondaryKey }) => ({ primaryKey: primaryKey ?? "", secondaryKey: secondaryKey ?? "" })),
  );
}

/** The auth mode that the endpoint has, read from the service. */
export function liveAuthMode(endpoint: Connectable): pulumi.Output<AuthMode> {
  return getOnlineEndpointOutput(address(endpoint), { parent: endpoint.component }).apply(({ properties }) =>
    authModeOf(properties.authMode),
  );
}

/** Names the endpoint to functions that may only run once its settings show. */
export function address({ workspace: { workspaceName, resourceGroupName }, endpointName, scoringUri }: Connectable) {
  return {
    workspaceName,
    resourceGroupName,
    endpointName: pulumi.all([endpointName, scoringUri]).apply(([name]) => name),
  };
}

/** The service's spelling may be any; another mode than these can't be asked for. */
function authModeOf(text: string): AuthMode {
  const modes: readonly AuthMode[] = ["Key", "AMLToken", "AADToken"];
  return modes.find((mode) => mode.toLowerCase() === text.toLowerCase()) ?? "AADToken";
}

/** JSON of an app has no member that is not there. */
function withoutGaps({ deployment, ...connection }: EndpointConnection): EndpointConnection {
  return deployment === undefined ? connection : { ...connection, deployment };
}
