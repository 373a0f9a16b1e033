import { ArmError } from "../arm/http/errors";
import type { Reply } from "../arm/http/request";

/** What became of a request: an answer or a refusal. */
export type Outcome = { reply: Reply } | { refused: ArmError };

/** Errors that are no refusals go on as they are. */
export async function outcomeOf(answer: Promise<Reply>): Promise<Outcome> {
  try {
    return { reply: await answer };
  } catch (error) {
    if (error instanceof ArmError) return { refused: error };
    throw error;
  }
}

export function told(outcome: Outcome): Reply {
  if ("refused" in outcome) throw outcome.refused;
  return outcome.reply;
}
