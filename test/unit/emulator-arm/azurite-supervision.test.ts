import assert from "node:assert/strict";
import { AzuriteEnded, type Accounts, type AzuriteProcess } from "../../../emulator/blobs/azurite-process";
import { SupervisedAzurite } from "../../../emulator/blobs/azurite-supervision";

/** A process that comes up and ends when it is told to. */
class FakeAzurite implements AzuriteProcess {
  accounts: Accounts | undefined;
  saves = 0;
  stops = 0;
  comeUp = (): void => undefined;
  end = (_how: string): void => undefined;
  readonly ended = new Promise<string>((resolve) => (this.end = resolve));
  readonly up: Promise<void>;
  /** Whether it ends over what it is asked. */
  fragile = false;

  constructor(given: Accounts) {
    const came = new Promise<void>((resolve) => (this.comeUp = resolve));
    this.up = Promise.race([came.then(() => void (this.accounts = given)), this.ended.then(gone)]);
    this.up.catch(() => undefined);
  }

  async setAccounts(accounts: Accounts): Promise<void> {
    await this.answer();
    this.accounts = accounts;
  }

  async save(): Promise<void> {
    await this.answer();
    this.saves++;
  }

  async stop(): Promise<void> {
    this.stops++;
    this.end("stopped");
  }

  private async answer(): Promise<void> {
    if (this.fragile) this.end("fell over");
    const none = Symbol("it lives");
    const how = await Promise.race([this.ended, Promise.resolve(none)]);
    if (typeof how === "string") gone(how);
  }
}

function gone(how: string): never {
  throw new AzuriteEnded(how);
}

describe("the supervision of the blob store's process", () => {
  const [few, more] = [new Map([["one", ["key"]]]), new Map(["one", "two"].map((name) => [name, ["key"]]))];
  let started: FakeAzurite[];
  let lines: string[];
  let pauses: number;
  let supervised: SupervisedAzurite;
  /** Settles when so many were started. */
  const start = async (count: number): Promise<FakeAzurite> => {
    while (started.length < count) await new Promise((resolve) => setImmediate(resolve));
    const last = started[count - 1];
    assert.ok(last);
    return last;
  };
  beforeEach(() => {
    [started, lines, pauses] = [[], [], 0];
    supervised = new SupervisedAzurite({
      start: (accounts) => {
        const azurite = new FakeAzurite(accounts);
        started.push(azurite);
        return azurite;
      },
      accounts: few,
      onUp: () => undefined,
      onPause: () => pauses++,
      log: (line) => lines.push(line),
    });
  });
  afterEach(() => supervised.stop());

  it("starts the next one with the accounts of that moment", async () => {
    (await start(1)).comeUp();
    await supervised.setAccounts(more);
    started[0]?.end("crashed");
    const next = await start(2);
    next.comeUp();
    await supervised.ready();
    assert.deepEqual([started[0]?.accounts, next.accounts], [more, more]);
    assert.deepEqual(lines, ["the blob store is down: crashed; it is started again now"]);
  });

  it("tells accounts that came while one starts, before it calls it ready", async () => {
    const told = supervised.setAccounts(more);
    (await start(1)).comeUp();
    await told;
    assert.equal(started[0]?.accounts, more);
  });

  it("asks the next one where one ends over it, and refuses at once in a pause", async () => {
    for (const [index, fragile] of [true, true, false].entries()) {
      void start(index + 1).then((azurite) => {
        azurite.fragile = fragile;
        azurite.comeUp();
      });
    }
    // The second end in a row makes a pause, in which everything is refused at once.
    await assert.rejects(supervised.save(), /fell over; it is started again in 0.25 s/);
    await (
      await start(3)
    ).up;
    await supervised.save();
    assert.deepEqual([started.map(({ saves }) => saves), pauses], [[0, 0, 1], 1]);
  });

  it("waits ever longer for one that does not come up, and starts none any more once it is stopped", async () => {
    for (let count = 1; count <= 3; count++) (await start(count)).end(`no room ${count}`);
    while (lines.length < 3) await new Promise((resolve) => setImmediate(resolve));
    await assert.rejects(supervised.ready(), /no room 3; it is started again in 0.5 s/);
    await supervised.stop();
    assert.deepEqual(
      lines.map((line) => line.replace("the blob store is down: ", "")),
      ["now", "in 0.25 s", "in 0.5 s"].map((when, index) => `no room ${index + 1}; it is started again ${when}`),
    );
    assert.equal(started.length, 3);
    await assert.rejects(supervised.ready(), /it is stopped/);
  });

  it("stops one that is starting", async () => {
    const ready = supervised.ready();
    await Promise.all([assert.rejects(ready, /stopped/), supervised.stop()]);
    assert.deepEqual([started.map(({ stops }) => stops), lines], [[1], []]);
  });
});
