/** Rows that are whole, and the bytes of UTF-8 that they take. */
export interface CsvRows {
  rows: string[][];
  used: number;
}

/**
 * Reads the whole rows of a text of CSV (RFC 4180): cells in double quotes may hold commas, line breaks and doubled quotes. A
 * row that has no line break yet is left for later.
 */
export function csvRows(text: string): CsvRows {
  const rows: string[][] = [];
  let used = 0;
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    const [, quoted, plain = "", end] = found ?? [];
    if (found === null || end === "") break;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
    used = cell.lastIndex;
  }
  return { rows, used: Buffer.byteLength(text.slice(0, used)) };
}
