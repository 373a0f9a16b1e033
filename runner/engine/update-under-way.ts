import { z } from "zod";
import { backendFolder } from "./backend-folder";
import { knownJson } from "./known-json";
import { placeOf } from "./project";
import type { Pulumi } from "./pulumi";
import { fateOf, lockHolders } from "./stack-lock";

const stacks = z.array(z.looseObject({ name: z.string(), updateInProgress: z.boolean().optional() }));

/**
 * True while an update of the stack is under way. Backends that are a folder tell by their locks, Pulumi Cloud by its list
 * of stacks; others, such as S3, do not tell and count as idle.
 */
export async function updateIsUnderWay(pulumi: Pulumi): Promise<boolean> {
  const place = await placeOf(pulumi);
  const folder = await backendFolder(pulumi);
  if (folder !== undefined)
    return (await lockHolders(folder, place)).some((holder) => fateOf(holder) !== "left behind");
  const list = knownJson("pulumi stack ls", await pulumi.run(["stack", "ls", "--json"]), stacks);
  return list.some(({ name, updateInProgress }) => name.split("/").at(-1) === place.stack && updateInProgress === true);
}
