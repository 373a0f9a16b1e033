import type { StateResource } from "../engine/stack-state";

/**
 * Resources of a state whose rename is half over. An endpoint that another one replaces is in the state twice under one URN
 * until the old one is gone. A new deployment that says `deletedWith` that URN, and leaves the program in that time, the
 * engine would take for gone with the old endpoint, and forget while the service has it. So it no longer says so: the engine
 * then deletes it like any other, and the next update says it again of all that stay.
 */
export function withoutFormerHosts(resources: readonly StateResource[]): StateResource[] {
  return resources.map((resource) => {
    if (!saysFormerHost(resource, resources)) return resource;
    const { deletedWith: _host, ...rest } = resource;
    return rest;
  });
}

/** True where {@link withoutFormerHosts} changes something. */
export function isHalfRenamed(resources: readonly StateResource[]): boolean {
  return resources.some((resource) => saysFormerHost(resource, resources));
}

function saysFormerHost({ id, deletedWith, delete: goes }: StateResource, all: readonly StateResource[]): boolean {
  if (id === undefined || deletedWith === undefined || goes === true) return false;
  const hosts = all.filter(({ urn, delete: hostGoes }) => urn === deletedWith && hostGoes === true);
  return hosts.some((host) => host.id !== undefined && !id.toLowerCase().startsWith(`${host.id.toLowerCase()}/`));
}
