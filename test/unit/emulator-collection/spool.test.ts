import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { CollectedPlace, GrowingBlobs } from "../../../emulator/collection/contract";
import { writeLeftovers } from "../../../emulator/collection/leftovers";
import { Spool } from "../../../emulator/collection/spool";
import { writeOut } from "../../../emulator/collection/writer";

const at = (path: string): CollectedPlace => ({ account: "a", container: "c", path });

/** What befalls an append: it arrives, it does not, or it arrives and nobody hears of it. */
type Fate = "arrives" | "is lost" | "arrives unheard";

/** Blobs in memory, whose appends end as they are told to. */
class Blobs implements GrowingBlobs {
  readonly texts = new Map<string, string>();

  constructor(private readonly fates: Fate[] = []) {}

  async length({ path }: CollectedPlace): Promise<number> {
    return Buffer.byteLength(this.texts.get(path) ?? "");
  }

  async append(place: CollectedPlace, text: string, position: number): Promise<boolean> {
    if ((await this.length(place)) !== position) return false;
    const fate = this.fates.shift() ?? "arrives";
    if (fate !== "is lost") this.texts.set(place.path, (this.texts.get(place.path) ?? "") + text);
    if (fate !== "arrives") throw new Error("the blob store is gone");
    return true;
  }

  async put(place: CollectedPlace): Promise<string> {
    return place.path;
  }

  inTurn<T>(_place: CollectedPlace, work: () => Promise<T>): Promise<T> {
    return work();
  }
}

describe("the spool of collected records", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "spool-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (): Spool => new Spool(join(folder, "i.spool"));

  it("hands on what it took in to whoever opens it next, but for a line that was torn", () => {
    const first = open();
    first.add({ place: at("x"), text: "one\n" });
    first.add({ place: at("y"), text: "two\n" });
    appendFileSync(join(folder, "i.spool"), '{"entry":{"place":{"acc');

    const second = open();
    assert.equal(second.waiting, 2);
    assert.deepEqual(second.next(1000), [{ place: at("x"), text: "one\n" }]);
    second.add({ place: at("x"), text: "three\n" });
    assert.equal(open().waiting, 3);
  });

  it("takes no more where too much waits", () => {
    const spool = open();
    const text = "x".repeat(16 * 1024 * 1024);
    assert.deepEqual(
      [1, 2, 3, 4, 5].map(() => spool.add({ place: at("x"), text })),
      [true, true, true, true, false],
    );
  });

  it("is gone with its last record", async () => {
    const spool = open();
    spool.add({ place: at("x"), text: "one\n" });
    await writeOut(spool, new Blobs());
    spool.close();

    assert.equal(existsSync(join(folder, "i.spool")), false);
  });

  it("writes a head only where the blob begins", async () => {
    const [spool, blobs] = [open(), new Blobs()];
    spool.add({ place: at("x"), text: "1\n", head: "n\n" });
    await writeOut(spool, blobs);
    spool.add({ place: at("x"), text: "2\n", head: "n\n" });
    await writeOut(spool, blobs);

    assert.equal(blobs.texts.get("x"), "n\n1\n2\n");
  });

  it("writes each record once and in order, whatever befalls its appends and whoever writes in between", async () => {
    const fate = fc.constantFrom<Fate>("arrives", "is lost", "arrives unheard");
    const step = fc.oneof(
      fc.record({ add: fc.constantFrom("x", "y") }),
      fc.constant("write" as const),
      fc.constant("killed" as const),
      fc.constant("another writer" as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.array(fate, { maxLength: 20 }), async (steps, fates) => {
        rmSync(join(folder, "i.spool"), { force: true });
        const blobs = new Blobs(fates);
        let spool = open();
        const added: Record<string, string[]> = { x: [], y: [] };
        let count = 0;
        for (const one of steps) {
          if (one === "write") await writeOut(spool, blobs).catch(() => undefined);
          else if (one === "killed") spool = open();
          else if (one === "another writer" && spool.doubt === undefined)
            blobs.texts.set("x", `${blobs.texts.get("x") ?? ""}#\n`);
          else if (typeof one === "object") {
            const text = `é${count++}\n`;
            spool.add({ place: at(one.add), text });
            added[one.add]?.push(text);
          }
        }
        spool.close();
        fates.length = 0;
        await writeLeftovers(folder, blobs, () => undefined);
        for (const [path, texts] of Object.entries(added)) {
          assert.equal((blobs.texts.get(path) ?? "").replaceAll("#\n", ""), texts.join(""));
        }
      }),
      { numRuns: 200 },
    );
  });
});
