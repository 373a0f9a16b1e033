import type { Command } from "commander";

/** The local Azure ML that is meant where none is named. */
export const DEFAULT_NAME = "default";

/** Adds `--name`. */
export function nameOption(command: Command): Command {
  return command.option("--name <name>", "which local Azure ML, where there are several", DEFAULT_NAME);
}

/** The command that starts the one called `name`, for hints. */
export function startCommand(name: string): string {
  return `pulumi-azureml emulator start${name === DEFAULT_NAME ? "" : ` --name ${name}`}`;
}
