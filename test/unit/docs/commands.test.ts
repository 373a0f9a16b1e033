import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { program } from "../../../cli/program";
import { commandFaults, type Verb } from "./commands";
import { readDocuments } from "./documents";

const root = join(__dirname, "../../..");

describe("the pages of this repository", () => {
  it("name scripts, verbs and options that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const known = { scripts: Object.keys(scripts), command: verbOf(program()) };
    const faults = readDocuments(root).flatMap((document) => commandFaults(document, known));
    assert.deepEqual(faults, []);
  });
});

/** The command as its help shows it. */
function verbOf(command: Command): Verb {
  const help = command.createHelp();
  const flags = help.visibleOptions(command).flatMap(({ short, long }) => [short, long]);
  return {
    name: command.name(),
    options: flags.filter((flag) => flag !== undefined),
    verbs: help.visibleCommands(command).map(verbOf),
    takesWords: command.registeredArguments.length > 0,
  };
}
