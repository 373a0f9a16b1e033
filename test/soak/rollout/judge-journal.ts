import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { JournalEntry } from "../../../runner/rollout/journal";
import type { EndpointWrite } from "./endpoint-writes";
import type { Share } from "./judge-writes";

/** What an entry about a write says, as far as it is judged. */
interface Evidence {
  id?: string;
  sequence?: number;
  stage?: number;
  traffic?: Record<string, number>;
  mirrorTraffic?: Record<string, number>;
  verdict?: string;
}

/**
 * What the journal lacks or has too much of, by the writes that reached the service.
 *
 * @param unjournaled the writes, by id and sequence number, that nobody could write down
 */
export function journalFaults(
  journal: readonly JournalEntry[],
  writes: readonly EndpointWrite[],
  { plan, unjournaled }: { plan: readonly Share[]; unjournaled: ReadonlySet<string> },
): string[] {
  const entries = journal.map((entry, index) => {
    const evidence: Evidence = entry.evidence ?? {};
    return { ...entry, index, evidence };
  });
  return writes.flatMap((write, at) => {
    const { id, sequence } = write;
    if (unjournaled.has(`${id} ${sequence}`)) return [];
    const about = entries.filter(({ evidence }) => evidence.id === id && evidence.sequence === sequence);
    const decided = about.filter(
      (entry) => entry.what === "decided" && entry.at <= write.at && fits(entry.evidence, write),
    );
    const faults: string[] = [];
    if (decided.length === 0) faults.push("nobody had written down that it was decided");
    if (about.filter(({ what }) => what === "written").length > 1) faults.push("it is said to be written twice");
    const before = writes[at - 1];
    if (before?.id === id && write.stage === before.stage + 1) {
      const left = plan[before.stage]?.kind;
      const isJudged = left === "mirror" || left === "shift" || left === "bake";
      const mayGo = decided.some(
        ({ evidence, reason }) => evidence.verdict === "pass" || /promoted|no gate failed/.test(reason),
      );
      if (isJudged && !mayGo) faults.push(`no verdict let it pass stage ${before.stage}`);
      const since = entries.findIndex(({ evidence }) => evidence.id === id && evidence.sequence === before.sequence);
      const until = decided.at(-1)?.index ?? 0;
      const hasPassed = entries
        .slice(since, until)
        .some(({ what, reason }) => what === "smoke" && reason === "all passed");
      if (left === "smoke" && !hasPassed) faults.push("no golden requests let it pass");
    }
    return faults.map((fault) => `write ${sequence} of ${id} (${write.status} at stage ${write.stage}): ${fault}`);
  });
}

function fits({ stage, traffic, mirrorTraffic }: Evidence, write: EndpointWrite): boolean {
  return (
    stage === write.stage &&
    isDeepStrictEqual(traffic ?? {}, write.traffic) &&
    isDeepStrictEqual(mirrorTraffic ?? {}, write.mirror)
  );
}

/** Whether each line of a journal holds the hash of the whole line before, looked at without the product. */
export function chainFaults(text: string): string[] {
  let previous = "0".repeat(64);
  return text.split("\n").flatMap((line, index): string[] => {
    if (!line.endsWith("}}")) return []; // empty, or cut off by a kill
    const follows = (JSON.parse(line) as { previous: string }).previous === previous;
    previous = createHash("sha256").update(line).digest("hex");
    return follows ? [] : [`line ${index + 1} of the journal does not follow from the one before`];
  });
}
