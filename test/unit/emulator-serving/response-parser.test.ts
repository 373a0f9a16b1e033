import { strict as assert } from "node:assert";
import fc from "fast-check";
import { MalformedResponse } from "../../../emulator/serving/http/response-head";
import { ResponseParser } from "../../../emulator/serving/http/response-parser";

interface Heard {
  status?: number;
  headers: string[];
  body: string;
  ends: number;
  keepsAlive: boolean;
}

/** Reads `pieces` and then the end of the connection, and returns what was heard. */
function hear(pieces: readonly Buffer[], answersHead = false): Heard {
  const heard: Heard = { headers: [], body: "", ends: 0, keepsAlive: false };
  const parser = new ResponseParser(
    {
      onHead: ({ status, headers }) => Object.assign(heard, { status, headers }),
      onBody: (piece) => (heard.body += piece.toString("latin1")),
      onEnd: () => heard.ends++,
    },
    answersHead,
  );
  for (const piece of pieces) parser.read(piece);
  parser.end();
  heard.keepsAlive = parser.keepsAlive;
  return heard;
}

const whole = (text: string, answersHead?: boolean): Heard => hear([Buffer.from(text, "latin1")], answersHead);

const SIZED = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a:2\r\n\r\nhello";
const CHUNKED =
  "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nT: 1\r\n\r\n";
const UNTIL_CLOSE = "HTTP/1.0 500 X\r\nServer: s\r\n\r\nhello";

describe("the response parser", () => {
  it("reads a body of a given length and keeps the connection", () => {
    const expected = { status: 200, headers: ["x-a", "1", "x-a", "2", "content-length", "5"], body: "hello", ends: 1 };
    assert.deepEqual(whole(SIZED), { ...expected, keepsAlive: true });
  });

  it("reads chunks, whose framing wins over a length, and drops trailers", () => {
    assert.deepEqual(whole(CHUNKED), { status: 201, headers: [], body: "hello", ends: 1, keepsAlive: true });
  });

  it("reads to the end of the connection where nothing else says where the body ends", () => {
    assert.deepEqual(whole(UNTIL_CLOSE), {
      status: 500,
      headers: ["server", "s"],
      body: "hello",
      ends: 1,
      keepsAlive: false,
    });
  });

  it("expects no body with 204, 304 and answers to HEAD", () => {
    for (const status of ["204 No Content", "304 Not Modified"]) {
      assert.equal(whole(`HTTP/1.1 ${status}\r\n\r\n`).ends, 1);
    }
    const head = whole("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true);
    assert.deepEqual([head.ends, head.body, head.headers], [1, "", ["content-length", "5"]]);
  });

  it("passes over announcements", () => {
    assert.equal(whole(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n${SIZED}`).body, "hello");
  });

  it("leaves out what concerns one connection only", () => {
    const response =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nKeep-Alive: timeout=5\r\nUpgrade: x\r\nContent-Length: 0\r\n\r\n";
    const { headers, keepsAlive } = whole(response);
    assert.deepEqual([headers, keepsAlive], [["content-length", "0"], false]);
  });

  it("does not trust a connection that says more than it was asked", () => {
    for (const extra of [SIZED, CHUNKED, "HTTP/1.1 204 No Content\r\n\r\n"])
      assert.equal(whole(`${extra}x`).keepsAlive, false);
  });

  it("leaves a response unfinished that the connection cuts off", () => {
    assert.equal(whole(SIZED.slice(0, -1)).ends, 0);
    assert.equal(whole(CHUNKED.slice(0, -1)).ends, 0);
  });

  it("hears the same whatever the pieces are", () => {
    const responses = fc.constantFrom(SIZED, CHUNKED, UNTIL_CLOSE);
    fc.assert(
      fc.property(responses, fc.array(fc.nat(120)), (response, cuts) => {
        const bytes = Buffer.from(response, "latin1");
        const edges = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const pieces = edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge));
        assert.deepEqual(hear(pieces), whole(response));
      }),
    );
  });

  const malformed = [
    "HTTP/1.1 200 OK\r\nContent Length: 1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nX: a\u0000b\r\n\r\n",
    "HTTP/1.1 200 OK\r\nX: a\nContent-Length: 3\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    "SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "HTTP/2 200 OK\r\n\r\n",
    "HTTP/1.1 abc\r\n\r\n",
    "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
    `HTTP/1.1 200 OK\r\nX: ${"a".repeat(70_000)}`,
  ];
  for (const response of malformed) {
    it(`refuses ${JSON.stringify(response.slice(0, 70))}`, () => {
      assert.throws(() => whole(response), MalformedResponse);
    });
  }
});
