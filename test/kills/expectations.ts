import assert from "node:assert/strict";
import type { Victim } from "./victim";

/** A write whose end is not known yet: what the resource will be, and where its operation can be followed. */
interface Pending {
  /** Absent: the resource is deleted. */
  mark?: string;
  /** Absent: the write was sent, and no answer came. */
  link?: string;
}

/** Restarts after which a thing that nobody changes any more is not asked for again. */
const enough = 10;

interface Expected {
  /** How many restarts it has come through as it is. */
  held?: number;
  /** What it is by all that was answered; absent where it is not there. */
  mark?: string;
  pending?: Pending;
  /** Reads the mark of what is there, undefined where nothing is. */
  read: (victim: Victim) => Promise<string | undefined>;
}

/** Milliseconds that an operation may take. */
const patience = 15_000;

const busy = new Set(["Creating", "Updating", "Scaling", "Deleting"]);

/** What clients know of each resource by the answers that they got. Each resource has one client. */
export class Expectations {
  private readonly known = new Map<string, Expected>();
  /** Answers that were checked. */
  checked = 0;

  mark(path: string): string | undefined {
    return this.known.get(path)?.mark;
  }

  isPending(path: string): boolean {
    return [...this.known].some(([other, { pending }]) => pending !== undefined && within(other, path));
  }

  /** Marks of what lies right below `path`. */
  below(path: string): string[] {
    return [...this.known].flatMap(([other, { mark }]) =>
      mark && other !== path && within(other, path) ? [other] : [],
    );
  }

  /** A write is about to be sent. */
  sent(path: string, mark: string | undefined, read: Expected["read"] = tagOf(path)): void {
    const present = this.known.get(path);
    this.known.set(path, { ...present, read, pending: { mark } });
  }

  /** It was refused. */
  refused(path: string): void {
    const present = this.known.get(path);
    if (present) delete present.pending;
  }

  /** It was accepted, and goes on. */
  accepted(path: string, link: string): void {
    const pending = this.known.get(path)?.pending;
    if (pending) pending.link = link;
  }

  /** It has succeeded. */
  done(path: string): void {
    const present = this.known.get(path);
    if (!present?.pending) return;
    this.settle(path, present.pending.mark);
  }

  private settle(path: string, mark: string | undefined): void {
    const present = this.known.get(path);
    if (present) this.known.set(path, { read: present.read, mark });
    if (mark !== undefined) return;
    for (const other of this.known.keys()) if (other !== path && within(other, path)) this.known.delete(other);
  }

  /** Compares everything with an emulator that was started again, parents first; and knows for sure from then on. */
  async hold(victim: Victim): Promise<void> {
    for (const path of [...this.known.keys()].sort((a, b) => a.length - b.length)) {
      const expected = this.known.get(path);
      if (expected === undefined) continue; // gone with its parent
      const { mark, pending } = expected;
      if (pending?.link) await this.ends(victim, path, pending.link);
      await quiet(victim, path);
      const allowed = pending === undefined ? [mark] : pending.link ? [pending.mark] : [mark, pending.mark];
      const found = await expected.read(victim);
      assert.ok(
        allowed.includes(found),
        `${path}: ${String(found)} is there, and ${allowed.join(" or ")} was answered`,
      );
      this.checked++;
      const held = pending ? 0 : (expected.held ?? 0) + 1;
      this.settle(path, found);
      if (held === enough && path.includes("/versions/")) this.known.delete(path);
      else Object.assign(this.known.get(path) ?? {}, { held });
    }
  }

  private async ends(victim: Victim, path: string, link: string): Promise<void> {
    const end = Date.now() + patience;
    for (;;) {
      assert.ok(Date.now() < end, `${path}: its operation ${link} does not end`);
      const answer = await victim.send("GET", link);
      assert.ok(answer, "the emulator does not answer");
      assert.notEqual(answer.status, 404, `${path}: its operation ${link} is not known any more`);
      const runs = answer.body?.status === "InProgress" || (answer.status === 202 && answer.headers.get("location"));
      if (!runs) {
        assert.ok(answer.status < 300 && answer.body?.status !== "Failed", `${path}: ${JSON.stringify(answer.body)}`);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Waits until no operation works on a resource; an operation that never ends shows as a failure. */
async function quiet(victim: Victim, path: string): Promise<void> {
  if (path.includes("#")) return;
  const end = Date.now() + patience;
  for (;;) {
    const state = String((await victim.send("GET", path))?.body?.properties?.provisioningState);
    if (!busy.has(state)) return;
    assert.ok(Date.now() < end, `${path} is stuck in ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function tagOf(path: string): (victim: Victim) => Promise<string | undefined> {
  return async (victim) => {
    const answer = await victim.send("GET", path);
    assert.ok(answer?.status === 200 || answer?.status === 404, `${path}: ${answer?.status}`);
    const mark: unknown = answer.body?.tags?.mark ?? answer.body?.properties?.tags?.mark;
    return answer.status === 200 ? String(mark) : undefined;
  };
}

function within(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}/`) || path.startsWith(`${ancestor}#`);
}
