import { styleText } from "node:util";

const plain = !process.stdout.isTTY || Boolean(process.env["NO_COLOR"]);

/** Columns of text and of commands, beside the margin. */
const WIDTH = 84;
const COMMAND_WIDTH = 110;

type Format = Parameters<typeof styleText>[0];

function styled(format: Format, text: string): string {
  return plain ? text : styleText(format, text);
}

/** Says what comes next and why, in plain words. */
export function step(number: number, count: number, title: string, why: string): void {
  process.stdout.write(`\n${styled("bold", `${number}/${count}  ${title}`)}\n`);
  for (const line of wrap(why.split(" "), WIDTH)) process.stdout.write(`     ${line}\n`);
}

/** Shows the command that is about to run, as it can be typed or copied. */
export function command(words: readonly string[]): void {
  const lines = wrap(pairs(words.map(quoted)), COMMAND_WIDTH).join(" \\\n         ");
  process.stdout.write(`     ${styled("cyan", `$ ${lines}`)}\n`);
}

/** Shows what a command has printed, where that is for people. */
export function output(text: string): void {
  for (const line of text.trimEnd().split("\n")) process.stdout.write(line === "" ? "\n" : `       ${line}\n`);
}

/** Shows a line of a command that goes on beside the scenes, as it comes. */
export function overheard(who: string, line: string): void {
  const margin = `     ${styled("magenta", `${who} │`)} `;
  for (const piece of wrap(line.split(" "), COMMAND_WIDTH)) process.stdout.write(`${margin}${piece}\n`);
}

/** Says what was measured. */
export function measured(text: string): void {
  process.stdout.write(`     ${styled("green", "✓")} ${text}\n`);
}

/** Says what is going on while something takes its time. */
export function progress(text: string): void {
  process.stdout.write(`     ${styled("dim", text)}\n`);
}

/** Says something that belongs to no step. */
export function say(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** Says what went wrong. */
export function failed(text: string): void {
  process.stdout.write(`\n${styled(["red", "bold"], "failed")}  ${text}\n`);
}

/** Shows a text under a heading. */
export function section(heading: string, text: string): void {
  if (text !== "") process.stdout.write(`\n${heading}:\n${text.trimEnd()}\n`);
}

/** A line in bold. */
export function headline(text: string): void {
  process.stdout.write(`${styled("bold", text)}\n`);
}

/** Options stay with their values. */
function pairs(words: readonly string[]): string[] {
  return words.reduce<string[]>((units, word) => {
    const last = units.at(-1);
    const isValue = last?.startsWith("--") && last !== "--" && !last.includes(" ") && !word.startsWith("--");
    return isValue ? [...units.slice(0, -1), `${last} ${word}`] : [...units, word];
  }, []);
}

/** An argument as a shell takes it. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

function wrap(words: readonly string[], width: number): string[] {
  return words.reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}
