import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemo, type Ended, type Running } from "./running-demo";

describe("the demo", function () {
  this.timeout(900_000);
  const temporary = mkdtempSync(join(tmpdir(), "demo-test-"));

  const start = (...args: string[]): Running => startDemo(mkdtempSync(join(temporary, "demo-")), args);
  const interrupted = async (signal: NodeJS.Signals, at: string, ...args: string[]): Promise<Ended> => {
    const demo = start(...args);
    await demo.until(at);
    demo.child.kill(signal);
    return demo.ended;
  };

  let whole: Ended;
  let acts: [first: string, second: string];
  let interruptions: [first: Ended, second: Ended];
  before(async () => {
    const demo = start();
    // While its gate waits for a minute to pass, there is time for others.
    await demo.until("The gate has seen a whole minute");
    interruptions = [
      await interrupted("SIGINT", "pulumi up", "--act", "1"),
      await interrupted("SIGTERM", "canary-20: ", "--act", "2"),
    ];
    whole = await demo.ended;
    const [, first = "", second = ""] = whole.printed.split(/^Act \d: [A-Z]/m);
    acts = [first, second];
  });

  after(() => rmSync(temporary, { recursive: true, force: true }));

  it("ends well", () => assert.equal(whole.code, 0, whole.printed));

  it("goes through the life of a model in order", () => {
    assert.deepEqual(titles(acts[0]), [
      "Start a local Azure ML",
      "Train two versions of a model",
      "Deploy blue with version 1",
      "Scale blue from one instance to two",
      "Deploy green with version 2 beside it, at 0 %",
      "Test green alone",
      "Give green 10 % of the traffic",
      "Cut over to green",
      "Delete blue",
      "Take it down",
    ]);
  });

  it("goes through a rollout that takes itself back, in order", () => {
    assert.deepEqual(titles(acts[1]), [
      "Deploy a shop with one release, blue",
      "Roll out green, and nobody knows that it is broken",
      "Meanwhile a colleague runs `pulumi up`",
      "The gate has seen a whole minute, and green goes back by itself",
      "No client meets green any more",
      "The next `pulumi up` takes green away",
      "Take it down",
      "Stop the local Azure ML",
    ]);
  });

  it("trains real models, the second better than the first", () => {
    const [first = 0, second = 0] = [...acts[0].matchAll(/✓ v\d, \w+: ([\d.]+) %/g)].map(([, right]) => Number(right));
    assert.ok(first > 85 && second > first, `${first} ${second}`);
  });

  it("changes exactly what a scene is about", () => {
    assertEach(changes(acts[0]), [
      /^\d+ created$/,
      /^1 updated, \d+ unchanged$/,
      /^2 created, \d+ unchanged$/,
      /^1 updated, \d+ unchanged$/,
      /^1 updated, \d+ unchanged$/,
      /^2 deleted, \d+ unchanged$/,
      /^\d+ deleted$/,
    ]);
    assertEach(changes(acts[1]), [/^\d+ created$/, /^\d+ unchanged$/, /^2 deleted, \d+ unchanged$/, /^\d+ deleted$/]);
  });

  it("loses no request of the model's clients, and sends green none before it is asked to", () => {
    assert.match(whole.printed, /^Act 1: \d+ requests of clients, none failed$/m);
    for (const line of clients(acts[0].slice(0, acts[0].indexOf("7/10")))) assert.doesNotMatch(line, /green/);
  });

  it("measures the split", () => {
    assert.match(acts[0], /split: 10 % asked, [\d.]+ % observed of \d{4} requests \(chance leaves/);
  });

  it("shows each step of the runner, to the gate that fails and the weights that go back", () => {
    const steps = [...acts[1].matchAll(/run │ [\d:]+ ([\w-]+): .*?(\{.*\})/g)].map(([, at, weights]) => [at, weights]);
    assert.deepEqual(steps, [
      ["provision", '{"blue":100}'],
      ["smoke", '{"blue":100}'],
      ["canary-20", '{"blue":80,"green":20}'],
      ["rolledBack", '{"blue":100}'],
    ]);
    assert.match(acts[1], /rolledBack: a gate failed.*absolute fail/);
    assert.match(acts[1], /✓ exit code 30, rolled back/);
    assert.match(acts[1], /^ +state +rolledBack$/m);
    assert.match(acts[1], /^ +\S+Z +\S+ +written +a gate failed$/m);
  });

  it("lets clients of the broken release fail, and none from the rollback on", () => {
    const [, failed = 0] = /^Act 2: \d+ requests of clients, (\d+) failed, each of them in the broken/m.exec(
      whole.printed,
    )!;
    assert.ok(Number(failed) > 20, `${failed} failed`);
    const afterwards = clients(acts[1].slice(acts[1].indexOf("No client meets green")));
    assert.equal(afterwards.length, 2);
    for (const line of afterwards) assert.match(line, /none failed; blue answered \d+; p50/);
  });

  it("shows no key", () => assert.doesNotMatch(whole.printed, /primaryKey|Bearer /));

  it("leaves nothing behind", () => assert.deepEqual(whole.leftovers, []));

  it("leaves nothing behind when it is interrupted in the middle of an update", () => {
    assert.equal(interruptions[0].code, 130, interruptions[0].printed);
    assert.deepEqual(interruptions[0].leftovers, []);
  });

  it("leaves nothing behind when it is ended in the middle of a rollout", () => {
    assert.equal(interruptions[1].code, 143, interruptions[1].printed);
    assert.deepEqual(interruptions[1].leftovers, []);
  });
});

function titles(act: string): (string | undefined)[] {
  return [...act.matchAll(/^\d+\/\d+ {2}(.*)$/gm)].map(([, title]) => title);
}

/** What the engine counted, update by update. */
function changes(act: string): string[] {
  return [...act.matchAll(/✓ (\d+ (?:created|updated|deleted|unchanged).*), in [\d.]+ s/g)].map(([, text]) => text!);
}

/** What the clients saw, look by look. */
function clients(act: string): string[] {
  return [...act.matchAll(/clients: .*/g)].map(([line]) => line);
}

function assertEach(texts: readonly string[], patterns: readonly RegExp[]): void {
  assert.equal(texts.length, patterns.length, texts.join("; "));
  patterns.forEach((pattern, index) => assert.match(texts[index] ?? "", pattern));
}
