import { z } from "zod";
import { type Maker, madeByAnother, nameInToken } from "../../azure/made-by-another";
import type { TokenClaims } from "../../azure/token-claims";
import type { StateResource } from "../engine/stack-state";
import type { FailedUpdate } from "./failed-updates";
import type { Found } from "./look-up";

const creation = z.looseObject({
  systemData: z.looseObject({
    createdAt: z.string(),
    createdBy: z.string().optional(),
    createdByType: z.string().optional(),
  }),
});

/** When the service made a resource, and for whom; undefined where it does not say. */
export function madeBy({ answer }: Found): (Maker & { at: string }) | undefined {
  const { data } = creation.safeParse(answer);
  return data && { at: data.systemData.createdAt, ...data.systemData };
}

/** What tells whether a stack made a resource that its state does not know. */
export interface Evidence {
  /** The stack's failed updates, or why they are not known. */
  failed: readonly FailedUpdate[] | Error;
  /** Whom we sign in as; undefined where that is not known, as on the local Azure ML. */
  signedIn: TokenClaims | undefined;
  inState: readonly StateResource[];
}

/**
 * Why a resource of the service may be somebody else's; undefined where an update of the stack made it: one that failed, that
 * had come as far as to that resource, and that ran when the service made it for the same one who signs in now.
 */
export function doubtAbout(
  resource: StateResource,
  found: Found,
  { failed, signedIn, inState }: Evidence,
): string | undefined {
  if (failed instanceof Error) return `which updates of this stack failed is not known (${failed.message})`;
  const made = madeBy(found);
  const before = restsOn(resource, inState);
  const candidates = failed.filter(({ through = before }) => through >= before);
  if (!made || !candidates.some((update) => ranAt(update, Date.parse(made.at)))) {
    return "no failed update of this stack had come to it then";
  }
  return signedIn && madeByAnother(made, signedIn) ? `this signs in as ${nameInToken(signedIn)}` : undefined;
}

/** Milliseconds: the history has whole seconds, and the clocks of this machine and of the service differ a little. */
const SKEW = 5000;

function ranAt({ from, to }: FailedUpdate, time: number): boolean {
  return time >= from - SKEW && time <= to + SKEW;
}

/** How many resources an update has to be through with before it can begin one: parents and dependencies, all the way down. */
export function restsOn(resource: StateResource, inState: readonly StateResource[]): number {
  const byUrn = new Map(inState.map((one) => [one.urn, one]));
  const seen = new Set<string>();
  const visit = ({ parent, dependencies }: Pick<StateResource, "parent" | "dependencies">): void => {
    for (const urn of [parent ?? "", ...(dependencies ?? [])]) {
      if (urn === "" || seen.has(urn)) continue;
      seen.add(urn);
      visit(byUrn.get(urn) ?? {});
    }
  };
  visit(resource);
  return seen.size;
}
