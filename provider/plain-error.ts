import { oneLine } from "../azure/arm-error";

/** Lets a failure through as one line. The host prints the stack of whatever is thrown, so it has none. */
export async function plainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const plain = new Error(oneLine(error instanceof Error ? error.message : String(error)));
    plain.stack = "";
    throw plain;
  }
}
