/** Lines of a log that are new, in a text of its last lines that is read over and over. */
export interface NewLines {
  lines: string[];
  /** `missing` where more was written between two looks than the text holds, or the log began anew. */
  before: "nothing" | "missing";
}

/**
 * Finds what is new in the last lines of a log. Each look overlaps the one before: what its end and this one's beginning
 * have in common was told already. A last line without an end may still grow, so it is told once the next look has it too.
 */
export class LogWindow {
  private told: string[] = [];
  private unended: string | undefined;

  /** @param text the last lines of the log, always as many at most */
  look(text: string): NewLines {
    const lines = logLines(text);
    const last = lines.pop();
    // After an end of line nothing is left.
    const isWhole = last === undefined || last === "" || last === this.unended;
    this.unended = last;
    if (isWhole && last) lines.push(last);
    const common = overlap(this.told, lines);
    const before = this.told.length > 0 && common === 0 && lines.length > 0 ? "missing" : "nothing";
    if (lines.length > 0) this.told = lines;
    return { lines: lines.slice(common), before };
  }
}

/** The lines of `getLogs`: what an instance wrote, without the states of containers above it. The last one may be unended. */
export function logLines(text: string): string[] {
  const [, written = text] = /^Instance status:[\s\S]*?\nContainer logs:\r?\n([\s\S]*)$/.exec(text) ?? [];
  return written.split(/\r?\n/);
}

/** How many of the last lines of `before` are the first of `after`. */
function overlap(before: readonly string[], after: readonly string[]): number {
  for (let from = Math.max(0, before.length - after.length); from < before.length; from += 1) {
    const common = before.length - from;
    let same = 0;
    while (same < common && before[from + same] === after[same]) same += 1;
    if (same === common) return common;
  }
  return 0;
}
