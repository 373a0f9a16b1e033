import type { JsonObject } from "../json";
import type { Stored } from "./store";

/** Who made and last changed a resource, and when (ISO 8601). */
export interface SystemData {
  createdAt: string;
  createdBy: string;
  createdByType: string;
  lastModifiedAt: string;
  lastModifiedBy: string;
  lastModifiedByType: string;
}

/** Identity of a resource as ARM answers it. */
export interface Identity {
  type: string;
  principalId?: string;
  tenantId?: string;
  userAssignedIdentities?: Record<string, { principalId: string; clientId: string }>;
}

export interface Sku {
  name: string;
  tier?: string;
  size?: string;
  family?: string;
  capacity?: number;
}

/** A resource as it is kept; what only the emulator knows lies in further members of the kinds. */
export interface Resource<Properties = JsonObject> extends Stored {
  name: string;
  type: string;
  location?: string;
  tags?: Record<string, string>;
  kind?: string;
  sku?: Sku;
  identity?: Identity;
  properties: Properties;
  systemData?: SystemData;
}

/** The resource as ARM answers it: the members of a resource and no others. */
export function view<Properties>(resource: Resource<Properties>): Resource<Properties> {
  const { id, name, type, location, tags, kind, sku, identity, properties, systemData } = resource;
  return { id, name, type, location, tags, kind, sku, identity, properties, systemData };
}

/** The system data of a resource that is written at `now`, keeping who made it. */
export function written(now: Date, previous?: SystemData): SystemData {
  const change = { at: now.toISOString(), by: "local" };
  return {
    createdAt: previous?.createdAt ?? change.at,
    createdBy: previous?.createdBy ?? change.by,
    createdByType: "User",
    lastModifiedAt: change.at,
    lastModifiedBy: change.by,
    lastModifiedByType: "User",
  };
}

/** True where two ids name the same resource. */
export function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The last segment of an id. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
