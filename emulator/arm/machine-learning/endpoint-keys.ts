import { randomBytes } from "node:crypto";
import type { EndpointKeys } from "./endpoint-record";

/** A key as the service makes them: 32 characters. */
export function newKey(): string {
  return randomBytes(24).toString("base64url");
}

/** The keys after `regenerateKeys`. A value that is the present key asks for a fresh one. */
export function regenerated(
  keys: EndpointKeys,
  { keyType, keyValue }: { keyType: "Primary" | "Secondary"; keyValue?: string },
): EndpointKeys {
  const member = keyType === "Primary" ? "primaryKey" : "secondaryKey";
  const value = keyValue === undefined || keyValue === keys[member] ? newKey() : keyValue;
  return { ...keys, [member]: value };
}
