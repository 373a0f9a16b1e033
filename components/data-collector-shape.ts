import type * as pulumi from "@pulumi/pulumi";
import type { KnownDataCollector } from "../arm/data-collection-faults";
import { now } from "./check";
import type { CollectionSpec, DataCollectorProperties, DataCollectorSpec } from "./data-collector-args";

/**
 * Shapes data collection into ARM's `dataCollector`. What the service would decide silently is written out, so that
 * previews show it. Source of the defaults: REST type `DataCollector`.
 */
export function dataCollectorProperties(
  { collections, rollingRate, captureHeaders = [] }: DataCollectorSpec,
  dataId: (collection: string) => pulumi.Input<string>,
): DataCollectorProperties {
  return {
    collections: Object.fromEntries(
      Object.entries(collections).map(([name, { mode, samplingRate, clientId }]) => [
        name,
        {
          dataCollectionMode: mode ?? "Enabled",
          samplingRate: samplingRate ?? 1,
          dataId: dataId(name),
          ...(clientId === undefined ? {} : { clientId }),
        },
      ]),
    ),
    rollingRate: rollingRate ?? "Hour",
    ...(captureHeaders.length === 0 ? {} : { requestLogging: { captureHeaders } }),
  };
}

/** Data collection as far as the program knows its values already. */
export function knownDataCollector(spec: DataCollectorSpec): KnownDataCollector {
  const { store } = spec;
  return {
    collections: perCollection(spec, ({ mode, samplingRate, clientId }) => ({
      mode,
      samplingRate: now(samplingRate),
      clientId: now(clientId),
    })),
    rollingRate: now(spec.rollingRate),
    captureHeaders: spec.captureHeaders,
    ...(store === undefined ? {} : { store: { ...store, scope: now(store.scope) } }),
  };
}

/** The values that may be known only later. */
export function laterValues({ rollingRate, store, ...spec }: DataCollectorSpec) {
  return {
    collections: perCollection(spec, ({ samplingRate, clientId }) => ({ samplingRate, clientId })),
    rollingRate,
    store: { scope: store?.scope },
  };
}

function perCollection<T>({ collections }: Pick<DataCollectorSpec, "collections">, shape: (spec: CollectionSpec) => T) {
  return Object.fromEntries(Object.entries(collections).map(([name, spec]) => [name, shape(spec)]));
}
