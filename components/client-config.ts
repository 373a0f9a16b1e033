import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../arm/account";
import { askedOnce, azureNative } from "./once";

/** Tenant and subscription that the azure-native provider of a resource works in. */
export function clientConfig(options: pulumi.InvokeOptions): pulumi.Output<Account> {
  return askedOnce(options, "client configuration", () =>
    getClientConfigOutput(options).apply(({ subscriptionId, tenantId }) => ({ subscriptionId, tenantId })),
  );
}

/** The same for a dynamic resource below `parent`, which has to agree with it. */
export function accountBeside(parent: pulumi.Resource | undefined): pulumi.Output<Account> {
  return clientConfig(azureNative(parent));
}
