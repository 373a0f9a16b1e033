import { strict as assert } from "node:assert";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { ScoringClient } from "../../../../azure/scoring/scoring-client";
import { ScoringError } from "../../../../azure/scoring/scoring-error";

describe("a streamed answer", () => {
  let server: Server;
  let client: ScoringClient;
  let serve: (response: ServerResponse) => void;
  beforeEach(async () => {
    server = createServer((request, response) => void request.resume().on("end", () => serve(response)));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    client = new ScoringClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/score`, { key: "k" });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await client.close();
  });

  it("is there with its head, and comes piece by piece", async () => {
    let next = (): void => undefined;
    serve = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream", "azureml-model-deployment": "green" });
      response.write("data: 1\n\n");
      next = () => response.end("data: 2\n\n");
    };
    const { status, headers, deployment, tries, body } = await client.scoreStream({});
    assert.deepEqual([status, headers["content-type"], deployment, tries], [200, "text/event-stream", "green", 1]);
    const pieces: string[] = [];
    for await (const piece of body) {
      pieces.push(String(piece));
      if (pieces.length === 1) next(); // the second piece is sent when the first has been read
    }
    assert.deepEqual(pieces, ["data: 1\n\n", "data: 2\n\n"]);
  });

  it("comes whole however much it is, no faster than it is read", async () => {
    const megabytes = 24;
    let sent = 0;
    serve = (response) => {
      response.writeHead(200);
      const go = (): void => {
        while (sent < megabytes) {
          sent += 1;
          if (!response.write(Buffer.alloc(1024 * 1024, 97))) return void response.once("drain", go);
        }
        response.end();
      };
      go();
    };
    const { body } = await client.scoreStream({});
    // What is on the way fits into a few buffers; a reader that does not read holds the rest back.
    await new Promise((later) => setTimeout(later, 200));
    assert.ok(sent < megabytes, `${sent} of ${megabytes} megabytes were taken from the server before anybody read`);
    assert.equal((await text(body)).length, megabytes * 1024 * 1024);
  });

  it("is repeated until its head is there, and fails whole where that is no success", async () => {
    let served = 0;
    serve = (response) => response.writeHead((served += 1) < 3 ? 503 : 200).end("x");
    const retry = { baseMs: 0 };
    const { tries, body } = await client.scoreStream({}, { retry });
    assert.deepEqual([tries, await text(body)], [3, "x"]);
    serve = (response) => response.writeHead(404).end("nobody");
    await assert.rejects(client.scoreStream({}, { retry }), {
      name: "ScoringError",
      reason: "not-found",
      body: "nobody",
    });
  });

  it("fails for its reader where it breaks off", async () => {
    serve = (response) => response.writeHead(200, { "content-length": "9" }).write("12", () => response.destroy());
    const { body } = await client.scoreStream({});
    await assert.rejects(text(body), (error) => error instanceof ScoringError && error.reason === "broken");
  });

  it("fails for its reader where it falls silent, not where it only takes long", async () => {
    serve = (response) => {
      response.writeHead(200);
      let pieces = 0;
      const timer = setInterval(() => ((pieces += 1) > 8 ? clearInterval(timer) : response.write(".")), 50);
    };
    const { body } = await client.scoreStream({}, { timeoutMs: 250, deadlineMs: 300 });
    let read = "";
    await assert.rejects(
      async () => {
        for await (const piece of body) read += String(piece);
      },
      (error) => error instanceof ScoringError && error.reason === "timeout",
    );
    assert.equal(read, "........");
  });

  it("ends with its caller's signal, and gives the connection back when its reader leaves", async () => {
    let closed = 0;
    serve = (response) => {
      response.on("close", () => (closed += 1)).writeHead(200);
      response.write("1");
    };
    const given = new AbortController();
    const first = await client.scoreStream({}, { signal: given.signal });
    given.abort();
    await assert.rejects(text(first.body), (error) => error instanceof ScoringError && error.reason === "aborted");
    const second = await client.scoreStream({});
    for await (const piece of second.body) if (String(piece) === "1") break;
    await client.close(); // waits for both
    assert.ok(closed >= 1);
    serve = () => undefined;
  });
});
