import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { StackPlace } from "./backend-folder";
import { EngineFault } from "./engine-fault";
import type { Pulumi } from "./pulumi";

const project = z.looseObject({ name: z.string() });

/** The name of the project that a folder belongs to. */
export async function projectOf(cwd: string): Promise<string> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const file of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"]) {
      const text = await readFile(join(folder, file), "utf8").catch(() => undefined);
      if (text !== undefined) return project.parse(parse(text)).name;
    }
    if (dirname(folder) === folder) {
      throw new EngineFault(
        `no Pulumi.yaml in ${resolve(cwd)} or above it`,
        "other",
        "run this in the program's folder, or name it: --cwd DIR",
      );
    }
  }
}

/** Where the stack lives that is meant. Its name may be given with organisation and project: `acme/fraud/prod`. */
export async function placeOf(pulumi: Pulumi): Promise<StackPlace> {
  const given = pulumi.options.stack ?? (await pulumi.run(["stack", "--show-name"])).trim();
  const parts = given.split("/");
  const [, named] = parts.length === 3 ? parts : [];
  return { project: named ?? (await projectOf(pulumi.cwd)), stack: parts.at(-1) ?? given };
}
