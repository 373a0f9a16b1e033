import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Pulumi } from "./pulumi";

/** Where a stack lives in its backend. */
export interface StackPlace {
  project: string;
  stack: string;
}

/** The folder that a backend keeps its stacks in; undefined for a backend of another kind, such as Pulumi Cloud or S3. */
export async function backendFolder(pulumi: Pulumi): Promise<string | undefined> {
  const [, url = ""] = /^Backend URL:\s*(\S.*?)\s*$/m.exec(await pulumi.run(["whoami", "--verbose"])) ?? [];
  if (!url.startsWith("file://")) return undefined;
  const path = url.slice("file://".length).replace(/\?.*$/, "");
  if (path === "~" || path.startsWith("~/")) return join(pulumi.env["HOME"] || homedir(), path.slice(1), ".pulumi");
  return join(path.startsWith("/") ? fileURLToPath(`file://${path}`) : resolve(pulumi.cwd, path), ".pulumi");
}

/**
 * The attributes file beside a stack's state, if a kill cut its writing off. The engine writes the state as a whole or not
 * at all, but not this file before it, which holds no more than a checksum; and it reads no state whose attributes are
 * broken: `failed to load checkpoint: EOF` (measured, Pulumi 3.259).
 */
export async function cutOffAttributes(folder: string, { project, stack }: StackPlace): Promise<string | undefined> {
  for (const stacks of [join(folder, "stacks", project), join(folder, "stacks")]) {
    const files = await readdir(stacks).catch(() => []);
    for (const file of files.filter((name) => name.startsWith(`${stack}.json`) && name.endsWith(".attrs"))) {
      if (!/\.bak\.attrs$/.test(file) && (await isCutOff(join(stacks, file)))) return join(stacks, file);
    }
  }
  return undefined;
}

/** True where an attributes file is there and is broken. */
export async function isCutOff(file: string): Promise<boolean> {
  return !isJson(await readFile(file, "utf8").catch(() => "{}"));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
