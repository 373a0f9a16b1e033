/** Names that an ARM id of a workspace consists of. */
export interface WorkspaceName {
  subscriptionId: string;
  resourceGroupName: string;
  workspaceName: string;
}

const workspacePattern =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.MachineLearningServices\/workspaces\/([^/]+)\/?$/i;

/** Takes a workspace's ARM id apart; undefined where it is none. */
export function parseWorkspaceId(id: string): WorkspaceName | undefined {
  const [, subscriptionId, resourceGroupName, workspaceName] = workspacePattern.exec(id) ?? [];
  return subscriptionId && resourceGroupName && workspaceName
    ? { subscriptionId, resourceGroupName, workspaceName }
    : undefined;
}

/** The ARM id of a workspace. */
export function workspaceId({ subscriptionId, resourceGroupName, workspaceName }: WorkspaceName): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.MachineLearningServices/workspaces/${workspaceName}`;
}

/** The ARM id of an online endpoint. */
export function onlineEndpointId(workspace: string, endpoint: string): string {
  return `${workspace}/onlineEndpoints/${endpoint}`;
}

const endpointPattern = /^(\/.+?)\/onlineEndpoints\/([^/]+)$/i;

/** Takes an online endpoint's ARM id apart; undefined where it is none. */
export function parseOnlineEndpointId(id: string): { workspaceId: string; endpointName: string } | undefined {
  const [, workspace = "", endpointName = ""] = endpointPattern.exec(id) ?? [];
  return parseWorkspaceId(workspace) ? { workspaceId: workspace, endpointName } : undefined;
}

const deploymentPattern = /^(\/.+?)\/deployments\/([^/]+)$/i;

/** Takes an online deployment's ARM id apart; undefined where it is none. */
export function parseOnlineDeploymentId(
  id: string,
): { workspaceId: string; endpointName: string; deploymentName: string } | undefined {
  const [, endpoint = "", deploymentName = ""] = deploymentPattern.exec(id) ?? [];
  const parsed = parseOnlineEndpointId(endpoint);
  return parsed && { ...parsed, deploymentName };
}

/** The ARM id of an online deployment. */
export function onlineDeploymentId(workspace: string, endpoint: string, deployment: string): string {
  return `${onlineEndpointId(workspace, endpoint)}/deployments/${deployment}`;
}

/** The kinds of asset that have versions below a workspace. */
export type AssetKind = "models" | "environments" | "codes" | "data";

/** The ARM id of one version of an asset. */
export function assetVersionId(workspace: string, kind: AssetKind, name: string, version: string): string {
  return `${workspace}/${kind}/${name}/versions/${version}`;
}

/** Where content of a given digest lies in a datastore, as Microsoft's own clients lay it out. */
export function uploadPath(digest: string, name: string): string {
  return `LocalUpload/${digest}/${name}`;
}

/** The long form of a datastore path, as `modelUri` takes it. */
export function datastoreUri(workspace: WorkspaceName, datastore: string, path: string): string {
  const { subscriptionId, resourceGroupName, workspaceName } = workspace;
  return `azureml://subscriptions/${subscriptionId}/resourcegroups/${resourceGroupName}/workspaces/${workspaceName}/datastores/${datastore}/paths/${path}`;
}
