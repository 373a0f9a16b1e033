import type { Report } from "./stretch";

const columns = ["step", "seconds", "answers", "failed", "p50 ms", "p99 ms", "readings", "weights seen"];

/** The reports as a Markdown table. */
export function table(reports: readonly Report[]): string {
  const rows = reports.map(({ name, seconds, answers, failed, milliseconds, samples, splits }) => [
    ...[name, seconds.toFixed(1), answersText(answers), failed, milliseconds.p50, milliseconds.p99, samples].map(
      String,
    ),
    splits.join(" → "),
  ]);
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(columns), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** What went wrong, in words; none where all went well. */
export function faultsIn(reports: readonly Report[]): string[] {
  return reports.flatMap(({ name, failed, faults }) => [
    ...(failed > 0 ? [`${name}: ${failed} requests failed`] : []),
    ...faults.map((fault) => `${name}: ${fault}`),
  ]);
}

/** `900 blue, 100 green`; where it is not 200, the status stands before the name. */
function answersText(answers: Report["answers"]): string {
  return Object.entries(answers)
    .map(([answer, count]) => `${count} ${answer.replace(/^200 /, "")}`)
    .join(", ");
}
