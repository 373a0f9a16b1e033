import assert from "node:assert/strict";
import type { Random } from "../../kills/random";
import { reached } from "./killed-run";
import type { Raced } from "./runner-races";
import type { RolloutStack } from "./stack";

type Order = "pause" | "resume" | "promote" | "abort";

/** An order that somebody gave while a runner was at it, and what came of it. */
interface Given {
  order: Order;
  by: string;
  code: number | null;
  output: string;
}

/** What a refused order may say. */
const refusals = [
  /there is no rollout to \w+/,
  /the rollout is over, there is nothing to \w+/,
  /it stands still already/,
  /it is rolled back already: \w+ has all live traffic/,
  /it is under way/,
  /\w+ is (not up yet|busy|missing|coming up)/,
];

/** How a run that somebody interferes with may end: done, standing still, or rolled back. It is never the other's fault. */
const endings = [0, 20, 30];

/** People give orders at random moments while a runner leads: each one takes effect as a whole, or is refused and says why. */
export async function peopleRace(stack: RolloutStack, random: Random, told: string[]): Promise<Raced> {
  const running = stack.start("run");
  const orders = Array.from({ length: 1 + random.below(4) }, (_, index) => ({
    order: random.of<Order>(["pause", "pause", "resume", "promote", "promote", "abort"]),
    // From the first write of the rollout to its last one.
    after: { operations: "all" as const, count: 1 + random.below(9) },
    delay: random.below(2_500),
    by: `person ${index + 1}`,
  }));
  const given = await Promise.all(
    orders.map(async ({ order, by, ...moment }): Promise<Given> => {
      await Promise.race([running.ended, reached(stack, moment)]);
      const { code, output } = await stack.rollout(order, "--by", by);
      told.push(`${order} after operation ${moment.after.count} + ${moment.delay} ms: ${code}`);
      return { order, by, code, output };
    }),
  );
  const { code, output } = await running.ended;
  told.push(`the runner ended with ${code}`);
  assert.ok(endings.includes(code ?? -1), output);
  await asTold(stack, given);
  return { isAborted: given.some((each) => each.order === "abort" && each.code === 0), isThrough: code === 0 };
}

/** What each of them was told is what the journal says of them. */
async function asTold(stack: RolloutStack, given: readonly Given[]): Promise<void> {
  const journal = (await stack.history()).slice(-100);
  const lastId = (await stack.writes()).at(-1)?.id;
  for (const { order, by, code, output } of given) {
    const written = journal.filter((entry) => {
      const evidence: { id?: string } = entry.evidence ?? {};
      return entry.by === by && entry.what === "written" && evidence.id === lastId;
    });
    assert.equal(written.length, code === 0 ? 1 : 0, `${order} of ${by} ended with ${code}: ${output}`);
    if (code === 0) continue;
    assert.ok(
      refusals.some((words) => words.test(output)),
      `${order} of ${by}: refused without a clear reason: ${output}`,
    );
  }
}
