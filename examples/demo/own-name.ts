import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { emulatorFolder } from "pulumi-azureml/emulator";

/** A name that is the demo's own, for its stacks and for its local Azure ML. */
export interface OwnName {
  name: string;
  /** Files that are there for the name's sake, besides the local Azure ML's folder. */
  stackFiles: readonly string[];
  /** Gives the name back: nothing that is called so stays. */
  release(): void;
}

/**
 * Takes the first of `demo`, `demo-2`, … that neither a stack of these projects nor a local Azure ML has, so that yours
 * stay as they are. Looking and taking are one, so that two demos at once do not take the same.
 */
export function takeName(projectFolders: readonly string[]): OwnName {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? "demo" : `demo-${number}`;
    const folder = emulatorFolder(name);
    const stackFiles = projectFolders.map((project) => join(project, `Pulumi.${name}.yaml`));
    mkdirSync(dirname(folder), { recursive: true });

    const made: string[] = [];
    const release = () => made.splice(0).forEach((path) => rmSync(path, { recursive: true, force: true }));
    const take = (path: string, make: () => void) => {
      make();
      made.push(path);
    };
    try {
      take(folder, () => mkdirSync(folder, { mode: 0o700 }));
      for (const file of stackFiles) take(file, () => writeFileSync(file, "config: {}\n", { flag: "wx" }));
      return { name, stackFiles, release };
    } catch (error) {
      release();
      if (!isTaken(error)) throw error;
    }
  }
}

/** True where what was to be made is there already. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
