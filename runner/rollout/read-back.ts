import { cursorText } from "../../rollout/cursor";
import type { Write } from "../../rollout/decision";
import type { Surroundings } from "./around";
import { look, type Seen, shows } from "./service";

/** Seconds that a write may take until it shows. */
export const WRITE_SECONDS = 1800;

/** Milliseconds between two reads after a write. */
const READ_AGAIN = 500;

/** Reads until two reads in a row show the write. False where somebody else wrote at the same moment, and won. */
export async function readBack(around: Surroundings, before: Seen, write: Write): Promise<boolean> {
  const deadline = around.now().getTime() + WRITE_SECONDS * 1000;
  for (let agreeing = 0; agreeing < 2;) {
    const seen = await look(around.service, around.endpoint);
    agreeing = shows(seen, write) ? agreeing + 1 : 0;
    if (agreeing === 2) break;
    if (seen.isReady && isAnothers(seen, before, write)) return (seen.cursor?.sequence ?? 0) > write.cursor.sequence;
    if (around.now().getTime() > deadline)
      throw new Error(`endpoint ${around.endpoint}: what was written does not show`);
    await around.sleep(READ_AGAIN);
  }
  return true;
}

/** True where the cursor is neither the one that was written nor the one before it, which a late read may still show. */
function isAnothers({ cursor }: Seen, before: Seen, write: Write): boolean {
  const text = cursor && cursorText(cursor);
  return (
    text !== undefined && text !== cursorText(write.cursor) && text !== (before.cursor && cursorText(before.cursor))
  );
}
