import { strict as assert } from "node:assert";
import { planFaults } from "../../../rollout";
import { stateOf } from "../../../rollout/state-of";
import { Random } from "../../kills/random";
import { AbstractRollout, type World } from "./abstract-world";
import { randomPlan } from "./random-plan";

/** `AZUREML_ROLLOUT_PLANS=10000 npm test -- test/unit/rollout/random-plans.test.ts` is the long proof. */
const plans = Number(process.env["AZUREML_ROLLOUT_PLANS"] ?? 300);
const seed = Number(process.env["AZUREML_ROLLOUT_SEED"] ?? Date.now() % 1_000_000);

/** Steps of a walk. */
const STEPS = 200;

/** Steps in which an end has to come once nobody hinders it any more; by far more than it takes. */
const PATIENCE = 5000;

/** What somebody or something does that is in the way of an end. */
const hinders =
  /dies|fails|is killed|metrics fail|moves the weights|takes the tag|^the person decides|smoke fail|^the person dies/;

/** Walks through all that can happen, at random. */
class Walk {
  readonly steps: string[] = [];
  world: World;

  constructor(
    private readonly rollout: AbstractRollout,
    private readonly random: Random,
  ) {
    this.world = rollout.beginning;
  }

  /** Any step; false where nothing can happen. */
  step(): boolean {
    return this.take(this.possible());
  }

  /** A step that is in the way of nothing; false where there is none. */
  kindStep(): boolean {
    return this.take(this.possible().filter(([name]) => !hinders.test(name)));
  }

  private possible(): [name: string, next: World][] {
    return this.rollout.after(this.world);
  }

  private take(choices: readonly [name: string, next: World][]): boolean {
    if (choices.length === 0) return false;
    const [name, world] = this.random.of(choices);
    this.steps.push(name);
    this.world = world;
    return true;
  }

  get isOver(): boolean {
    return this.rollout.isEnd(this.world);
  }
}

describe(`random plans and all that happens to them (AZUREML_ROLLOUT_SEED=${seed})`, function () {
  this.timeout(0);

  it(`keep all invariants over ${STEPS} steps, and come to an end: ${plans} plans`, () => {
    const random = new Random(seed);
    const reached = new Map<string, number>();
    let steps = 0;
    for (let number = 0; number < plans; number++) {
      const plan = randomPlan(random);
      assert.deepEqual(planFaults(plan), []);
      const walk = new Walk(new AbstractRollout(plan), random);
      // Where everything happens equally often hardly any rollout gets far, so in every other one less goes wrong.
      const kindness = number % 2 === 0 ? 0 : random.of([90, 98]);
      const states = new Set<string>();
      try {
        for (let step = 0; step < STEPS; step++) {
          if (!(random.below(100) < kindness && walk.kindStep()) && !walk.step()) break;
          states.add(stateOf(plan, walk.world.cursor));
        }
        for (let step = 0; !walk.isOver; step++) {
          assert.ok(step < PATIENCE && walk.kindStep(), "no end is reached");
        }
      } catch (error) {
        const story = [`plan ${number}: ${JSON.stringify(plan)}`, ...walk.steps].join("\n");
        throw new Error(`${String(error)}\n${story}`);
      }
      for (const state of states) reached.set(state, (reached.get(state) ?? 0) + 1);
      steps += walk.steps.length;
    }
    const shown = [...reached].map(([state, count]) => `${state} ${count}`).join(", ");
    console.log(`      ${plans} plans, ${steps} steps; plans that were ${shown}`);
    for (const state of ["smoking", "mirroring", "scaling", "baking", "retiring", "held", "succeeded", "rolledBack"]) {
      assert.ok((reached.get(state) ?? 0) > 0, `no plan was ever ${state}`);
    }
  });
});
