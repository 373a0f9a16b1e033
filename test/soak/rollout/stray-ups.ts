import assert from "node:assert/strict";
import { changesIn, engineSteps } from "../engine-steps";
import { atFirst, type Scene } from "./stray-scenes";
import { RolloutStack } from "./stack";

/** What strayed in at one place, and what it did. */
export interface Stray {
  state: string;
  weights: string;
  preview: string[];
  up: string[];
  /** The `up` after that. */
  again: string[];
}

/** A preview, an `up` and another `up`, in this order; a run of tests may leave the preview out. */
export interface StrayOptions {
  scenes: readonly Scene[];
  withPreview?: false;
  onStray?: (stray: Stray) => void;
}

/** Lets previews and plain `up`s stray in wherever a rollout stands, and throws where one does what it must not. */
export async function strayUps({ scenes, onStray, ...options }: StrayOptions): Promise<void> {
  const stack = await RolloutStack.create();
  try {
    await stack.release(atFirst);
    await stack.up();
    for (const scene of scenes) {
      try {
        const stray = await strayed(stack, scene, options.withPreview ?? true);
        onStray?.(stray);
      } catch (cause) {
        throw new Error(`at "${scene.state}"`, { cause });
      }
    }
  } finally {
    await stack.remove();
  }
}

async function strayed(stack: RolloutStack, scene: Scene, withPreview: boolean): Promise<Stray> {
  if (scene.release) await stack.release(scene.release);
  for (const args of scene.by) {
    const { code, output } = await stack.rollout(...args);
    assert.equal(code, 0, `${args.join(" ")}: ${output}`);
  }
  const before = await stack.live();
  const [, , , , stage, status] = before.tag?.split("|") ?? [];
  if (scene.tag) assert.equal(`${stage} ${status}`, scene.tag, "where the rollout stands");
  const preview = withPreview ? await attempt(stack, scene, "preview") : scene.changes;
  const up = await attempt(stack, scene, "up", "--yes", "--skip-preview");
  const again =
    scene.changes.length > 0 ? await attempt(stack, { ...scene, changes: [] }, "up", "--yes", "--skip-preview") : [];
  const { deployments } = await stack.live();
  const present = (name: string) => deployments.includes(name);
  for (const change of scene.changes) {
    const [, op, name = ""] = /^(create|delete) fraud-(\w+)$/.exec(change) ?? [];
    if (op) assert.equal(present(name), op === "create", `${change}, and there are ${deployments.join()}`);
  }
  const weights = JSON.stringify({ ...before.traffic, ...(before.mirror && prefixed(before.mirror)) });
  return { state: scene.state, weights, preview, up, again };
}

/** Runs the engine once; whatever it does, weights, mirror and cursor stay, and nobody writes to the endpoint at all. */
async function attempt(stack: RolloutStack, { changes, refusal }: Scene, ...args: string[]): Promise<string[]> {
  const before = await stack.live();
  const since = (await stack.azure.requests()).length;
  const { ended, steps } = await engineSteps(stack.commands, ...args);
  const done = changesIn(steps);
  const [what] = args;
  if (refusal) {
    assert.notEqual(ended.code, 0, `${what}: ${ended.output}`);
    assert.match(ended.output, refusal);
  } else assert.equal(ended.code, 0, `${what}: ${ended.output}`);
  assert.deepEqual(done, [...changes].sort(), what);
  const { traffic, mirror, tag, deployments } = await stack.live();
  assert.deepEqual({ traffic, mirror, tag }, { traffic: before.traffic, mirror: before.mirror, tag: before.tag });
  if (what === "preview" || changes.length === 0) assert.deepEqual(deployments, before.deployments, what);
  const requests = await stack.azure.requests(since);
  const writes = requests.filter(({ method, path }) => method !== "GET" && path.includes("/onlineEndpoints/"));
  const wanted = what === "preview" ? 0 : changes.filter((change) => change.endsWith("-deployment")).length;
  const told = writes.map(({ method, path }) => `${method} ${path.split("/onlineEndpoints/")[1]}`);
  const weighty = told.filter((each) => !each.includes("/deployments/") && !/listKeys$/.test(each));
  assert.deepEqual(weighty, [], `${what}: writes to the endpoint`);
  assert.equal(told.length - weighty.length, wanted, `${what}: writes to deployments: ${told.join()}`);
  return refusal ? ["refused"] : done;
}

function prefixed(mirror: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(mirror).map(([name, percent]) => [`mirror ${name}`, percent]));
}
