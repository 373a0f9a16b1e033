import { DeploymentFailure } from "../../serving/contract";
import { holds } from "../authorization/roles";
import type { ArmContext } from "../context";
import { isObject, textOf } from "../json";
import { vaultSecret } from "../resources/vault-secrets";
import { sameId, type Identity } from "../store/resource";
import type { DeploymentRecord } from "./deployment-record";
import type { EndpointRecord } from "./endpoint-record";
import { workspaceOf } from "./paths";

const connectionForm =
  /^\$\{\{azureml:\/\/connections\/([^/{}]+)(?:\/(credentials|metadata)\/([^/{}]+)|\/(target))?\}\}$/;
const vaultForm = /^\$\{\{keyvault:https:\/\/([^./]+)\.vault\.[^/]+\/secrets\/([^/{}]+)\/([^/{}]+)\}\}$/;

/**
 * A deployment's environment variables as its containers get them: what refers to a secret is the secret, read by the
 * identity of the endpoint. Throws SecretsInjectionError with every one that can't be read.
 */
export function injectedVariables(context: ArmContext, record: DeploymentRecord): Record<string, string> {
  const faults: string[] = [];
  const inject = (name: string, value: string): string => {
    const read = secretOf(context, record, value);
    if (typeof read === "string") return read;
    faults.push(`environmentVariables.${name}: ${value}: ${read.fault}`);
    return "";
  };
  const injected = Object.entries(record.properties.environmentVariables).map(([name, value]): [string, string] => [
    name,
    inject(name, value),
  ]);
  if (faults.length > 0) throw new DeploymentFailure("SecretsInjectionError", faults.join("; "));
  return Object.fromEntries(injected);
}

type Read = string | { fault: string };

/** The value itself where it is no reference. */
function secretOf(context: ArmContext, record: DeploymentRecord, value: string): Read {
  const connection = connectionForm.exec(value);
  if (connection) return connectionValue(context, record, connection);
  const vault = vaultForm.exec(value);
  return vault ? vaultValue(context, record, vault) : value;
}

function connectionValue(context: ArmContext, record: DeploymentRecord, form: RegExpExecArray): Read {
  const [, name = "", part, key = "", target] = form;
  const workspace = workspaceOf(context, record.id);
  const endpoint = endpointOf(context, record);
  const isGranted = endpoint.properties.properties["enforce_access_to_default_secret_stores"] === "enabled";
  if (!isGranted && !mayRead(context, endpoint, "readConnectionSecrets", workspace.id)) {
    return { fault: "the endpoint's identity may not read the secrets of the workspace's connections" };
  }
  const found = context.records.connections.get(`${workspace.id}/connections/${name}`);
  if (!found) return { fault: "the workspace has no such connection" };
  const { properties, credentials } = found;
  if (target) return properties.target ?? { fault: "the connection has no target" };
  if (part === undefined) return JSON.stringify({ ...properties, credentials });
  const keys = isObject(credentials?.["keys"]) ? credentials["keys"] : credentials;
  const holder: unknown = part === "credentials" ? keys : properties.metadata;
  const text = isObject(holder) ? textOf(holder[key]) : "";
  return text === "" ? { fault: `the connection's ${part} have no ${key}` } : text;
}

function vaultValue(
  context: ArmContext,
  record: DeploymentRecord,
  [, vault = "", name = "", version = ""]: RegExpExecArray,
): Read {
  const found = context.records.others
    .all()
    .find(({ type, name: other }) => sameId(type, "Microsoft.KeyVault/vaults") && sameId(other, vault));
  if (!found) return { fault: "there is no such vault" };
  const endpoint = endpointOf(context, record);
  const policies = Array.isArray(found.properties["accessPolicies"]) ? found.properties["accessPolicies"] : [];
  const byPolicy = policies.some((policy) => isObject(policy) && isReader(policy, principalsOf(endpoint.identity)));
  const byRole = mayRead(context, endpoint, "readVaultSecrets", found.id);
  const allowed = found.properties["enableRbacAuthorization"] === true ? byRole : byPolicy;
  if (!allowed) return { fault: "the endpoint's identity may not read the secrets of the vault" };
  return vaultSecret(context, found.id, name, version) ?? { fault: "the vault has no such secret of this version" };
}

function isReader(
  { objectId, permissions }: Readonly<Record<string, unknown>>,
  principals: readonly string[],
): boolean {
  const secrets: unknown = isObject(permissions) ? permissions["secrets"] : undefined;
  const may = Array.isArray(secrets) && secrets.some((each) => /^(get|all)$/i.test(String(each)));
  return may && principals.some((principal) => sameId(principal, textOf(objectId)));
}

function mayRead(
  context: ArmContext,
  { identity }: EndpointRecord,
  right: "readConnectionSecrets" | "readVaultSecrets",
  id: string,
): boolean {
  return principalsOf(identity).some((principal) => holds(context, principal, right, id));
}

function principalsOf({ principalId, userAssignedIdentities }: Identity): string[] {
  const assigned = Object.values(userAssignedIdentities ?? {}).map((each) => each.principalId);
  return principalId === undefined ? assigned : [principalId, ...assigned];
}

function endpointOf({ records }: ArmContext, { id }: DeploymentRecord): EndpointRecord {
  const endpoint = records.endpoints.get(id.slice(0, id.lastIndexOf("/deployments/")));
  if (endpoint) return endpoint;
  throw new Error(`the endpoint of ${id} is gone`);
}
