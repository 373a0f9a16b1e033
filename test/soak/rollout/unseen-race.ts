import assert from "node:assert/strict";
import { repeatEndpoint } from "../../../arm/endpoint";
import type { Raced } from "./runner-races";
import type { RolloutStack } from "./stack";

/**
 * Somebody takes a rollout back who can't reach the journal, right between what a runner has written down and what it is
 * about to write: only the endpoint itself can tell the runner. It is stopped there, and goes on once that is done.
 */
export async function unseen(stack: RolloutStack, _random: unknown, told: string[]): Promise<Raced> {
  const { azure, endpoint } = stack;
  const running = stack.start("run");
  let isOver = false;
  const ended = running.ended.finally(() => (isOver = true));
  let tries = 0;
  for (let length = await azure.journalLength(endpoint); !isOver; tries++) {
    const now = await azure.journalLength(endpoint);
    if (now === length) continue;
    length = now;
    running.child.kill("SIGSTOP");
    const isIn = await isBetween(stack);
    if (isIn) await takeBack(stack);
    running.child.kill("SIGCONT");
    if (isIn) break;
  }
  const { code, output } = await ended;
  told.push(`${isOver && tries === 0 ? "never met" : "taken back behind its back"}: ended with ${code}`);
  assert.ok(code === 0 || code === 30, output);
  return { isAborted: code === 30, isThrough: code === 0 };
}

/** True where the runner has written down its next write, and has not yet looked at the endpoint again. */
async function isBetween(stack: RolloutStack): Promise<boolean> {
  const { azure, endpoint } = stack;
  const [line = ""] = (await azure.journalText(endpoint)).trim().split("\n").slice(-1);
  if (!/"what":"decided"/.test(line)) return false;
  const { id } = (JSON.parse(line) as { entry: { evidence: { id: string } } }).entry.evidence;
  const gets = (await azure.requests()).filter(({ method }) => method === "GET" || method === "PUT");
  const listed = gets.findLastIndex(({ path }) => path.endsWith(`/onlineEndpoints/${endpoint}/deployments`));
  const looked = gets.slice(listed + 1).some(({ path }) => path.endsWith(`/onlineEndpoints/${endpoint}`));
  // Of a rollout that is about to begin there is nothing to take back.
  return !looked && (await stack.live()).tag?.split("|")[1] === id;
}

/** One write with everything back on the live deployment and the next sequence number. */
async function takeBack(stack: RolloutStack): Promise<void> {
  const { endpoints } = stack.azure;
  const found = await endpoints.get(stack.endpoint);
  assert.ok(found);
  const [form, id, plan, sequence, stage, , since, live = "", ...rest] = String(found.tags?.["rollout"]).split("|");
  const next = Number(sequence) + 1;
  const body = repeatEndpoint(found);
  const rollout = [form, id, plan, next, stage, "rolledBack", since, live, ...rest].join("|");
  stack.unjournaled.add(`${id} ${next}`);
  await endpoints.put(
    stack.endpoint,
    {
      ...body,
      tags: { ...body.tags, rollout },
      properties: { ...body.properties, traffic: { [live]: 100 }, mirrorTraffic: {} },
    },
    60,
  );
}
