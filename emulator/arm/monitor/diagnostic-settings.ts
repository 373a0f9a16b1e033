import { z } from "zod";
import { answered, armId, defaulted, oneOf, optional, readOnly } from "../body/members";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { ArmError, refuse, type Fault } from "../http/errors";
import { page } from "../http/paging";
import { noContent, ok, type ArmRequest } from "../http/request";
import { route, type Route } from "../http/router";
import { asWritten } from "../json";
import { checkName, nameRules } from "../resources/names";
import { view, written, type Resource } from "../store/resource";

const type = "Microsoft.Insights/diagnosticSettings";
const path = `{scope*}/providers/${type}/{name}` as const;

/** Logs of online endpoints (docs page "Monitor online endpoints"). */
const categories = ["AmlOnlineEndpointTrafficLog", "AmlOnlineEndpointConsoleLog", "AmlOnlineEndpointEventLog"];

/** Most settings of a resource (docs page "Diagnostic settings in Azure Monitor"). */
const most = 5;

const retention = optional(z.strictObject({ enabled: z.boolean(), days: z.int().min(0) }));

const body = z.strictObject({
  ...answered,
  location: readOnly,
  properties: z.strictObject({
    storageAccountId: optional(armId),
    serviceBusRuleId: optional(z.string()),
    eventHubAuthorizationRuleId: optional(armId),
    eventHubName: optional(z.string()),
    workspaceId: optional(armId),
    marketplacePartnerId: optional(z.string()),
    logAnalyticsDestinationType: optional(oneOf(["Dedicated", "AzureDiagnostics"])),
    logs: defaulted(
      z.array(
        z.strictObject({
          category: optional(z.string()),
          categoryGroup: optional(oneOf(["allLogs", "audit"])),
          enabled: z.boolean(),
          retentionPolicy: retention,
        }),
      ),
      [],
    ),
    metrics: defaulted(
      z.array(
        z.strictObject({
          category: optional(oneOf(["AllMetrics"])),
          enabled: z.boolean(),
          timeGrain: optional(z.string()),
          retentionPolicy: retention,
        }),
      ),
      [],
    ),
  }),
});

type Properties = z.infer<typeof body>["properties"];
type SettingRequest = ArmRequest<"scope" | "name">;

/** Diagnostic settings of online endpoints: kept, and nothing is sent anywhere. */
export function diagnosticSettingRoutes(context: ArmContext): Route[] {
  const { others, endpoints } = context.records;
  const idOf = (request: SettingRequest): string =>
    `${request.name("scope")}/providers/${type}/${request.name("name")}`;
  const of = (scope: string): Resource[] =>
    others
      .below(scope)
      .filter((each) => each.type === type && each.id.toLowerCase().startsWith(`${scope}/providers/`.toLowerCase()));
  const requireEndpoint = (scope: string): string => {
    const endpoint = endpoints.get(scope);
    if (endpoint) return endpoint.id;
    throw new ArmError(404, "ResourceNotFound", `There is no online endpoint '${scope}' that has logs.`);
  };

  return [
    route("PUT", path, (request) => {
      const scope = requireEndpoint(request.name("scope"));
      const name = request.name("name");
      checkName(type, name, nameRules.insights);
      const { properties } = parseBody(body, request.body);
      const existing = others.get(idOf(request));
      refuse([...settingFaults(context, properties), ...(existing || of(scope).length < most ? [] : [tooMany])]);
      const setting: Resource = {
        ...{ id: existing?.id ?? `${scope}/providers/${type}/${name}`, name: existing?.name ?? name, type },
        properties: asWritten(properties),
        systemData: written(context.now(), existing?.systemData),
      };
      others.put(setting);
      return ok(view(setting)); // 200 also for a new one (REST)
    }),
    route("GET", path, (request) => {
      const found = others.get(idOf(request));
      if (found) return ok(view(found));
      throw new ArmError(404, "ResourceNotFound", `The diagnostic setting '${request.name("name")}' is not found.`);
    }),
    route("DELETE", path, (request) => {
      const found = others.get(idOf(request));
      if (found === undefined) return noContent;
      others.delete(found.id);
      return { status: 200 };
    }),
    route("GET", `{scope*}/providers/${type}`, (request) =>
      ok(page(request, of(requireEndpoint(request.name("scope"))).map(view))),
    ),
  ];
}

const tooMany: Fault = { target: "name", message: `a resource has at most ${most} diagnostic settings` };

function settingFaults(context: ArmContext, { logs, metrics, ...destinations }: Properties): Fault[] {
  const { workspaceId, storageAccountId, eventHubAuthorizationRuleId, marketplacePartnerId } = destinations;
  const none = !workspaceId && !storageAccountId && !eventHubAuthorizationRuleId && !marketplacePartnerId;
  const unknown = [workspaceId, storageAccountId].filter((id) => id !== undefined && !context.store.has(id));
  return [
    ...(none ? [{ target: "properties", message: "names no destination, such as workspaceId" }] : []),
    ...(logs.length + metrics.length === 0 ? [{ target: "properties", message: "names no logs and no metrics" }] : []),
    ...unknown.map((id) => ({ target: "properties", message: `the destination '${id}' does not exist` })),
    ...logs.flatMap(({ category, categoryGroup }, index) =>
      (category === undefined) !== (categoryGroup === undefined) &&
      (category === undefined || categories.includes(category))
        ? []
        : [
            {
              target: `properties.logs.${index}.category`,
              message: `'${category ?? ""}' given; possible: ${categories.join(", ")}, or a categoryGroup`,
            },
          ],
    ),
  ];
}
