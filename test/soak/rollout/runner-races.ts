import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../kills/random";
import { randomMoment, reached } from "./killed-run";
import type { RolloutStack } from "./stack";

/** What a race leaves to be known. */
export interface Raced {
  /** True where somebody aborted the rollout. */
  isAborted: boolean;
  /** True where a runner said that it succeeded. */
  isThrough: boolean;
}

/** How a runner says that it is not the one. */
const another = /another runner drives this rollout|is currently locked by/;

/** Two runners begin at nearly the same time: one leads to the end, the other says that it is not the one, or goes on after it. */
export async function twoAtOnce(stack: RolloutStack, random: Random, told: string[]): Promise<Raced> {
  const race = random.below(2 ** 31);
  const [one, other] = ["one", "other"].map((which) => `${which} of race ${race}`) as [string, string];
  const first = stack.start("run", "--by", one);
  await sleep(random.below(300));
  const second = stack.start("run", "--by", other);
  const both = await Promise.all([first.ended, second.ended]);
  const codes = both.map(({ code }) => code);
  told.push(`ended with ${codes.join(" and ")}`);
  assert.ok(codes.includes(0), both.map(({ output }) => output).join("\n--\n"));
  for (const { code, output } of both) if (code !== 0) saysWhy(code, output);
  const acted = (await stack.history()).map(({ by }) => by).filter((by) => by === one || by === other);
  const turns = acted.filter((by, index) => by !== acted[index - 1]);
  assert.ok(turns.length <= 2, `both of them led at the same time: ${turns.join(", ")}`);
  return { isAborted: false, isThrough: true };
}

/**
 * A runner is stopped at some moment and its lease ends; another one takes over, and the first goes on in the middle of that
 * without knowing. Its own clock does not tell it, as it would after a minute, so there are two who believe that they lead.
 */
export async function overtaken(stack: RolloutStack, random: Random, told: string[]): Promise<Raced> {
  const isTime = reached(stack, randomMoment(random));
  const first = stack.start("run");
  let isOver = false;
  const ended = first.ended.finally(() => (isOver = true));
  await Promise.race([ended, isTime]);
  if (!isOver) first.child.kill("SIGSTOP");
  await stack.azure.endLease(stack.endpoint);
  const goesOn = reached(stack, randomMoment(random));
  const second = stack.start("run");
  await Promise.race([second.ended, goesOn]);
  first.child.kill("SIGCONT");
  const both = await Promise.all([ended, second.ended]);
  told.push(`stopped, overtaken and gone on: ended with ${both.map(({ code }) => code).join(" and ")}`);
  for (const { code, output } of both) if (code !== 0) saysWhy(code, output);
  return { isAborted: false, isThrough: both.some(({ code }) => code === 0) };
}

function saysWhy(code: number | null, output: string): void {
  assert.equal(code, 50, output);
  assert.match(output, another);
}
