import { posix } from "node:path";
import { readBlocks, type Document } from "./documents";

/** What the repository holds; paths are relative to it. */
export interface Files {
  exists(path: string): boolean;
  /** Text of a page; undefined where there is none. */
  page(path: string): string | undefined;
}

/** Every relative link that leads nowhere, or to a heading that is not there, as `page:line: link`. */
export function linkFaults({ path, text }: Document, files: Files): string[] {
  return readBlocks(text).prose.flatMap((line, index) =>
    targets(line).flatMap((target) => {
      const [file = "", anchor = ""] = decodeURIComponent(target).split("#");
      const leadsTo = file === "" ? path : posix.normalize(posix.join(posix.dirname(path), file));
      const at = `${path}:${index + 1}: ${target}`;
      if (leadsTo.startsWith("..")) return [`${at} leads out of the repository`];
      if (!files.exists(leadsTo)) return [`${at} leads nowhere`];
      const page = files.page(leadsTo);
      return anchor === "" || page === undefined || anchors(page).includes(anchor) ? [] : [`${at}: no such heading`];
    }),
  );
}

/** Links, images, link definitions and HTML sources that are neither absolute nor code. */
function targets(line: string): string[] {
  const text = line.replace(/(`+).*?\1/g, "code");
  const found = [
    ...text.matchAll(/\]\(\s*<?([^)\s>]+)/g),
    ...text.matchAll(/^\s*\[[^\]]+\]:\s*<?([^\s>]+)/g),
    ...text.matchAll(/\b(?:src|href)="([^"]+)"/g),
  ];
  return found.map(([, target = ""]) => target).filter((target) => !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target));
}

/** The anchors that headings get: lower case, spaces to dashes, punctuation dropped; the second of a name gets `-1`. */
function anchors(text: string): string[] {
  const seen = new Map<string, number>();
  return readBlocks(text).prose.flatMap((line) => {
    const [, heading] = /^#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? [];
    if (heading === undefined) return [];
    const name = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return [count === 0 ? name : `${name}-${count}`];
  });
}
