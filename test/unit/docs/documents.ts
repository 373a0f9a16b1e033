import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A page that people read; `path` is relative to the repository, with forward slashes. */
export interface Document {
  path: string;
  text: string;
}

/** A fenced block. */
export interface CodeBlock {
  /** First word after the fence. */
  language: string;
  /** The words behind it. */
  info: string[];
  /** Line of the document that the block's first line is, from 1. */
  line: number;
  lines: string[];
}

/** Every page that people read: those at the top, in `docs`, and of each example. */
export function readDocuments(root: string): Document[] {
  const examples = readdirSync(join(root, "examples")).map((example) => `examples/${example}/README.md`);
  return [...pages(root, ""), ...pages(root, "docs/"), ...examples]
    .filter((path) => existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

function pages(root: string, folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".md"))
    .map((file) => folder + file);
}

/** The fenced blocks of a page, and the page's lines with those blocks blanked. */
export function readBlocks(text: string): { blocks: CodeBlock[]; prose: string[] } {
  const blocks: CodeBlock[] = [];
  let open: { fence: string; indent: number; block: CodeBlock } | undefined;
  const prose = text.split(/\r?\n/).map((line, index) => {
    const [, indent = "", fence = "", info = ""] = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open === undefined) {
      if (fence === "") return line;
      const [language = "", ...words] = info.trim().split(/\s+/);
      open = { fence, indent: indent.length, block: { language, info: words, line: index + 2, lines: [] } };
      blocks.push(open.block);
    } else if (fence.startsWith(open.fence) && info.trim() === "") {
      open = undefined;
    } else {
      open.block.lines.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)));
    }
    return "";
  });
  return { blocks, prose };
}
