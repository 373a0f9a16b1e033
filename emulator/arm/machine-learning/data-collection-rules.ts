import type { ArmContext } from "../context";
import type { Fault } from "../http/errors";
import { textOf } from "../json";
import { sameId } from "../store/resource";
import type { DataCollectorSettings } from "./deployment-record";

/** Collections that the platform writes; every other one is a scoring script's. */
export const payloads: readonly string[] = ["request", "response"];

/** Most collectors of a scoring script (docs page "Collect production data from models"). */
const mostCollectors = 5;

/** An identity as it is asked for or as it was granted: what counts is which user-assigned ones it names. */
type Names = { userAssignedIdentities?: Record<string, unknown> | undefined } | undefined;

/** Every rule of data collection that is about more than one member. */
export function collectionFaults(
  context: ArmContext,
  collector: DataCollectorSettings | undefined,
  identities: readonly Names[],
): Fault[] {
  const target = "properties.dataCollector";
  const collections = Object.entries(collector?.collections ?? {});
  const lower = collections.map(([name]) => name.toLowerCase());
  const custom = collections.filter(
    ([name, { dataCollectionMode: mode }]) => mode === "Enabled" && !payloads.includes(name.toLowerCase()),
  );
  const headers = collector?.requestLogging?.captureHeaders ?? [];
  return [
    ...(custom.length > mostCollectors
      ? [{ target, message: `has ${custom.length} custom collections; ${mostCollectors} are possible` }]
      : []),
    ...collections.flatMap(([name], index) =>
      lower.indexOf(name.toLowerCase()) === index
        ? []
        : [{ target: `${target}.collections.${name}`, message: "differs from another one by case only" }],
    ),
    ...headers.flatMap((header, index) =>
      /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(header)
        ? []
        : [{ target: `${target}.requestLogging.captureHeaders[${index}]`, message: `'${header}' is no header's name` }],
    ),
    ...collections.flatMap(([name, { clientId }]) =>
      clientId === undefined || clientIds(context, identities).some((known) => sameId(known, clientId))
        ? []
        : [
            {
              target: `${target}.collections.${name}.clientId`,
              message: `'${clientId}' is no user-assigned identity of the deployment or its endpoint`,
            },
          ],
    ),
  ];
}

function clientIds(context: ArmContext, identities: readonly Names[]): string[] {
  const ids = identities.flatMap((identity) => Object.keys(identity?.userAssignedIdentities ?? {}));
  return ids.map((id) => textOf(context.records.others.get(id)?.properties["clientId"]));
}
