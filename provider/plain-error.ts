import { oneLine } from "../azure/arm-error";
import { messageOf } from "../azure/error-message";
import { PartialFailure } from "./results";

/**
 * Lets a failure through as one line. The host prints the stack of whatever is thrown, so it has none. `id`: the resource's,
 * which the host asks for with what a half-made update leaves.
 */
export async function plainly<T>(work: () => Promise<T>, id?: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const plain = new Error(oneLine(messageOf(error)));
    plain.stack = "";
    if (!(error instanceof PartialFailure)) throw plain;
    throw Object.assign(plain, { id, properties: error.properties, reasons: [plain.message] });
  }
}
