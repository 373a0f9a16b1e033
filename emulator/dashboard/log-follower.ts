import type { ServingRuntime } from "../serving/contract";
import type { LogLines } from "./state";

/** Whose log is followed. */
export interface FollowedLog {
  endpoint: string;
  deployment: string;
  /** One instance; all where it is absent. */
  instance?: string;
}

/** Lines that are told at first, and at once: what comes faster is not read by people. */
const most = 200;

/** Characters of a line that are told. */
const longest = 2_000;

/** Milliseconds that lines wait to be told together. */
const together = 150;

/** Tells the last lines of a log, and then what comes. `tell` gets JSON-ready batches; returns what ends it. */
export function followLog(
  serving: ServingRuntime,
  { endpoint, deployment, instance }: FollowedLog,
  tell: (batches: LogLines[]) => void,
): () => void {
  let waiting: LogLines[] = [];
  let count = 0;
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const note = dropped > 0 ? [{ instance: "", lines: [`… ${dropped} more lines`] }] : [];
    const batches = [...waiting, ...note];
    waiting = [];
    count = dropped = 0;
    tell(batches);
  };
  const text =
    instance === undefined
      ? serving.logs(endpoint, deployment, "InferenceServer", most)
      : serving.instanceLogs(endpoint, deployment, instance, most);
  tell([{ instance: "", lines: text === "" ? [] : text.split("\n").map(cut) }]);

  const unwatch = serving.watchLogs(endpoint, deployment, (from, lines) => {
    if (instance !== undefined && from !== instance) return;
    const taken = lines.slice(0, Math.max(most - count, 0)).map(cut);
    dropped += lines.length - taken.length;
    count += taken.length;
    if (taken.length > 0) waiting.push({ instance: from, lines: taken });
    timer ??= setTimeout(flush, together);
  });
  return () => {
    unwatch();
    clearTimeout(timer);
  };
}

function cut(line: string): string {
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
