import { readBlocks, type CodeBlock, type Document } from "./documents";

/** A verb of the command line and what is below it. */
export interface Verb {
  name: string;
  options: readonly string[];
  verbs: readonly Verb[];
  /** True where it takes words that are no verbs. */
  takesWords?: boolean;
}

/** What a page may tell people to type. */
export interface Known {
  /** Names of the package's scripts. */
  scripts: readonly string[];
  command: Verb;
}

/** Every command of ours that a page names and that does not exist, as `page:line: fault`. */
export function commandFaults({ path, text }: Document, known: Known): string[] {
  return namedCommands(text).flatMap(({ line, words }) =>
    wordsFaults(words, known).map((fault) => `${path}:${line}: ${fault}`),
  );
}

/** The commands of `sh` blocks, and those in the text that are more than the command's name. */
function namedCommands(text: string): { line: number; words: string[] }[] {
  const { blocks, prose } = readBlocks(text);
  const shell = blocks
    .filter(({ language }) => ["sh", "bash", "shell", "console"].includes(language))
    .flatMap(shellLines);
  const inline = prose.flatMap((line, index) =>
    [...line.matchAll(/`((?:npm|npx|pulumi-azureml) [^`]+)`/g)].map(([, command = ""]) => ({
      line: index + 1,
      command,
    })),
  );
  return [...shell, ...inline].flatMap(({ line, command }) =>
    command.split(/&&|\|\|?|;|\s#.*$/).map((part) => ({ line, words: part.trim().split(/\s+/) })),
  );
}

/** Lines of a block; one that ends in a backslash goes on in the next. */
function shellLines({ line, lines }: CodeBlock): { line: number; command: string }[] {
  const commands: { line: number; command: string }[] = [];
  lines.forEach((text, index) => {
    const before = commands.at(-1);
    if (before?.command.endsWith("\\")) before.command = before.command.slice(0, -1) + text;
    else commands.push({ line: line + index, command: text });
  });
  return commands;
}

function wordsFaults(words: readonly string[], { scripts, command }: Known): string[] {
  const [first, ...rest] = words.filter((word) => word !== "$" && word !== "npx" && !/^[A-Z_]+=/.test(word));
  if (first === "npm") return scriptFaults(rest, scripts);
  return first === command.name ? verbFaults(command, rest) : [];
}

function scriptFaults([verb, name]: readonly string[], scripts: readonly string[]): string[] {
  const script = verb === "run" ? name : verb === "test" || verb === "start" ? verb : undefined;
  return script === undefined || scripts.includes(script) ? [] : [`npm run ${script}: no such script in package.json`];
}

function verbFaults(verb: Verb, words: readonly string[]): string[] {
  const end = words.indexOf("--");
  const own = end === -1 ? words : words.slice(0, end);
  const [next = "", ...rest] = own;
  const below = verb.verbs.find(({ name }) => name === next);
  if (below) return verbFaults({ ...below, name: `${verb.name} ${below.name}` }, rest);
  if (verb.verbs.length > 0 && !verb.takesWords && next !== "" && !next.startsWith("-"))
    return [`${verb.name} has no verb ${next}`];
  return own
    .filter((word) => word.startsWith("-"))
    .map((word) => word.replace(/=.*/, ""))
    .filter((option) => !verb.options.includes(option))
    .map((option) => `${verb.name} has no option ${option}`);
}
