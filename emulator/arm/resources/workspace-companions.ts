import { randomUUID } from "node:crypto";
import type { ArmContext } from "../context";
import type { Fault } from "../http/errors";
import { ok } from "../http/request";
import { route, type Route } from "../http/router";
import { isObject, textOf } from "../json";
import { claimVaultName, deletedVaultRoutes, recoveredPolicies, vaultType } from "./deleted-vaults";
import { nameRules } from "./names";
import { groupPath } from "./scopes";
import { requireTracked, trackedRoutes, type TrackedKind } from "./tracked";

export const insightsType = "Microsoft.Insights/components";
export const registryType = "Microsoft.ContainerRegistry/registries";
const logAnalyticsType = "Microsoft.OperationalInsights/workspaces";

/** Nothing listens here: telemetry of local runs leaves the machine under no circumstances. */
const nowhere = "http://127.0.0.1:9/";

/** What a workspace is made of besides storage: key vault, application insights and its logs, registry, identities. */
export function companionRoutes(context: ArmContext): Route[] {
  const named = <Type extends string>(type: Type) => `${groupPath}/providers/${type}/{name}` as const;
  return [
    ...companions(context).flatMap((kind) => trackedRoutes(context, kind)),
    ...deletedVaultRoutes(context),

    route("POST", `${named(logAnalyticsType)}/sharedKeys`, (request) => {
      requireTracked(context, logAnalyticsType, request);
      return ok({ primarySharedKey: randomUUID(), secondarySharedKey: randomUUID() });
    }),

    route("POST", `${named(registryType)}/listCredentials`, (request) => {
      const { name } = requireTracked(context, registryType, request);
      const passwords = ["password", "password2"].map((which) => ({ name: which, value: randomUUID() }));
      return ok({ username: name, passwords });
    }),
  ];
}

function companions(context: ArmContext): TrackedKind[] {
  return [
    {
      type: vaultType,
      names: nameRules.vault,
      created: 201,
      faults: ({ properties }) => [
        ...(typeof properties["tenantId"] === "string" ? [] : [required("properties.tenantId")]),
        ...(isObject(properties["sku"]) ? [] : [required("properties.sku")]),
      ],
      outputs: ({ name, properties }) => ({
        vaultUri: `https://${name}.vault.azure.net/`,
        accessPolicies: properties["accessPolicies"] ?? recoveredPolicies(context, name) ?? [],
        createMode: undefined, // told once, never shown
        provisioningState: "Succeeded",
      }),
      prepare: async (draft) => claimVaultName(context, draft),
    },
    {
      type: insightsType,
      names: nameRules.insights,
      created: 200,
      faults: ({ kind, properties }) => [
        ...(kind ? [] : [required("kind")]),
        ...missing(context, "properties.WorkspaceResourceId", properties["WorkspaceResourceId"]),
      ],
      outputs: ({ name }, previous) => {
        const key = textOf(previous["InstrumentationKey"]) || randomUUID();
        const AppId = previous["AppId"] ?? randomUUID();
        const ConnectionString = `InstrumentationKey=${key};IngestionEndpoint=${nowhere};LiveEndpoint=${nowhere}`;
        const names = { ApplicationId: name, Name: name, AppId, TenantId: context.subscriptionId };
        return { ...names, InstrumentationKey: key, ConnectionString, provisioningState: "Succeeded" };
      },
    },
    {
      type: logAnalyticsType,
      names: nameRules.logAnalytics,
      created: 201,
      outputs: ({ properties }, previous) => ({
        customerId: previous["customerId"] ?? randomUUID(),
        sku: properties["sku"] ?? { name: "PerGB2018" },
        retentionInDays: properties["retentionInDays"] ?? 30,
        provisioningState: "Succeeded",
      }),
    },
    {
      type: registryType,
      names: nameRules.registry,
      created: 201,
      faults: ({ sku }) => (sku ? [] : [required("sku")]),
      outputs: ({ name, properties }) => ({
        loginServer: `${name.toLowerCase()}.azurecr.io`,
        adminUserEnabled: properties["adminUserEnabled"] ?? false,
        provisioningState: "Succeeded",
      }),
    },
    {
      type: "Microsoft.ManagedIdentity/userAssignedIdentities",
      names: nameRules.userIdentity,
      created: 201,
      outputs: (_draft, previous) => ({
        tenantId: context.tenantId,
        principalId: previous["principalId"] ?? randomUUID(),
        clientId: previous["clientId"] ?? randomUUID(),
      }),
    },
  ];
}

function required(target: string): Fault {
  return { target, message: "is required" };
}

function missing(context: ArmContext, target: string, id: unknown): Fault[] {
  return typeof id !== "string" || context.store.has(id) ? [] : [{ target, message: `'${id}' does not exist` }];
}
