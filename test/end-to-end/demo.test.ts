import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { emulatorFolder } from "../../emulator/home";

const ROOT = resolve(__dirname, "../..");
const DEMO = ["-r", "ts-node/register/transpile-only", "examples/blue-green/demo.ts"];

/** A demo that is going on, and what it has printed so far. */
interface Running {
  child: ChildProcess;
  printed(): string;
  /** Settles when `text` has been printed, or with the demo. */
  until(text: string): Promise<void>;
  ended: Promise<number | null>;
}

/** Starts a demo that has `temporary` for its temporary files. */
function startDemo(temporary: string): Running {
  // The Pulumi SDK keeps compiled code in the temporary folder; that is no leftover of the demo's.
  const env = { ...process.env, TMPDIR: temporary, DISABLE_V8_COMPILE_CACHE: "1" };
  const child = spawn(process.execPath, DEMO, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  }
  const ended = once(child, "close").then(([code]: (number | null)[]) => code ?? null);
  const until = async (text: string) => {
    const over = ended.then(() => true);
    while (!printed.includes(text)) {
      if ((await Promise.race([once(child.stdout, "data"), over])) === true) return;
    }
  };
  return { child, printed: () => printed, until, ended };
}

/** What must not be there once a demo is over. */
function leftovers(printed: string, temporary: string): string[] {
  const name = /emulator start --name (\S+)/.exec(printed)?.[1] ?? "";
  assert.notEqual(name, "");
  const paths = [emulatorFolder(name), join(ROOT, `Pulumi.${name}.yaml`)].filter((path) => existsSync(path));
  return [...paths, ...readdirSync(temporary)];
}

describe("the demo", function () {
  this.timeout(900_000);
  const temporary = mkdtempSync(join(tmpdir(), "demo-test-"));
  let printed = "";
  let code: number | null = null;
  before(async () => {
    const demo = startDemo(temporary);
    code = await demo.ended;
    printed = demo.printed();
  });

  after(() => rmSync(temporary, { recursive: true, force: true }));

  it("ends well", () => assert.equal(code, 0, printed));

  it("goes through the life of a model in order", () => {
    const titles = [...printed.matchAll(/^\d+\/10 {2}(.*)$/gm)].map(([, title]) => title);
    assert.deepEqual(titles, [
      "Start a local Azure ML",
      "Train two versions of a model",
      "Deploy blue with version 1",
      "Scale blue from one instance to two",
      "Deploy green with version 2 beside it, at 0 %",
      "Test green alone",
      "Give green 10 % of the traffic",
      "Cut over to green",
      "Delete blue",
      "Take everything down",
    ]);
  });

  it("trains real models, the second better than the first", () => {
    const [first = 0, second = 0] = [...printed.matchAll(/✓ v\d, \w+: ([\d.]+) %/g)].map(([, right]) => Number(right));
    assert.ok(first > 85 && second > first, `${first} ${second}`);
  });

  it("changes exactly what a step is about", () => {
    const changes = [...printed.matchAll(/✓ (\d+ (?:created|updated|deleted).*), in [\d.]+ s/g)].map(
      ([, text]) => text,
    );
    assert.match(changes[0] ?? "", /^\d+ created$/);
    assert.match(changes[1] ?? "", /^1 updated, \d+ unchanged$/);
    assert.match(changes[2] ?? "", /^2 created, \d+ unchanged$/);
    assert.match(changes[3] ?? "", /^1 updated, \d+ unchanged$/);
    assert.match(changes[4] ?? "", /^1 updated, \d+ unchanged$/);
    assert.match(changes[5] ?? "", /^2 deleted, \d+ unchanged$/);
    assert.match(changes[6] ?? "", /^\d+ deleted$/);
    assert.equal(changes.length, 7);
  });

  it("loses no request, and sends green none before it is asked to", () => {
    assert.match(printed, /Done in [\d.]+ s: \d+ requests of clients, none failed/);
    const beforeSplit = printed.slice(0, printed.indexOf("7/10")).matchAll(/clients: .*/g);
    for (const [line] of beforeSplit) assert.doesNotMatch(line, /green/);
  });

  it("measures the split", () => {
    assert.match(printed, /split: 10 % asked, [\d.]+ % observed of \d{4} requests \(chance leaves/);
  });

  it("shows no key", () => assert.doesNotMatch(printed, /primaryKey|Bearer /));

  it("leaves nothing behind", () => assert.deepEqual(leftovers(printed, temporary), []));

  it("leaves nothing behind when it is interrupted in the middle of an update", async () => {
    const demo = startDemo(temporary);
    await demo.until("pulumi up");
    demo.child.kill("SIGINT");
    assert.equal(await demo.ended, 130);
    assert.deepEqual(leftovers(demo.printed(), temporary), []);
  });
});
