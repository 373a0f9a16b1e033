import assert from "node:assert/strict";
import { succeeded } from "../commands";
import { deploymentChanges } from "./endpoint-writes";
import { chainFaults, journalFaults } from "./judge-journal";
import { writeFaults } from "./judge-writes";
import type { Path } from "./rollout-story";
import type { RolloutStack } from "./stack";

/** What a rollout has to leave behind. */
export interface Wanted {
  /** Name of the deployment that has everything. */
  serving: string;
  /** What became of deployments since the given line of the request log. */
  changes: { since: number; are: string[] };
  path: Path;
}

/** The end of a rollout is right: weights, deployments, state, every write on the way, and the journal about them. */
export async function allRight(stack: RolloutStack, { serving, changes, path }: Wanted): Promise<void> {
  const { azure, commands, endpoint } = stack;
  const { traffic, mirror, deployments } = await stack.live();
  assert.deepEqual({ traffic, mirror }, { traffic: { [serving]: 100 }, mirror: {} }, "final weights");
  assert.deepEqual(deployments, [serving], "the deployments that are left");
  const made = deploymentChanges(await azure.requests(changes.since), endpoint);
  assert.deepEqual(made, changes.are, "what was made and deleted");

  const writes = await stack.writes();
  const journal = await stack.history();
  assert.deepEqual(writeFaults(writes, path.shows), []);
  assert.deepEqual(journalFaults(journal, writes, { plan: path.shows, unjournaled: stack.unjournaled }), []);
  assert.deepEqual(chainFaults(await azure.journalText(endpoint)), []);

  const state = await commands.state();
  assert.deepEqual(state.pending_operations ?? [], [], "nothing is pending");
  const inState = state.resources.flatMap(({ type, id }: { type: string; id?: string }) =>
    /:OnlineDeployment$/.test(type) && id ? [id.split("/").at(-1)] : [],
  );
  assert.deepEqual(inState, [serving], "the state has the deployments that are there");
  if (path.withPreview) succeeded(await commands.pulumi("preview", "--expect-no-changes", "--stack", "dev"));
}
