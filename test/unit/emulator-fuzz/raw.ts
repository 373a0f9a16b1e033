import { connect } from "node:net";
import fc from "fast-check";
import { patience } from "./bounds";
import { jsonText, query, segment } from "./values";

/** One answer as it came over the wire. */
export interface RawAnswer {
  status: number;
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** Milliseconds of silence after which the client ends its side; a server may drop what it has not answered by then. */
const silence = 40;

/**
 * Sends bytes in pieces, and ends its side when no answer comes any more; gives what came back. Throws where the server does neither answer
 * nor close in time, or sends something that is no HTTP.
 */
export async function exchange(url: string, pieces: readonly string[]): Promise<RawAnswer[]> {
  const { port } = new URL(url);
  return readAnswers(await talk(Number(port), pieces));
}

function talk(port: number, pieces: readonly string[]): Promise<string> {
  return new Promise((settle, fail) => {
    const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
    let heard = "";
    const late = setTimeout(() => {
      socket.destroy();
      fail(new Error(`neither answered nor closed within ${patience} ms: ${JSON.stringify(pieces).slice(0, 2000)}`));
    }, patience);
    const quiet = setTimeout(() => socket.end(), silence);
    socket.setEncoding("latin1").on("data", (text: string) => {
      heard += text;
      quiet.refresh();
    });
    // A reset is a way to close, too.
    socket.on("error", () => undefined);
    socket.once("close", () => {
      clearTimeout(late);
      clearTimeout(quiet);
      settle(heard);
    });
    socket.once("end", () => socket.end());
    socket.once("connect", () => {
      for (const piece of pieces) socket.write(piece, "latin1");
    });
  });
}

/** The answers in a text; the last one may be cut off. */
function readAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = text; rest !== "";) {
    const end = rest.indexOf("\r\n\r\n");
    if (end < 0) throw new Error(`no head of an answer: ${JSON.stringify(rest.slice(0, 300))}`);
    const [line = "", ...lines] = rest.slice(0, end).split("\r\n");
    const status = /^HTTP\/1\.1 ([1-5]\d\d)( [ -~]*)?$/.exec(line)?.[1];
    if (status === undefined) throw new Error(`no status line: ${JSON.stringify(line.slice(0, 300))}`);
    const headers = new Map(lines.map((each) => headerOf(each)));
    const after = rest.slice(end + 4);
    const { body, rest: next } = bodyOf(after, headers);
    // 100 only announces the answer.
    if (Number(status) >= 200) answers.push({ status: Number(status), headers, body });
    rest = next;
  }
  return answers;
}

function headerOf(line: string): [string, string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?(.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`no header: ${JSON.stringify(line.slice(0, 300))}`);
  return [name.toLowerCase(), value];
}

function bodyOf(text: string, headers: ReadonlyMap<string, string>): { body: string; rest: string } {
  if (headers.get("transfer-encoding") !== "chunked") {
    const length = Number(headers.get("content-length") ?? 0);
    return { body: text.slice(0, length), rest: text.slice(length) };
  }
  let body = "";
  for (let rest = text; ;) {
    const size = /^([0-9a-f]+)\r\n/i.exec(rest);
    if (size?.[1] === undefined) return { body, rest: "" };
    const [start, length] = [size[0].length, Number.parseInt(size[1], 16)];
    if (length === 0) return { body, rest: rest.slice(start + 2) };
    body += rest.slice(start, start + length);
    rest = rest.slice(start + length + 2);
  }
}

const verb = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS") },
  fc.constantFrom("get", "BREW", "CONNECT", "TRACE", "PRI", "", "G\0T"),
);

const oddHeader = fc.oneof(
  fc.constantFrom(
    ...["content-length: 5", "content-length: -1", "content-length: 1e3", "content-length: 99999999999999999999"],
    ...["content-length: 3\r\ncontent-length: 4", "transfer-encoding: chunked", "transfer-encoding: gzip, chunked"],
    ...["transfer-encoding: chunked\r\ncontent-length: 3", "transfer-encoding:\tidentity", "expect: 100-continue"],
    ...[
      "expect: a miracle",
      "upgrade: websocket\r\nconnection: upgrade",
      "connection: close",
      "connection: keep-alive",
    ],
    ...[
      "content-type: application/json; charset=utf-16",
      "content-type: text/xml",
      "content-type: ",
      "content-type: ;;",
    ],
    ...["content-encoding: gzip", "host: evil.example", "host: a\r\nhost: b", "host: [", "authorization: Basic x"],
    ...["authorization: Bearer", "azureml-model-deployment: blue", "azureml-model-deployment: \xff\xfe", ": nothing"],
    ...["x-ms-client-request-id: " + "x".repeat(500), "x-y : z", "x\0y: z", "no colon", " folded: line", "cookie: a=b"],
    "x-long: " + "x".repeat(20_000),
    "accept: " + "*/*,".repeat(2000),
  ),
  fc
    .tuple(fc.string({ maxLength: 8 }), fc.string({ unit: "binary", maxLength: 12 }))
    .map(([name, value]) => `${name}: ${value}`),
);

const garbage = fc.string({ unit: "binary", maxLength: 200 });

const chunked = fc
  .array(
    fc.oneof(
      fc.constantFrom("3\r\nabc\r\n", "0\r\n\r\n", "zz\r\n", "fffffffff\r\n", "3;x=y\r\nabc\r\n", "1\r\nabc"),
      garbage,
    ),
    {
      maxLength: 4,
    },
  )
  .map((pieces) => pieces.join(""));

/** A text that is nearly a request to one of `targets`, whole or cut off. */
export function rawRequest(targets: readonly string[], token: string): fc.Arbitrary<string> {
  const target = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...targets), query).map((parts) => parts.join("")) },
    fc.array(segment, { maxLength: 6 }).map((parts) => `/${parts.join("/")}`),
    fc.constantFrom("*", "http://other/x", "//", "", "/\xff", "/ /", "/a b"),
  );
  const common = ["host: 127.0.0.1", `authorization: Bearer ${token}`, "content-type: application/json"];
  const headers = fc
    .tuple(fc.subarray(common, { minLength: 1 }), fc.array(oddHeader, { maxLength: 3 }))
    .map(([usual, odd]) => [...usual, ...odd]);
  const body = fc.oneof(jsonText, garbage, chunked);
  const framed = fc.tuple(body, fc.boolean()).map(([text, honest]) => ({ text, honest }));
  return fc
    .tuple(
      verb,
      target,
      headers,
      framed,
      fc.constantFrom("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/9.9", ""),
    )
    .chain(([method, where, lines, { text, honest }, version]) => {
      const length = honest ? [`content-length: ${Buffer.byteLength(text, "latin1")}`] : [];
      const whole = `${method} ${where} ${version}\r\n${[...lines, ...length].join("\r\n")}\r\n\r\n${text}`;
      return fc.oneof(
        { weight: 4, arbitrary: fc.constant(whole) },
        fc.nat(whole.length).map((cut) => whole.slice(0, cut)),
      );
    });
}

/** What goes over some connections at the same time. */
export function conversations(targets: readonly string[], token: string): fc.Arbitrary<string[][]> {
  return fc.array(conversation(targets, token), { minLength: 1, maxLength: 12 });
}

/** What goes over one connection: one or several requests, or no HTTP at all. */
function conversation(targets: readonly string[], token: string): fc.Arbitrary<string[]> {
  const requests = fc.array(rawRequest(targets, token), { minLength: 1, maxLength: 4 });
  return fc.oneof(
    { weight: 5, arbitrary: requests },
    garbage.map((text) => [text]),
  );
}
