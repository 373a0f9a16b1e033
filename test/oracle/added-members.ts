import type { Mapper, PackageName } from "./published-package";

const text: Mapper = { type: { name: "String" } };
const flag: Mapper = { type: { name: "Boolean" } };
const number: Mapper = { type: { name: "Number" } };
const oneOf = (...allowedValues: string[]): Mapper => ({ type: { name: "Enum", allowedValues } });
const list = (element: Mapper): Mapper => ({ type: { name: "Sequence", element } });
const dictionary = (value: Mapper): Mapper => ({ type: { name: "Dictionary", value } });
const record = (modelProperties: Record<string, Mapper>): Mapper => ({ type: { name: "Composite", modelProperties } });
const published = (className: string): Mapper => ({ type: { name: "Composite", className } });
const nullable = (mapper: Mapper): Mapper => ({ ...mapper, nullable: true });
const required = (mapper: Mapper): Mapper => ({ ...mapper, required: true });

const collection = record({
  clientId: nullable(text),
  dataCollectionMode: oneOf("Enabled", "Disabled"),
  dataId: nullable(text),
  samplingRate: number,
});

const dataCollector = record({
  collections: required(dictionary(nullable(collection))),
  requestLogging: nullable(record({ captureHeaders: nullable(list(text)) })),
  rollingRate: oneOf("Year", "Month", "Day", "Hour", "Minute"),
});

/** What the definition `OnlineDeploymentProperties` has gained. */
const deployment = { dataCollector: nullable(dataCollector), startupProbe: nullable(published("ProbeSettings")) };

/**
 * Members that the service has gained since the api-version of the newest package with mappers, by package and type.
 * Azure Machine Learning: 2022-10-01 to 2025-12-01. Source: the definitions of the same names in the Azure REST API
 * specification, `Microsoft.MachineLearningServices/stable/2025-12-01/openapi.json`.
 *
 * Only what serving uses: the workspace's newer members are left out, so a body with one of them is refused until it
 * is written down here.
 */
export const ADDED_MEMBERS: Partial<Record<PackageName, Readonly<Record<string, Record<string, Mapper>>>>> = {
  "@azure/arm-machinelearning": {
    ManagedOnlineDeployment: deployment,
    KubernetesOnlineDeployment: deployment,
    OnlineEndpointProperties: { mirrorTraffic: nullable(dictionary(number)) },
    EnvironmentVersionProperties: { stage: nullable(text) },
    InferenceContainerProperties: { startupRoute: nullable(published("Route")) },
    ModelVersionProperties: {
      datasets: nullable(list(nullable(record({ id: nullable(text), name: nullable(text) })))),
      stage: nullable(text),
    },
  },
};

/** Body of `Datastores_ListSecrets`; there was none in 2022-10-01. Source: `SecretExpiry`, same document. */
export const SECRET_EXPIRY: Mapper = record({ expirableSecret: flag, expireAfterHours: number });
