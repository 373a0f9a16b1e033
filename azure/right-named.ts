import { messageOf } from "./error-message";
import { describeMissingRight, missingRight } from "./missing-right";

/** Says which role is missing where, should that be why something can't be read. */
export async function rightNamed<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    const right = missingRight(error);
    throw right ? new Error(`${describeMissingRight(right)} (${messageOf(error)})`) : error;
  }
}
