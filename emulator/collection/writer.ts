import type { GrowingBlobs } from "./contract";
import type { Entry, Sending, Spool } from "./spool";

/** Characters that are appended at once; the service takes blocks of 4 MiB from every client. */
const BLOCK = 1024 * 1024;

/** Writes what waits in a spool, each entry once: one that may have arrived before is looked for first. */
export async function writeOut(spool: Spool, blobs: GrowingBlobs): Promise<void> {
  const { doubt } = spool;
  if (doubt !== undefined) await blobs.inTurn(doubt.place, () => settle(doubt, spool, blobs));
  for (let run = spool.next(BLOCK); run[0] !== undefined; run = spool.next(BLOCK)) {
    const sent = run;
    await blobs.inTurn(run[0].place, () => append(sent, spool, blobs));
  }
}

/** A blob gets one append at a time, so that its length tells whether one arrived. */
async function settle(doubt: Sending, spool: Spool, blobs: GrowingBlobs): Promise<void> {
  if ((await blobs.length(doubt.place)) !== doubt.at) spool.sent(doubt.count);
}

async function append(run: readonly Entry[], spool: Spool, blobs: GrowingBlobs): Promise<void> {
  const [first] = run;
  if (first === undefined) return;
  const { place, head = "" } = first;
  for (;;) {
    const at = await blobs.length(place);
    const text = `${at === 0 ? head : ""}${run.map((entry) => entry.text).join("")}`;
    spool.sending({ place, at, count: run.length });
    if (await blobs.append(place, text, at)) return spool.sent(run.length);
    // Lost answers leave the blob longer by just this text; another length is another writer's, and the blob is read anew.
    if ((await blobs.length(place)) === at + Buffer.byteLength(text)) return spool.sent(run.length);
  }
}
