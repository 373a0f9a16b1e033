import { strict as assert } from "node:assert";
import { planFaults, type Plan } from "../../../rollout";
import { AbstractRollout, allPlans, type World } from "./abstract-world";

/** `AZUREML_ROLLOUT_STAGES=4 npm test -- test/unit/rollout/exhaustive.test.ts` is the long proof. */
const asked = process.env["AZUREML_ROLLOUT_STAGES"];
const most = Number(asked ?? 3);

/** All that one plan can come to: a world for each number, how it was reached, and what can come next. */
class Exploration {
  readonly worlds: World[] = [];
  steps = 0;
  private readonly numbers = new Map<string, number>();
  private readonly reachedBy: [from: number, step: string][] = [];
  private readonly before: number[][] = [];

  constructor(private readonly rollout: AbstractRollout) {
    this.reach(rollout.beginning, -1, "");
    for (let at = 0; at < this.worlds.length; at++) this.goOn(at);
  }

  private goOn(at: number): void {
    const world = this.worlds[at];
    assert.ok(world);
    try {
      for (const [step, next] of this.rollout.after(world)) this.reach(next, at, step);
    } catch (error) {
      throw new Error(`${String(error)}\n${this.story(at)}`);
    }
  }

  private reach(world: World, from: number, step: string): void {
    const key = this.rollout.key(world);
    const known = this.numbers.get(key);
    const number = known ?? this.worlds.length;
    this.steps += 1;
    if (known === undefined) {
      this.numbers.set(key, number);
      this.worlds.push(world);
      this.reachedBy.push([from, step]);
      this.before.push([]);
    }
    if (from >= 0) this.before[number]?.push(from);
  }

  /** The shortest way to a world, from which no end can be reached any more; undefined where there is none. */
  lost(): string | undefined {
    const good = this.worlds.map((world) => this.rollout.isEnd(world));
    const open = good.flatMap((isEnd, number) => (isEnd ? [number] : []));
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      for (const from of this.before[number] ?? []) {
        if (good[from]) continue;
        good[from] = true;
        open.push(from);
      }
    }
    const lost = good.indexOf(false);
    return lost < 0 ? undefined : this.story(lost);
  }

  private story(number: number): string {
    const steps: string[] = [];
    for (let at = this.reachedBy[number]; at && at[0] >= 0; at = this.reachedBy[at[0]]) steps.unshift(at[1]);
    return steps.join("\n");
  }
}

describe("every state that a rollout can reach", function () {
  this.timeout(0);
  const all = allPlans(most).filter((plan) => planFaults(plan).length === 0);
  // The ordinary run takes each order of stages with one of the three things that happen without a verdict.
  const plans = asked === undefined ? all.filter((_plan, index) => index % 4 === 0) : all;
  let states = 0;
  let steps = 0;
  after(() => console.log(`      ${plans.length} plans of up to ${most} stages, ${states} states, ${steps} steps`));

  for (const plan of plans) {
    it(`keeps all invariants, and leads to an end: ${inShort(plan)}`, () => {
      const exploration = new Exploration(new AbstractRollout(plan));
      assert.equal(exploration.lost(), undefined, "no end can be reached");
      states += exploration.worlds.length;
      steps += exploration.steps;
    });
  }
});

function inShort({ stages, onInconclusive }: Plan): string {
  return `${stages.map(({ name }) => name).join(", ")}; without a verdict ${onInconclusive}`;
}
