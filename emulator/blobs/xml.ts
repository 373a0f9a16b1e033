/** The contents of each element with this name; enough for the flat lists that the blob service answers. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}>`, "gs"))].map((match) => match[1] ?? "");
}

/** The text of the first element with this name, "" where there is none. */
export function text(xml: string, name: string): string {
  const match = new RegExp(`<${name}(\\s[^>]*)?>(.*?)</${name}>`, "s").exec(xml);
  const content = (match?.[2] ?? "").replace(/&(#x?[0-9a-f]+|\w+);/gi, (_all, entity: string) => character(entity));
  // Names that XML can't hold come percent-encoded.
  return /Encoded="true"/i.test(match?.[1] ?? "") ? decodeURIComponent(content) : content;
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function character(entity: string): string {
  if (!entity.startsWith("#")) return named[entity.toLowerCase()] ?? `&${entity};`;
  const hexadecimal = /^#x/i.test(entity);
  return String.fromCodePoint(parseInt(entity.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10));
}
