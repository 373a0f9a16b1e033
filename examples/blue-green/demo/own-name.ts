import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { emulatorFolder } from "pulumi-azureml/emulator";

/** A name that is the demo's own, for its stack and for its local Azure ML. */
export interface OwnName {
  name: string;
  /** Gives the name back: nothing that is called so stays. */
  release(): void;
}

/**
 * Takes the first of `demo`, `demo-2`, … that neither a stack nor a local Azure ML has, so that yours stay as they are.
 * Looking and taking are one, so that two demos at once do not take the same.
 */
export function takeName(projectFolder: string): OwnName {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? "demo" : `demo-${number}`;
    const folder = emulatorFolder(name);
    const stackFile = join(projectFolder, `Pulumi.${name}.yaml`);
    mkdirSync(dirname(folder), { recursive: true });
    if (!taken(() => mkdirSync(folder, { mode: 0o700 }))) {
      const removeFolder = () => rmSync(folder, { recursive: true, force: true });
      if (!taken(() => writeFileSync(stackFile, "config: {}\n", { flag: "wx" }))) {
        const removeFile = () => rmSync(stackFile, { force: true });
        return { name, release: () => [removeFolder, removeFile].forEach((remove) => remove()) };
      }
      removeFolder();
    }
  }
}

/** True where what was to be made is there already. */
function taken(make: () => void): boolean {
  try {
    make();
    return false;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return true;
    throw error;
  }
}
