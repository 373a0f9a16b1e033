import type * as pulumi from "@pulumi/pulumi";
import type { Fault } from "../arm/fault";
import { BlobUpload } from "./blob-upload";
import { explicitConnection } from "./connection";
import { localPathFaults, readLocalContent, sha256 } from "./local-content";
import type { WorkspaceParts } from "./workspace-ref";

/** Where an asset comes from: this machine, or a place that it lies in already. */
export interface AssetSource {
  path?: string;
  uri?: string;
}

/** Local content as an asset needs it. */
export interface LocalUpload {
  upload: BlobUpload;
  /** The content under its name, as a version. */
  version: string;
}

/** Registers the upload of what lies at the path; undefined for an asset given by URI. */
export function localUpload(
  parent: pulumi.ComponentResource,
  name: string,
  { path }: AssetSource,
  workspace: WorkspaceParts,
): LocalUpload | undefined {
  if (path === undefined) return undefined;
  const content = readLocalContent(path);
  const connection = explicitConnection(parent);
  const upload = new BlobUpload(`${name}-upload`, { ...content, workspaceId: workspace.id, connection }, { parent });
  return { upload, version: contentVersion(content.digest, content.name) };
}

/** What makes an asset what it is, as a version: 16 digits of its SHA-256. */
export function contentVersion(...parts: (string | undefined)[]): string {
  return sha256(JSON.stringify(parts)).slice(0, 16);
}

/** Faults of a source: it is a path or a URI, and a path leads to something. */
export function sourceFaults(subject: string, { path, uri }: AssetSource, kind?: "file" | "folder"): Fault[] {
  if ((path === undefined) === (uri === undefined)) {
    return [
      { field: "path", rule: `${subject} comes from a \`path\` or from a \`uri\``, fix: "give exactly one of the two" },
    ];
  }
  return path === undefined ? [] : localPathFaults("path", path, kind);
}
