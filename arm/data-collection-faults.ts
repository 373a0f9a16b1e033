import { isCustomCollection, MOST_CUSTOM_COLLECTIONS, platformCollections, rollingRates } from "./data-collection";
import { type KnownCollectionStore, scopeFaults, storeFaults } from "./collection-store-faults";
import type { Fault } from "./fault";
import { assetNameFaults } from "./names";

/** Data collection of a deployment as far as its values are known. */
export interface KnownDataCollector {
  collections: Readonly<Record<string, { mode?: string; samplingRate?: number; clientId?: string }>>;
  rollingRate?: string;
  captureHeaders?: readonly string[];
  store?: KnownCollectionStore;
}

/** Every rule that data collection breaks. `field` is where it stands in the arguments. */
export function dataCollectorFaults(field: string, collector: KnownDataCollector): Fault[] {
  const { collections } = collector;
  return [
    ...collectionSetFaults(`${field}.collections`, collections),
    ...Object.entries(collections).flatMap(([name, { mode }]) => [
      ...collectionNameFaults(`${field}.collections.${name}`, name),
      ...(mode === undefined || ["Enabled", "Disabled"].includes(mode)
        ? []
        : [{ field: `${field}.collections.${name}.mode`, value: mode, rule: "it is one of Enabled | Disabled" }]),
    ]),
    ...collectedValueFaults(field, collector),
    ...headerFaults(field, collector),
    ...storeFaults(`${field}.store`, collector.store),
  ];
}

/** The rules for values that may come later. Sources: "CLI (v2) managed online deployment YAML schema"; REST reference. */
export function collectedValueFaults(
  field: string,
  { collections, rollingRate, store }: Pick<KnownDataCollector, "collections" | "rollingRate" | "store">,
): Fault[] {
  return [
    ...Object.entries(collections).flatMap(([name, { samplingRate: rate, clientId }]) => [
      ...(rate !== undefined && !(rate >= 0 && rate <= 1)
        ? [
            {
              field: `${field}.collections.${name}.samplingRate`,
              value: rate,
              rule: "a sampling rate is a share from 0 to 1",
              fix: "write 0.5 for every second record",
            },
          ]
        : []),
      ...(clientId !== undefined && !guid.test(clientId)
        ? [
            {
              field: `${field}.collections.${name}.clientId`,
              value: clientId,
              rule: "a client id is a GUID",
              fix: "give the clientId of a user-assigned identity of the endpoint",
            },
          ]
        : []),
    ]),
    ...(rollingRate !== undefined && !rollingRates.some((rate) => rate === rollingRate)
      ? [{ field: `${field}.rollingRate`, value: rollingRate, rule: `it is one of ${rollingRates.join(" | ")}` }]
      : []),
    ...scopeFaults(`${field}.store.scope`, store?.scope),
  ];
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What endpoint, deployment and two dashes leave of the 255 characters of an asset's name. */
const LONGEST_NAME = 189;

function collectionSetFaults(field: string, collections: KnownDataCollector["collections"]): Fault[] {
  const names = Object.keys(collections);
  const custom = names.filter((name) => isCustomCollection(name) && collections[name]?.mode !== "Disabled");
  return [
    ...(names.length === 0
      ? [{ field, rule: "nothing is collected", fix: "name a collection, or leave dataCollector out" }]
      : []),
    ...(custom.length > MOST_CUSTOM_COLLECTIONS
      ? [
          {
            field,
            value: custom.length,
            rule: `a scoring script has at most ${MOST_CUSTOM_COLLECTIONS} collectors`,
            fix: `${platformCollections.join(" and ")} do not count`,
          },
        ]
      : []),
  ];
}

/**
 * A name becomes part of an asset's name. `azureml-ai-monitoring` lower-cases the names that it is configured with and
 * compares the script's as they are, so that an upper-case letter would never be found. Source: its `config.py`.
 */
function collectionNameFaults(field: string, name: string): Fault[] {
  const faults =
    name.length > LONGEST_NAME
      ? [{ field, value: name, rule: `a collection's name has at most ${LONGEST_NAME} characters` }]
      : assetNameFaults(field, name);
  return faults.length === 0 && name !== name.toLowerCase()
    ? [
        {
          field,
          value: name,
          rule: "a collection's name is in lower case, or the script's Collector would not find it",
          fix: `write ${name.toLowerCase()}, here and in the script`,
        },
      ]
    : faults;
}

function headerFaults(field: string, { collections, captureHeaders = [] }: KnownDataCollector): Fault[] {
  const lower = captureHeaders.map((header) => header.toLowerCase());
  const logged = platformCollections.some((name) => name in collections && collections[name]?.mode !== "Disabled");
  return [
    ...(captureHeaders.length > 0 && !logged
      ? [
          {
            field: `${field}.captureHeaders`,
            value: captureHeaders,
            rule: "headers are captured with collection request or response, and neither is enabled",
            fix: "add `request: {}` to collections",
          },
        ]
      : []),
    ...captureHeaders.flatMap((header, index) => headerNameFaults(`${field}.captureHeaders[${index}]`, header)),
    ...captureHeaders.flatMap((header, index) =>
      lower.indexOf(header.toLowerCase()) === index
        ? []
        : [{ field: `${field}.captureHeaders[${index}]`, value: header, rule: "this header is named twice" }],
    ),
  ];
}

function headerNameFaults(field: string, header: string): Fault[] {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(header)) return [{ field, value: header, rule: "this is no header's name" }];
  return header.toLowerCase() === "authorization"
    ? [{ field, value: header, rule: "it holds the caller's key, which would be stored in clear", fix: "leave it out" }]
    : [];
}
