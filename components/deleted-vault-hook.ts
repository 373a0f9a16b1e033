import * as pulumi from "@pulumi/pulumi";
import { describeFault, type Fault } from "../arm/fault";
import { accountBeside } from "./client-config";
import { configuredConnection, explicitConnection } from "./connection";
import { engineKnowsHooks, guardHook } from "./hook";
import { known } from "./late-values";

/** What is known of the vault that a hook looks after. */
export interface NewVault {
  /** Logical name of the component that it belongs to. */
  name: string;
  /** Name of the workspace that it is made for. */
  workspaceName: pulumi.Input<string>;
  recover: boolean;
}

/**
 * Explains, in preview and before anything is sent, that a vault of this name was deleted and still holds the name: the
 * service refuses to make another one. Nothing recovers it unasked, since it comes back with all secrets and access
 * policies it had, and nothing purges it, since that is for ever.
 */
export function explainDeletedVault(
  component: pulumi.ComponentResource,
  vault: string,
  { name, workspaceName, recover }: NewVault,
): pulumi.ResourceHookBinding | undefined {
  if (!engineKnowsHooks()) return undefined;
  const signIn = explicitConnection(component) ?? configuredConnection();
  const beside = pulumi.all([accountBeside(component), signIn, workspaceName]);
  const child = { name: vault, parent: component };
  const hook = guardHook("key vault that was deleted", child, async ({ newInputs = {} }) => {
    const { vaultName, location } = newInputs;
    const told = await known(beside);
    if (typeof vaultName !== "string" || typeof location !== "string" || !told) return;
    const [{ subscriptionId }, settings, workspace] = told;
    const { findDeletedVault } = await import("../azure/deleted-vault.js");
    const found = await findDeletedVault({ subscriptionId, location, vaultName }, settings);
    const fault = found === "unseen" ? undefined : vaultFault({ vaultName, location, workspace }, found, recover);
    if (fault) throw new Error(`Workspace ${name}: ${describeFault(fault)}`);
  });
  return { beforeCreate: [hook] };
}

function vaultFault(
  { vaultName, location, workspace }: { vaultName: string; location: string; workspace: string },
  found: { vaultId: string; purgeDate: string } | undefined,
  recover: boolean,
): Fault | undefined {
  if (recover) {
    return found
      ? undefined
      : {
          field: "recoverKeyVault",
          value: true,
          rule: `there is no deleted key vault ${vaultName} in ${location}`,
          fix: "leave it out",
        };
  }
  const until = found?.purgeDate ? ` until ${found.purgeDate}` : "";
  return (
    found && {
      field: "key vault",
      value: vaultName,
      rule: `${found.vaultId} was deleted and keeps its name${until}`,
      fix:
        "get it back with its secrets by recoverKeyVault: true, or remove it for ever by " +
        `\`az keyvault purge --name ${vaultName} --location ${location}\`, or give a keyVaultId. The workspace ${workspace} ` +
        "that was deleted with it keeps its name for 14 days too: purge it in the portal (Azure Machine Learning, Manage " +
        "deleted workspaces), or give another workspaceName",
    }
  );
}
