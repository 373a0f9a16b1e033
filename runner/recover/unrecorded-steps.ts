import type { Pulumi } from "../engine/pulumi";
import type { StateResource } from "../engine/stack-state";
import { doubtAbout, restsOn } from "./doubt";
import { failedUpdates } from "./failed-updates";
import type { Found } from "./look-up";
import type { LookUps } from "./look-ups";
import { withTaken } from "./imported-state";
import { plannedCreations } from "./planned-creations";
import { notAsked, type RecoveryStep, unrecorded } from "./recovery-step";

/** Where to look, and what is known already. */
export interface Unrecorded {
  pulumi: Pulumi;
  look: Pick<LookUps, "now" | "settled" | "signedInAs">;
  inState: readonly StateResource[];
  /** What the user says to be this stack's is taken over without further evidence. */
  adopt: boolean;
}

/** What the program would make and the service has already. Runs the program's preview. */
export async function unrecordedSteps({ pulumi, look, inState, adopt }: Unrecorded): Promise<RecoveryStep[]> {
  const [creations, failed] = await Promise.all([
    plannedCreations(pulumi, inState),
    failedUpdates(pulumi).catch(asError),
  ]);
  const steps: RecoveryStep[] = [];
  for (const resource of bottomUp(creations, inState)) {
    const doubt = async (found: Found) =>
      adopt ? undefined : doubtAbout(resource, found, { failed, signedIn: await look.signedInAs(resource), inState });
    try {
      const step = await stepFor(resource, look, doubt, withTaken(inState, steps));
      if (step) steps.push(step);
    } catch (error) {
      steps.push(notAsked({ type: "creating", resource }, error, "run this again"));
    }
  }
  return steps;
}

/** What is not to be taken over is not waited for: the service may have it in the making for hours. */
async function stepFor(
  resource: StateResource,
  look: Unrecorded["look"],
  doubt: (found: Found) => Promise<string | undefined>,
  owners: readonly StateResource[],
): Promise<RecoveryStep | undefined> {
  const now = await look.now(resource);
  if (now === undefined || now === "unknown") return undefined;
  const step = unrecorded(resource, now, await doubt(now), owners);
  if (step.remedy !== "import") return step;
  const settled = await look.settled(resource);
  return settled === undefined || settled === "unknown" ? undefined : { ...step, found: settled };
}

/** What others rest on comes before them, as the engine wants it in a state. */
function bottomUp(creations: readonly StateResource[], inState: readonly StateResource[]): StateResource[] {
  const all = [...inState, ...creations];
  return [...creations].sort((one, other) => restsOn(one, all) - restsOn(other, all));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
