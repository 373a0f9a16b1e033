import { csvRows } from "./csv";

/** One collected record: a line of the newer layout, or a row of the older one by its column's name. */
export type CollectedRecord = Record<string, unknown>;

/** Reads the records of one file as its bytes come; what is not whole yet waits for more. */
export interface RecordReader {
  read(bytes: Buffer): CollectedRecord[];
}

/** How collected data is laid out in files: JSON lines, or CSV with a header. */
export type Layout = "json-lines" | "csv";

/** @param file names the file in errors */
export function recordReader(layout: Layout, file: string): RecordReader {
  return layout === "json-lines" ? new JsonLines(file) : new CsvFile(file);
}

class JsonLines implements RecordReader {
  private rest = Buffer.alloc(0);
  private line = 0;

  constructor(private readonly file: string) {}

  read(bytes: Buffer): CollectedRecord[] {
    const all = Buffer.concat([this.rest, bytes]);
    const end = all.lastIndexOf("\n") + 1;
    this.rest = all.subarray(end);
    const lines = all.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
    return lines.flatMap((text) => {
      this.line += 1;
      return text.trim() === "" ? [] : [this.parsed(text)];
    });
  }

  private parsed(text: string): CollectedRecord {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
    } catch {
      // told below
    }
    throw new Error(`${this.file}, line ${this.line}: this is no JSON object, so no collected record`);
  }
}

class CsvFile implements RecordReader {
  private rest = Buffer.alloc(0);
  private columns: readonly string[] | undefined;

  constructor(private readonly file: string) {}

  read(bytes: Buffer): CollectedRecord[] {
    const all = Buffer.concat([this.rest, bytes]);
    const whole = all.lastIndexOf("\n") + 1;
    const { rows, used } = csvRows(all.subarray(0, whole).toString("utf8"));
    this.rest = all.subarray(used);
    return rows.flatMap((row) => {
      if (this.columns === undefined) {
        this.columns = row;
        return [];
      }
      return [this.record(this.columns, row)];
    });
  }

  /** A script that gives no names writes no header; then there are more cells than names, or it shows as the first row. */
  private record(columns: readonly string[], row: readonly string[]): CollectedRecord {
    if (row.length > columns.length) {
      throw new Error(`${this.file}: a row has ${row.length} cells and the header ${columns.length}`);
    }
    return Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ""]));
  }
}
