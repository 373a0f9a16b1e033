import type { Fault } from "./fault";

/**
 * Endpoint and deployment names: 3 to 32 characters, a letter first, then letters, digits and single dashes, no dash at
 * the end. Source: "Manage and increase quotas and limits" (Azure Machine Learning documentation).
 */
export function servingNameFaults(field: string, name: string): Fault[] {
  return /^[a-z](-?[a-z0-9])*$/i.test(name) && name.length >= 3 && name.length <= 32
    ? []
    : [
        {
          field,
          value: name,
          rule: "a name has 3 to 32 letters, digits and single dashes, begins with a letter and does not end with a dash",
        },
      ];
}

/** Most deployments of an endpoint. Source: "Manage and increase quotas and limits". */
export const MOST_DEPLOYMENTS = 20;

/** Asset names: letters, digits, dashes, underscores, at most 255. Source: REST path pattern. */
export function assetNameFaults(field: string, name: string): Fault[] {
  return /^[a-z0-9][a-z0-9\-_]{0,254}$/i.test(name)
    ? []
    : [
        {
          field,
          value: name,
          rule: "a name has 1 to 255 letters, digits, dashes and underscores, and begins with a letter or digit",
        },
      ];
}

/** Versions of assets may have dots too, for example `1.2`. */
export function assetVersionFaults(field: string, version: string): Fault[] {
  return /^[a-z0-9][a-z0-9\-_.]{0,254}$/i.test(version)
    ? []
    : [
        {
          field,
          value: version,
          rule: "a version has 1 to 255 letters, digits, dashes, underscores and dots, and begins with a letter or digit",
        },
      ];
}

/** Workspace names: 3 to 33 characters. Source: REST path pattern `^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$`. */
export function workspaceNameFaults(field: string, name: string): Fault[] {
  return /^[a-z0-9][a-z0-9_-]{2,32}$/i.test(name)
    ? []
    : [
        {
          field,
          value: name,
          rule: "a workspace name has 3 to 33 letters, digits, dashes and underscores, and begins with a letter or digit",
        },
      ];
}

/**
 * A name for a resource that only takes 3 to 24 lower-case letters and digits and is unique in the whole of Azure
 * (storage account, key vault, registry): readable first, then enough of a digest to be its own.
 */
export function compactName(readable: string, digest: string): string {
  const letters = readable.toLowerCase().replace(/[^a-z0-9]/g, "");
  const start = /^[a-z]/.test(letters) ? letters : `a${letters}`;
  return `${start.slice(0, 16)}${digest.slice(0, 8)}`;
}
