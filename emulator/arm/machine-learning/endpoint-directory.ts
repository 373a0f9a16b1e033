import type { EndpointDirectory, ServedEndpoint } from "../../serving/contract";
import type { Collection } from "../store/store";
import { tokenHolds } from "./aml-tokens";
import type { EndpointRecord } from "./endpoint-record";

export interface DirectoryOptions {
  tokenSecret: Buffer;
  now: () => Date;
  /** Whether roles let a principal send requests to the endpoint with this id. */
  mayScore: (principal: string, id: string) => boolean;
}

/** What the scoring front end asks for every request, kept beside the store so that it costs one look-up. */
export function endpointDirectory(
  endpoints: Collection<EndpointRecord>,
  { tokenSecret, now, mayScore }: DirectoryOptions,
): EndpointDirectory {
  const served = new Map<string, { id: string; endpoint: ServedEndpoint; incarnation: string }>();

  const learn = (name: string, record: EndpointRecord | undefined): void => {
    if (record === undefined) return void served.delete(name);
    const { authMode, traffic, mirrorTraffic, provisioningState } = record.properties;
    if (provisioningState === "Creating") return;
    const endpoint = { name: record.name, authMode, keys: record.secretKeys, traffic, mirrorTraffic };
    served.set(name, { id: record.id, endpoint, incarnation: record.incarnation });
  };
  for (const record of endpoints.all()) learn(record.name.toLowerCase(), record);
  endpoints.watch(({ id, record }) => learn(id.slice(id.lastIndexOf("/") + 1).toLowerCase(), record));

  return {
    find: (name) => served.get(name.toLowerCase())?.endpoint,
    validAmlToken: (name, token) => {
      const incarnation = served.get(name.toLowerCase())?.incarnation;
      return incarnation !== undefined && tokenHolds(token, incarnation, tokenSecret, now());
    },
    mayScore: (name, principal) => {
      const id = served.get(name.toLowerCase())?.id;
      return id !== undefined && mayScore(principal, id);
    },
  };
}
