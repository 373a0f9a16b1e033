import type { Command } from "commander";
import { carryOutOrder, type RolloutOrder, withoutLease } from "../../runner/index";
import { Failure } from "../failure";
import { print, printJson } from "../output";
import { rolloutCommand, withRollout } from "./options";
import { stepWords } from "./words";

const orders: [order: RolloutOrder, names: string[], description: string][] = [
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
      rolloutCommand(parent, name, description).action((given: unknown) =>
        withRollout(name, given, async (rollout, { json = false }) => {
          const intent = await rollout.intent();
          const step = await carryOutOrder(rollout.surroundings(withoutLease), intent, order);
          if (json) printJson(step);
          else print(stepWords(step));
          const { decision } = step;
          if (decision.do === "write") return;
          throw new Failure(
            `${name}: ${decision.reason}`,
            "nothing was moved; `pulumi-azureml rollout status` shows where it is",
          );
        }),
      );
    }
  }
}
