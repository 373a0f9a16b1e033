import { join } from "node:path";
import ts from "typescript";
import { readBlocks, type CodeBlock, type Document } from "./documents";

/** A block as a file of its own; `lead` lines of it belong to the blocks that it continues. */
interface Snippet {
  document: string;
  block: CodeBlock;
  lead: string[];
}

/** What a package's `exports` say about one of its entries. */
export type Exports = Readonly<Record<string, string | { types: string }>>;

/**
 * Everything that the compiler says about the `ts` blocks of `documents`, as `page:line: message`. Each block stands
 * alone, as a reader would copy it, unless its info string says otherwise:
 *
 * - `ts continued`: it goes on where the block before it ends.
 * - `ts no-check` and a reason: it is not compiled.
 *
 * The package's public names lead to its sources.
 */
export function snippetFaults(root: string, exports: Exports, documents: readonly Document[]): string[] {
  const read = documents.map((document) => documentSnippets(document));
  const snippets = new Map(
    read
      .flatMap(({ snippets }) => snippets)
      .map((each) => [join(root, `${each.document}.${each.block.line}.ts`), each]),
  );
  const program = compile(
    [...snippets].map(([file, { lead, block }]) => [file, [...lead, ...block.lines]]),
    root,
    exports,
  );
  const compiled = [...snippets].flatMap(([file, snippet]) =>
    [
      ...program.getSyntacticDiagnostics(program.getSourceFile(file)),
      ...program.getSemanticDiagnostics(program.getSourceFile(file)),
    ].flatMap((diagnostic) => fault(snippet, diagnostic)),
  );
  return [...read.flatMap(({ faults }) => faults), ...compiled];
}

function documentSnippets({ path, text }: Document): { snippets: Snippet[]; faults: string[] } {
  const snippets: Snippet[] = [];
  const faults: string[] = [];
  for (const block of readBlocks(text).blocks.filter(({ language }) => ["ts", "typescript"].includes(language))) {
    const [word, ...rest] = block.info;
    const before = snippets.at(-1);
    const at = `${path}:${block.line - 1}`;
    if (word === "no-check") {
      if (rest.length === 0) faults.push(`${at}: no-check without a reason`);
    } else if (word === "continued") {
      if (before === undefined) faults.push(`${at}: continued, but no block stands before it`);
      else snippets.push({ document: path, block, lead: [...before.lead, ...before.block.lines] });
    } else if (word === undefined) {
      snippets.push({ document: path, block, lead: [] });
    } else {
      faults.push(`${at}: ${word} means nothing here; there are continued and no-check`);
    }
  }
  return { snippets, faults };
}

/** Faults of the blocks that a snippet continues are theirs. */
function fault({ document, block, lead }: Snippet, { file, start, messageText }: ts.Diagnostic): string[] {
  const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
  if (line < lead.length) return [];
  return [`${document}:${block.line + line - lead.length}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`];
}

function compile(
  files: readonly [file: string, lines: readonly string[]][],
  root: string,
  exports: Exports,
): ts.Program {
  const texts = new Map(files.map(([file, lines]) => [file, lines.join("\n")]));
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const relaxed: ts.CompilerOptions = {
    ...options,
    noEmit: true,
    // As a bundler or the engine's loader sees a program: top-level `await`, folders as modules.
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    noUnusedLocals: false,
    noUnusedParameters: false,
    noUncheckedSideEffectImports: true,
    types: ["node"],
    paths: sourcesOf(exports),
  };
  const disk = ts.createCompilerHost(relaxed);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => texts.has(file) || disk.fileExists(file),
    readFile: (file) => texts.get(file) ?? disk.readFile(file),
    getSourceFile: (file, language, onError) => {
      const text = texts.get(file);
      return text === undefined
        ? disk.getSourceFile(file, language, onError)
        : ts.createSourceFile(file, text, language);
    },
  };
  return ts.createProgram([...texts.keys()], relaxed, host);
}

/** `{ "pulumi-azureml/rollout": ["./rollout/index.ts"], … }`: where `exports` would lead before anything is built. */
function sourcesOf(exports: Exports): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(exports).flatMap(([name, target]) =>
      typeof target === "string"
        ? []
        : [[`pulumi-azureml${name.slice(1)}`, [target.types.replace("./dist/", "./").replace(/\.d\.ts$/, ".ts")]]],
    ),
  );
}
