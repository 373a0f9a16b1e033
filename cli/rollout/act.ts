import type { Command } from "commander";
import {
  carryOutOrder,
  goBack,
  type OpenRollout,
  type RolloutOrder,
  type Step,
  withoutLease,
} from "../../runner/index";
import { Failure } from "../failure";
import { note, print, printJson } from "../output";
import { addDirect, rolledBackDirectly } from "./direct";
import { rolloutCommand, withRollout } from "./options";
import { stepJson, stepWords } from "./words";

type Order = Exclude<RolloutOrder, "retry">;

const orders: [order: Order, names: string[], description: string][] = [
  ["promote", ["promote"], "go on to the next stage now; where one asks for an agreement, this is it"],
  ["pause", ["pause"], "let it stand still, with the weights as they are"],
  ["resume", ["resume"], "let it go on where it stood still; its times begin anew"],
  ["abort", ["abort", "rollback"], "give everything back to the live deployment, in one write"],
];

/**
 * The commands of people. None of them waits for the lease: each is one write, which is refused where the endpoint is not as
 * it was seen, so that a runner and a person never undo each other.
 */
export function addCommands(parent: Command): void {
  for (const [order, names, description] of orders) {
    for (const name of names) {
      const command = rolloutCommand(parent, name, description);
      if (order === "abort") addDirect(command);
      command.action(async (given: { direct?: string }) => {
        if (given.direct !== undefined) {
          const { step, json } = await rolledBackDirectly(name, given);
          return tellStep(name, step, json);
        }
        await withRollout(name, given, async (rollout, { json = false }) =>
          tellStep(name, await ordered(rollout, order), json),
        );
      });
    }
  }
}

async function ordered(rollout: OpenRollout, order: Order): Promise<Step> {
  const intent = await rollout.intent();
  const around = rollout.surroundings(withoutLease);
  if (order !== "abort") return carryOutOrder(around, intent, order);
  // Only a program that says the stage itself moves weights.
  const step = await goBack(around, intent, intent.stage === undefined ? async () => false : rollout.isUpdated);
  if (intent.stage !== undefined && step.decision.do === "write") {
    const [first] = intent.plan.stages;
    note(
      `set the program's stage, which is "${intent.stage}", to "${first?.name}", or the next change of it moves traffic again; ` +
        "`pulumi preview --refresh` then shows that nothing moves",
    );
  }
  return step;
}

function tellStep(name: string, step: Step, json: boolean): void {
  if (json) printJson(stepJson(step));
  else print(stepWords(step));
  const { decision } = step;
  if (decision.do === "write") return;
  throw new Failure(
    `${name}: ${decision.reason}`,
    "nothing was moved; `pulumi-azureml rollout status` shows where it is",
  );
}
