import { strict as assert } from "node:assert";
import { planFaults } from "../../../rollout";
import { AbstractRollout, allPlans, type World } from "./abstract-world";

describe("every state that a rollout can reach", function () {
  this.timeout(0);
  const plans = allPlans().filter((plan) => planFaults(plan).length === 0);
  let states = 0;
  let steps = 0;
  after(() => console.log(`      ${plans.length} plans, ${states} states, ${steps} steps`));

  it("keeps all invariants, and leads to an end", () => {
    for (const plan of plans) {
      const rollout = new AbstractRollout(plan);
      const seen = new Map<string, World>();
      const cameFrom = new Map<string, [from: string, step: string]>();
      const reaches = new Map<string, string[]>();
      const keyOf = (world: World): string => rollout.key(world);
      const begin = keyOf(rollout.beginning);
      seen.set(begin, rollout.beginning);
      const open = [begin];
      for (let at = 0, key = open[0]; key !== undefined; key = open[++at]) {
        const world = seen.get(key);
        assert.ok(world);
        let next: [string, World][];
        try {
          next = rollout.after(world);
        } catch (error) {
          throw new Error(`${String(error)}\n${story(key, cameFrom).join("\n")}\n${JSON.stringify(plan)}`);
        }
        for (const [name, reached] of next) {
          steps += 1;
          const to = keyOf(reached);
          reaches.set(to, [...(reaches.get(to) ?? []), key]);
          if (seen.has(to)) continue;
          seen.set(to, reached);
          cameFrom.set(to, [key, name]);
          open.push(to);
        }
      }
      states += seen.size;
      const ends = [...seen].filter(([, world]) => rollout.isEnd(world)).map(([key]) => key);
      const good = new Set(ends);
      for (let key = ends.pop(); key !== undefined; key = ends.pop()) {
        for (const from of reaches.get(key) ?? []) {
          if (good.has(from)) continue;
          good.add(from);
          ends.push(from);
        }
      }
      const lost = [...seen.keys()].find((key) => !good.has(key));
      assert.equal(lost && `${story(lost, cameFrom).join("\n")}\n${lost}`, undefined, "no end can be reached");
    }
  });
});

function story(key: string, cameFrom: ReadonlyMap<string, [string, string]>): string[] {
  const steps: string[] = [];
  for (let at = cameFrom.get(key); at !== undefined; at = cameFrom.get(at[0])) steps.unshift(at[1]);
  return steps;
}
