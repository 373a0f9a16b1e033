import type { Surroundings } from "./around";
import { type Journal, type JournalEntry, JournalMoved } from "./journal";

/** An entry of the journal, but for who and when. */
export type Note = Omit<JournalEntry, "at" | "by">;

/** How often in a row others may append at the same moment. */
const ATTEMPTS = 10;

/** Appends where nobody else has since the journal was opened; rejects with {@link JournalMoved} else. */
export function note(journal: Journal, { now, by }: Pick<Surroundings, "now" | "by">, entry: Note): Promise<void> {
  return journal.append({ at: now().toISOString(), by, ...entry });
}

/** Appends what has happened already, whoever else has appended since. */
export async function noteLate(around: Surroundings, entry: Note): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await note(await around.journal(), around, entry);
    } catch (error) {
      if (!(error instanceof JournalMoved) || attempt === ATTEMPTS) throw error;
    }
  }
}
