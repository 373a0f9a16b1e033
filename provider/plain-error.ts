import { oneLine } from "../azure/arm-error";
import { messageOf } from "../azure/error-message";

/** Lets a failure through as one line. The host prints the stack of whatever is thrown, so it has none. */
export async function plainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const plain = new Error(oneLine(messageOf(error)));
    plain.stack = "";
    throw plain;
  }
}
