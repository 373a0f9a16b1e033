import { styleText } from "node:util";

/** Writes a line of the answer. Standard output carries nothing else, so that it can be piped on. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Writes the answer as JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2));
}

/** Writes a line to people: progress, hints, errors. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Writes rows under headings, in columns as wide as they need to be. The first row's keys are the headings. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  print(strong(line(headings)));
  for (const row of rows) print(line(row));
}

/** Writes names and values, one pair a line; pairs without a value are left out. */
export function printFields(fields: Readonly<Record<string, string | undefined>>): void {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined && value !== "");
  const width = Math.max(...known.map(([name]) => name.length));
  for (const [name, value] of known) print(`${strong(name.padEnd(width))}  ${value}`);
}

/** Bold on a terminal, plain in a pipe or where `NO_COLOR` is set. */
function strong(text: string): string {
  return process.stdout.isTTY && !process.env["NO_COLOR"] ? styleText("bold", text) : text;
}
