import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { withoutCredentials } from "./exec-credentials";
import { pathWithEngine } from "./exec-engine";
import { makePulumiHome, pluginCommand, sdkVersion } from "./exec-pulumi-home";
import { trust } from "./exec-trust";
import { homeFolder } from "./home";
import { identityHeader, tokenPath } from "./identity/token-routes";
import { cloudName, metadataPath } from "./local/discovery";
import type { EmulatorStatus } from "./status";

/** Where and how a command runs against the local Azure ML. */
export interface ExecOptions {
  /** The emulator's state folder; the engine's private home and stacks go there. */
  folder: string;
  /** The program's folder. */
  cwd: string;
  /** The environment to begin with. Default: this process's. */
  env?: NodeJS.ProcessEnv;
  /** Where stacks are kept. Default: in the state folder. */
  backendUrl?: string;
}

/**
 * The environment in which a command, `pulumi up` above all, meets the local Azure ML and nothing else: the engine loads
 * our azure-native, every client finds the local ARM endpoint, and no real credential is within reach. The user's own
 * `~/.pulumi` and Azure login are not touched.
 */
export async function execEnvironment(status: EmulatorStatus, options: ExecOptions): Promise<NodeJS.ProcessEnv> {
  const given = options.env ?? process.env;
  const pulumiHome = join(options.folder, "pulumi-home");
  const stacks = join(options.folder, "stacks");
  const azureConfig = join(options.folder, "azure-config");
  const pathName = Object.keys(given).find((name) => name.toUpperCase() === "PATH") ?? "PATH"; // Windows spells it Path
  const userHome = given["PULUMI_HOME"] || join(given["HOME"] || homedir(), ".pulumi");

  await Promise.all([stacks, azureConfig].map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
  await makePulumiHome(pulumiHome, userHome, sdkVersion(options.cwd), pluginCommand());

  return {
    ...withoutCredentials(given),
    ...passphrase(given),
    ...noProxy(given),
    ...(await trust({ folder: options.folder, caFile: status.caFile }, given)),
    [pathName]: await pathWithEngine(given[pathName] ?? "", homeFolder(given)),
    PULUMI_HOME: pulumiHome,
    PULUMI_BACKEND_URL: options.backendUrl ?? `file://${stacks.replaceAll("\\", "/")}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_AZUREML_ARM_URL: status.armUrl,
    ARM_SUBSCRIPTION_ID: status.subscriptionId,
    ARM_TENANT_ID: await tenantOf(status),
    AZUREML_RESOURCE_GROUP: status.resourceGroup,
    AZUREML_WORKSPACE_NAME: status.workspace,
    AZURE_CONFIG_DIR: azureConfig, // else the az CLI would fall back to the user's login
    // Microsoft's SDKs find the local cloud, and sign in to it as with a managed identity.
    ARM_CLOUD_METADATA_URL: `${status.tlsUrl}${metadataPath}?api-version=2019-05-01`,
    AZUREML_CURRENT_CLOUD: cloudName,
    IDENTITY_ENDPOINT: `${status.armUrl}${tokenPath}`,
    IDENTITY_HEADER: identityHeader,
  };
}

/** Secrets of local stacks are encrypted with an empty passphrase, unless the user has chosen one. */
const passphrase = (given: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  given["PULUMI_CONFIG_PASSPHRASE"] === undefined && given["PULUMI_CONFIG_PASSPHRASE_FILE"] === undefined
    ? { PULUMI_CONFIG_PASSPHRASE: "" }
    : {};

/** This machine is never behind a proxy. */
function noProxy(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hosts = [given["NO_PROXY"] ?? given["no_proxy"] ?? "", "127.0.0.1", "localhost"].filter((host) => host !== "");
  return { NO_PROXY: hosts.join(","), no_proxy: hosts.join(",") };
}

async function tenantOf({ armUrl, subscriptionId }: EmulatorStatus): Promise<string> {
  const url = new URL(`/subscriptions/${subscriptionId}?api-version=2022-12-01`, armUrl);
  const response = await fetch(url, { headers: { authorization: "Bearer local" } }).catch((error: unknown) => {
    throw new Error(
      `the local Azure ML does not answer at ${armUrl}; start it with \`pulumi-azureml emulator start\``,
      {
        cause: error,
      },
    );
  });
  const subscription: unknown = await response.json();
  if (typeof subscription !== "object" || subscription === null || !("tenantId" in subscription)) {
    throw new Error(`${armUrl}: subscription ${subscriptionId} is not known there (status ${response.status})`);
  }
  return String(subscription.tenantId);
}
