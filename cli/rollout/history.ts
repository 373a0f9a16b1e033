import type { Command } from "commander";
import { wordsFor } from "../../rollout/duration";
import { timeSpent, verdictOf } from "../../rollout/index";
import type { Journal, JournalEntry, OpenRollout } from "../../runner/index";
import { note, printJson, printTable } from "../output";
import { rolloutCommand, withRollout } from "./options";
import { gateWords, readGates } from "./words";

/** `rollout history`. */
export function addHistory(parent: Command): void {
  rolloutCommand(parent, "history", "show what happened, who did it and why, and that nobody changed it since").action(
    (given: unknown) =>
      withRollout("history", given, async (rollout, { json = false }) => {
        const journal = await rollout.journal();
        if (json) return printJson(journal.entries);
        printTable(
          ["WHEN", "WHO", "WHAT", "WHY"],
          journal.entries.map((entry) => [entry.at, entry.by, entry.what, whyWords(entry)]),
        );
        const words = await timeWords(rollout, journal);
        if (words !== undefined) note(words);
      }),
  );
}

/** The reason, and what the gates saw where that is the reason. */
function whyWords({ reason, evidence }: JournalEntry): string {
  const gates = readGates(evidence);
  const failed = verdictOf(gates) === "fail" ? gates.filter(({ verdict }) => verdict === "fail") : [];
  return [reason, ...failed.map(gateWords)].join("; ");
}

/** Where the time of the last rollout went. */
async function timeWords({ intent }: OpenRollout, journal: Journal): Promise<string | undefined> {
  const written = journal.written();
  const last = written.filter(({ cursor }) => cursor.id === written.at(-1)?.cursor.id);
  if (last.length === 0) return undefined;
  const spent = timeSpent((await intent()).plan, last);
  const [work, watching, people] = [spent.work, spent.watching, spent.people].map(Math.round);
  return `the last one took ${wordsFor(work ?? 0)} of work, ${wordsFor(watching ?? 0)} of watching, ${wordsFor(people ?? 0)} of waiting for people`;
}
