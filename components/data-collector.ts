import { DataVersion } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import {
  COLLECTION_ASSET_VERSION,
  COLLECTION_DATASTORE,
  collectionAssetName,
  collectionFolder,
  shortDatastoreUri,
} from "../arm/data-collection";
import { collectedValueFaults, dataCollectorFaults } from "../arm/data-collection-faults";
import type { Fault } from "../arm/fault";
import { assetVersionId } from "../arm/ids";
import { check, lift } from "./check";
import type { DataCollectorProperties, DataCollectorSpec, DataVersionResource } from "./data-collector-args";
import { dataCollectorProperties, knownDataCollector, laterValues } from "./data-collector-shape";
import { after, gate, type Gate } from "./gate";
import { contentVersion } from "./local-upload";
import type { EndpointParts } from "./online-deployment";
import { transformed } from "./transform";

/** Data collection of a deployment. */
export interface DataCollectorArgs extends DataCollectorSpec {
  endpoint: EndpointParts;
  /** Name of the deployment in its endpoint. */
  deploymentName: string;
}

/**
 * What a deployment needs to collect its production data: a registered data asset for each collection, a role where the
 * data goes to a place of your own, and the `dataCollector` that the deployment is sent with. An `OnlineDeployment` makes its
 * own from its argument `dataCollector`.
 */
export class DataCollector extends pulumi.ComponentResource {
  /** The deployment's `dataCollector` in ARM. */
  public readonly properties: DataCollectorProperties;
  /** The data assets by collection. */
  public readonly assets: Readonly<Record<string, pulumi.CustomResource>>;
  /** The role on the store; undefined where none is given. */
  public readonly role: pulumi.CustomResource | undefined;

  constructor(name: string, args: DataCollectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:DataCollector", name, {}, opts);
    const subject = `DataCollector ${name}`;
    check(this, subject, dataCollectorSpecFaults("dataCollector", args, args.endpoint));
    const { endpoint, store } = args;
    const { collectorRoles: roles } = endpoint;
    const granted = store?.scope === undefined || !roles ? undefined : { ...store, scope: store.scope };
    const later = { ...laterValues(args), principalId: granted && roles?.principalId };
    const checked = gate({ component: this, name, subject }, later, ({ principalId, ...values }) => [
      ...collectedValueFaults("dataCollector", values),
      ...(principalId === "" ? [noIdentity] : []),
    ]);

    this.role = granted && roles?.on(granted, after(checked), args.transform?.role);
    this.assets = Object.fromEntries(
      Object.keys(args.collections).map((collection) => [collection, this.asset(name, args, collection, checked)]),
    );
    this.properties = dataCollectorProperties(args, (collection) => this.dataId(args, collection));
    this.registerOutputs({});
  }

  private asset(name: string, args: DataCollectorArgs, collection: string, checked: Gate | undefined) {
    const { workspace } = args.endpoint;
    return new DataVersion(
      ...transformed<DataVersionResource>(
        args.transform?.data,
        `${name}-${collection}-data`,
        {
          workspaceName: workspace.workspaceName,
          resourceGroupName: workspace.resourceGroupName,
          ...assetOf(args, collection),
          properties: {
            dataType: "uri_folder",
            dataUri: lift(args.endpoint.endpointName, (endpoint) => uriOf(args, endpoint, collection)),
          },
        },
        { parent: this, dependsOn: after(checked), deleteBeforeReplace: false },
      ),
    );
  }

  /** The id is spelt out, so that previews show it; the URN carries the dependency. */
  private dataId(args: DataCollectorArgs, collection: string): pulumi.Output<string> {
    const { name, version } = assetOf(args, collection);
    return pulumi
      .all([args.endpoint.workspace.id, name, version, this.assets[collection]?.urn])
      .apply(([workspace, asset, known]) => assetVersionId(workspace, "data", asset, known));
  }
}

/** Every rule that data collection breaks, as far as its values are known. */
export function dataCollectorSpecFaults(
  field: string,
  spec: DataCollectorSpec,
  endpoint: Pick<EndpointParts, "collectorRoles"> | undefined,
): Fault[] {
  const elsewhere = endpoint !== undefined && endpoint.collectorRoles === undefined;
  return [
    ...dataCollectorFaults(field, knownDataCollector(spec)),
    ...(spec.store?.scope !== undefined && elsewhere
      ? [
          {
            field: `${field}.store.scope`,
            rule: "this program does not make the endpoint, so its identity is not known here",
            fix: "leave scope out, and give the role where the endpoint is made",
          },
        ]
      : []),
  ];
}

const noIdentity: Fault = {
  field: "dataCollector.store.scope",
  rule: "the endpoint was made without a system-assigned identity, so there is none to give the role to",
  fix: "leave scope out, and give the role Storage Blob Data Contributor to the identity that writes",
};

function placeOf({ deploymentName }: DataCollectorArgs, endpoint: string, collection: string) {
  return { endpoint, deployment: deploymentName.toLowerCase(), collection };
}

function uriOf(args: DataCollectorArgs, endpoint: string, collection: string): string {
  const { datastore = COLLECTION_DATASTORE, path } = args.store ?? {};
  const folder = path ?? collectionFolder(placeOf(args, endpoint, collection));
  return shortDatastoreUri(datastore, `${folder}/${collection}`);
}

/**
 * Name and version of a collection's asset: those of Microsoft's own clients in the default place, which never moves. Data
 * of a place of your own may move; a version can't, so there it stands for the place.
 */
function assetOf(args: DataCollectorArgs, collection: string) {
  const name = lift(args.endpoint.endpointName, (endpoint) => collectionAssetName(placeOf(args, endpoint, collection)));
  const version = lift(args.endpoint.endpointName, (endpoint) =>
    args.store === undefined ? COLLECTION_ASSET_VERSION : contentVersion(uriOf(args, endpoint, collection)),
  );
  return { name, version };
}
