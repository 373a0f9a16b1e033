import type { Command } from "commander";
import { examples } from "../help";
import { addCommands } from "./act";
import { addHistory } from "./history";
import { addPlan } from "./plan";
import { addRun } from "./run";
import { addStatus } from "./status";

/** `rollout`: moves a stack's candidate through its plan, or back. */
export function addRollout(program: Command): void {
  const rollout = program
    .command("rollout")
    .description("move the candidate of a stack's BlueGreenRollout through its plan, or back")
    .addHelpText(
      "after",
      `
Where a rollout is lies with the endpoint's weights, in its tag "rollout"; what happened and why, in a journal beside the
workspace's models. A runner may be killed at any time: the next one goes on, here or elsewhere. One at a time has the lease.

Exit codes:
  0   done, or one step further
  10  it waits: for time, for a verdict, for somebody to agree
  20  it stands still until somebody resumes, promotes or aborts it
  30  it was rolled back
  40  it has to go back, and there is nobody to go back to: nothing was moved
  50  another runner has the lease, or another update has the stack
${examples([
  ["pulumi-azureml rollout plan --stack prod", "what will happen, and how long it takes"],
  ["pulumi-azureml rollout run --stack prod", "all of it; may be killed and started again"],
  ["pulumi-azureml rollout advance --stack prod", "one step, for a CI job or a schedule"],
  ["pulumi-azureml rollout abort --stack prod", "all traffic back, in one write"],
])}`,
    );
  addPlan(rollout);
  addStatus(rollout);
  addRun(rollout);
  addCommands(rollout);
  addHistory(rollout);
}
