import { parseArgs } from "node:util";

/** What the demo was asked for. */
export interface Options {
  /** Numbers of the acts to play. */
  acts: readonly string[];
  /** Leaves a failed demo as it is. */
  keep: boolean;
}

/** Reads the command line. Throws in words where it asks for what there is not. */
export function readOptions(args: readonly string[], actNumbers: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { act: { type: "string", multiple: true }, keep: { type: "boolean" } },
  });
  const { act: acts = actNumbers, keep = false } = values;
  const unknown = acts.find((number) => !actNumbers.includes(number));
  if (unknown !== undefined) throw new Error(`--act: "${unknown}" given; there are ${actNumbers.join(" and ")}`);
  return { acts, keep };
}
