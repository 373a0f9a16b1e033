import { z } from "zod";
import { COLLECTION_DATASTORE } from "../../arm/data-collection";
import { parseWorkspaceId } from "../../arm/ids";
import type { ArmClient } from "../arm-client";
import { OnlineEndpoints } from "../online-endpoints";
import type { CollectedBlobs } from "./collected-blobs";
import {
  type CollectionFilter,
  type CollectionPlace,
  COLLECTOR_FOLDER,
  isAsked,
  placeOfBlob,
  placeOfRows,
} from "./collection-place";

const collections = z.record(z.string(), z.looseObject({ dataId: z.string().nullish() }));
const deploymentAnswer = z.looseObject({
  name: z.string(),
  properties: z.looseObject({ dataCollector: z.looseObject({ collections }).nullish() }),
});
const dataAnswer = z.looseObject({ properties: z.looseObject({ dataUri: z.string() }) });

/** Finds the collections of a workspace: as deployments say it, and whatever lies in the usual places. */
export class CollectionPlaces {
  constructor(
    private readonly arm: ArmClient,
    private readonly workspaceId: string,
    private readonly blobs: CollectedBlobs,
  ) {}

  /** Those that are asked for, by name. */
  async find(filter: CollectionFilter): Promise<CollectionPlace[]> {
    const found = [...(await this.lying()), ...(await this.older()), ...(await this.declared(filter))];
    const byFolder = new Map(found.map((place) => [`${place.datastore ?? ""}/${place.folder}`.toLowerCase(), place]));
    return [...byFolder.values()].filter((place) => isAsked(place, filter)).sort(byName);
  }

  private async declared({ endpoint }: CollectionFilter): Promise<CollectionPlace[]> {
    const endpoints = await new OnlineEndpoints(this.workspaceId, this.arm).list();
    const asked = endpoints.filter(
      ({ name }) => endpoint === undefined || name.toLowerCase() === endpoint.toLowerCase(),
    );
    return (await Promise.all(asked.map(({ name }) => this.ofEndpoint(name)))).flat();
  }

  private async ofEndpoint(endpoint: string): Promise<CollectionPlace[]> {
    const path = `${this.workspaceId}/onlineEndpoints/${endpoint}/deployments`;
    const places: CollectionPlace[] = [];
    for (const { name: deployment, properties } of await this.arm.list(path, deploymentAnswer)) {
      for (const [collection, { dataId }] of Object.entries(properties.dataCollector?.collections ?? {})) {
        const data = dataId ? await this.arm.get(dataId, dataAnswer) : undefined;
        const [, datastore, below] = /\/datastores\/([^/]+)\/paths\/(.+)$/i.exec(data?.properties.dataUri ?? "") ?? [];
        if (datastore === undefined || below === undefined) continue;
        const folder = `${below.replace(/\/+$/, "")}/`;
        places.push({ layout: "json-lines", endpoint, deployment, collection, datastore, folder });
      }
    }
    return places;
  }

  private async lying(): Promise<CollectionPlace[]> {
    const blobs = await this.blobs.list(COLLECTION_DATASTORE, COLLECTOR_FOLDER);
    return blobs.flatMap(({ name }) => placeOfBlob(name, COLLECTION_DATASTORE) ?? []);
  }

  private async older(): Promise<CollectionPlace[]> {
    const { subscriptionId, resourceGroupName, workspaceName } = parseWorkspaceId(this.workspaceId) ?? {};
    const blobs = await this.blobs.list(undefined, `${subscriptionId}/${resourceGroupName}/${workspaceName}/`);
    return blobs.flatMap(({ name }) => placeOfRows(name) ?? []);
  }
}

function byName(one: CollectionPlace, other: CollectionPlace): number {
  const name = ({ endpoint, deployment, collection }: CollectionPlace): string =>
    `${endpoint}\n${deployment}\n${collection}`;
  return name(one).localeCompare(name(other));
}
