import { accessSync, constants, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { answer } from "./execute.mjs";
import { atLeast, versionIn } from "./versions.mjs";

/**
 * The engine that the user has installed, if it can be used; else why it can't.
 *
 * @param {{ executables: string[], oldest: number[] }} needed
 * @returns {{ folder: string, whyNot?: undefined } | { folder?: undefined, whyNot: string }}
 */
export function engineOnPath({ executables, oldest }) {
  const pulumi = which("pulumi");
  if (!pulumi) return { whyNot: "No pulumi is on the PATH" };

  const text = answer(pulumi, ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } }) ?? "";
  const version = versionIn(text);
  if (!version || !atLeast(version, oldest)) {
    return { whyNot: `The pulumi on the PATH is ${text || "broken"}, not ${oldest.join(".")} or newer` };
  }

  const beside = dirname(realpathSync(pulumi));
  const missing = executables.find((name) => !executable(join(beside, name)) && !which(name));
  if (missing) return { whyNot: `The pulumi on the PATH comes without ${missing}` };
  return { folder: dirname(pulumi) };
}

/** @param {string} name */
function which(name) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(executable);
}

/** @param {string} file */
function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
