import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Folder of caches and of the emulators' state: `PULUMI_AZUREML_HOME`, by default `~/.pulumi-azureml`. */
export function homeFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return resolve(environment["PULUMI_AZUREML_HOME"] || join(homedir(), ".pulumi-azureml"));
}

/** Folder of the state of the emulator called `name`. */
export function emulatorFolder(name: string, home: string = homeFolder()): string {
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) {
    throw new Error(
      `emulator name: "${name}" given; use 1 to 32 of a-z, 0-9 and "-", beginning with a letter or digit`,
    );
  }
  return join(home, "emulators", name);
}
