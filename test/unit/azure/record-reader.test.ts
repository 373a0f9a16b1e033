import assert from "node:assert/strict";
import fc from "fast-check";
import { csvRows } from "../../../azure/collected/csv";
import { placeOfBlob, placeOfRows } from "../../../azure/collected/collection-place";
import { recordReader } from "../../../azure/collected/record-reader";

/** As Python's `csv.writer` writes a row, which is what wrote the files. */
const written = (row: readonly string[]): string => {
  const cells = row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${cells.join(",")}\r\n`;
};

/** The same bytes in pieces, cut anywhere. */
const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const ends = [...at.map((share) => Math.floor(share * bytes.length)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
};

const share = fc.double({ min: 0, max: 1, noNaN: true });
const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "é", "☃", " "), maxLength: 5 });

describe("collected files", () => {
  it("of CSV give the cells that were written, however the bytes come", () => {
    const table = fc.integer({ min: 2, max: 4 }).chain((width) => {
      const row = fc.array(cell, { minLength: width, maxLength: width });
      return fc.array(row, { minLength: 1, maxLength: 6 });
    });
    fc.assert(
      fc.property(table, fc.array(share, { maxLength: 4 }), (rows, cuts) => {
        const names = (rows[0] ?? []).map((_, index) => `c${index}`);
        const bytes = Buffer.from([names, ...rows].map(written).join(""));
        const reader = recordReader("csv", "data.csv");
        const records = cut(bytes, cuts).flatMap((piece) => reader.read(piece));

        assert.deepEqual(
          records,
          rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]]))),
        );
      }),
    );
  });

  it("of JSON lines give the records that were written, however the bytes come", () => {
    const record = fc.record({ id: fc.uuid(), data: fc.jsonValue() });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), fc.array(share, { maxLength: 4 }), (records, cuts) => {
        const bytes = Buffer.from(records.map((each) => `${JSON.stringify(each)}\n`).join(""));
        const reader = recordReader("json-lines", "x.jsonl");
        const read = cut(bytes, cuts).flatMap((piece) => reader.read(piece));

        assert.deepEqual(read, JSON.parse(JSON.stringify(records)));
      }),
    );
  });

  it("that are damaged are named with the line", () => {
    const reader = recordReader("json-lines", "fraud/x.jsonl");
    assert.throws(
      () => reader.read(Buffer.from('{"a":1}\nnonsense\n')),
      /fraud\/x\.jsonl, line 2: this is no JSON object/,
    );
    assert.throws(
      () => recordReader("csv", "d.csv").read(Buffer.from("a,b\n1,2,3\n")),
      /d\.csv: a row has 3 cells and the header 2/,
    );
  });

  it("wait for the rest of a row", () => {
    assert.deepEqual(csvRows('a,b\r\n"x\r\n,""y""",'), { rows: [["a", "b"]], used: 5 });
    assert.deepEqual(csvRows(""), { rows: [], used: 0 });
  });

  it("tell by their path what they are of", () => {
    assert.deepEqual(placeOfBlob("modelDataCollector/fraud/blue/request/2026/11/29/21/blue-1.jsonl", "store"), {
      ...{ layout: "json-lines", endpoint: "fraud", deployment: "blue", collection: "request", datastore: "store" },
      folder: "modelDataCollector/fraud/blue/request/",
    });
    assert.equal(placeOfBlob("modelDataCollector/fraud/blue", "store"), undefined);
    assert.deepEqual(placeOfRows("s/g/w/fraud/model/3/inputs/2026/11/29/data.csv"), {
      ...{ layout: "csv", endpoint: "fraud", deployment: "model:3", collection: "inputs", datastore: undefined },
      folder: "s/g/w/fraud/model/3/inputs/",
    });
    assert.equal(placeOfRows("s/g/w/fraud/model"), undefined);
  });
});
