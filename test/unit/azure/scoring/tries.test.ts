import { strict as assert } from "node:assert";
import type { SecretSource } from "../../../../azure/renewed-secret";
import type { Answer } from "../../../../azure/scoring/exchange";
import { NoAnswer } from "../../../../azure/scoring/no-answer";
import { RETRY } from "../../../../azure/scoring/retry-policy";
import { tried, type Tried, type Wanted } from "../../../../azure/scoring/tries";
import { StillClock } from "./still-clock";

type Step = number | NoAnswer | Partial<Answer>;

const lost = new NoAnswer("lost", "gone");
const answer = (step: number | Partial<Answer>): Answer => ({
  ...{ status: 200, headers: {}, content: "" },
  ...(typeof step === "number" ? { status: step } : step),
});

/** What is left of a request whose tries come to these steps, the last one over and over. */
async function run(steps: readonly Step[], given: Partial<Wanted> = {}) {
  const clock = new StillClock();
  const sent: { secret: string; timeoutMs: number }[] = [];
  const wanted: Wanted = {
    ...{ host: "h", secret: () => "s", retry: RETRY, onRefusal: "renew" as const },
    ...{ timeoutMs: 5000, deadlineMs: 60_000, isWhole: () => true, ...given },
  };
  const send = async (secret: string, timeoutMs: number): Promise<Answer> => {
    const step = steps[Math.min(sent.push({ secret, timeoutMs }), steps.length) - 1] ?? 200;
    if (step instanceof NoAnswer) throw step;
    return answer(step);
  };
  const done = await tried(send, wanted, clock);
  return { ...done, said: said(done), sent, pauses: clock.pauses };
}

const said = ({ outcome }: Tried): number | string => (outcome instanceof NoAnswer ? outcome.reason : outcome.status);

describe("the tries of a request", () => {
  it("end with the first answer that stands", async () => {
    const { said, tries, pauses } = await run([200]);
    assert.deepEqual([said, tries, pauses], [200, 1, []]);
  });

  it("go on after what may pass, with longer pauses", async () => {
    const { said, tries, pauses } = await run([503, lost, 408, 200]);
    assert.deepEqual([said, tries, pauses], [200, 4, [200, 400, 800]]);
  });

  it("end after so many, with the last answer", async () => {
    const { said, tries } = await run([429]);
    assert.deepEqual([said, tries], [429, 4]);
    assert.equal((await run([429], { retry: { ...RETRY, tries: 1 } })).tries, 1);
  });

  it("begin no pause that would not end before the deadline", async () => {
    const { said, tries, pauses } = await run([{ status: 429, headers: { "retry-after": "61" } }]);
    assert.deepEqual([said, tries, pauses], [429, 1, []]);
  });

  it("have the time that is left, and no more than a try's own", async () => {
    const { sent } = await run([503], { deadlineMs: 5300 });
    assert.deepEqual(
      sent.map(({ timeoutMs }) => timeoutMs),
      [5000, 5000, 4700, 3900],
    );
  });

  it("go on at once with another secret where one is refused, which counts as no failure", async () => {
    const secret: SecretSource = (refused) => (refused === "old" ? "new" : "old");
    const { said, sent, pauses } = await run([401, 200], { secret, retry: { ...RETRY, tries: 1 } });
    assert.deepEqual([said, pauses], [200, []]);
    assert.deepEqual(
      sent.map((one) => one.secret),
      ["old", "new"],
    );
  });

  it("take another secret once: what is refused then is refused", async () => {
    let count = 0;
    const { said, tries } = await run([401], { secret: () => `s${++count}` });
    assert.deepEqual([said, tries], [401, 2]);
  });

  it("end with the refusal where there is no other secret", async () => {
    const { said, tries } = await run([401]);
    assert.deepEqual([said, tries], [401, 1]);
  });

  it("end with the refusal where the renewal fails", async () => {
    const secret: SecretSource = async (refused) => {
      if (refused !== undefined) throw new Error("no right to read keys");
      return "old";
    };
    const { said, tries } = await run([401], { secret });
    assert.deepEqual([said, tries], [401, 1]);
  });

  it("renew nothing for whoever only looks", async () => {
    const { said, tries } = await run([401, 200], { secret: (refused) => refused ?? "s", onRefusal: "give up" });
    assert.deepEqual([said, tries], [401, 1]);
  });

  it("take the secret that is good by then after a pause", async () => {
    let count = 0;
    const { sent } = await run([503, 200], { secret: async () => `s${++count}` });
    assert.deepEqual(
      sent.map(({ secret }) => secret),
      ["s1", "s2"],
    );
  });

  it("end where the body has been taken, whatever became of it", async () => {
    for (const step of [429, 401, 503, lost]) assert.equal((await run([step], { isWhole: () => false })).tries, 1);
  });

  it("end when there is no secret, and say why without one", async () => {
    const { said, tries, outcome } = await run([200], { secret: () => Promise.reject(new Error("sign in first")) });
    assert.deepEqual([said, tries], ["credential", 0]);
    assert.match(outcome instanceof NoAnswer ? outcome.message : "", /no key or token for h: sign in first/);
  });

  it("end when the secret takes longer than all of it may", async () => {
    const never = new Promise<string>(() => undefined);
    const { said } = await run([200], { secret: () => never, deadlineMs: 5 });
    assert.equal(said, "timeout");
  });

  it("end when the caller gives up in a pause", async () => {
    const given = new AbortController();
    const clock = new StillClock();
    clock.sleep = async () => given.abort();
    const send = async (): Promise<Answer> => answer(503);
    const wanted = { host: "h", secret: () => "s", retry: RETRY, onRefusal: "renew" as const };
    const limits = { timeoutMs: 1, deadlineMs: 1e6, isWhole: () => true, signal: given.signal };
    assert.equal(said(await tried(send, { ...wanted, ...limits }, clock)), "aborted");
  });
});
