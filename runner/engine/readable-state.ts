import { backendFolder, cutOffAttributes } from "./backend-folder";
import { placeOf } from "./project";
import type { Pulumi } from "./pulumi";
import { readState, type StackState } from "./stack-state";

/**
 * The state now, also where a kill cut off the attributes beside it, so that the engine can't read it until it is brought in
 * order.
 */
export async function readableState(pulumi: Pulumi): Promise<StackState> {
  try {
    return await readState(pulumi);
  } catch (error) {
    const folder = await backendFolder(pulumi);
    const cutOffFile = folder === undefined ? undefined : await cutOffAttributes(folder, await placeOf(pulumi));
    if (cutOffFile === undefined) throw error;
    return readState(pulumi, cutOffFile);
  }
}
