import { strict as assert } from "node:assert";
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";

import { gate, KEY, StubEndpoint, type StubDeployment } from "./stub-endpoint";

/** What a server does with a request, by the number of the request on its connection and that of the connection. */
type Words = (socket: Socket, request: number, connection: number) => unknown;

const OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

describe("a container, byte by byte", () => {
  let stub: StubEndpoint | undefined;
  afterEach(async () => {
    await stub?.stop();
    stub = undefined;
  });

  async function says(words: Words, more: Partial<StubDeployment> = {}): Promise<StubEndpoint> {
    let connections = 0;
    const container = createServer((socket) => {
      const connection = ++connections;
      let requests = 0;
      socket.on("error", () => undefined).on("data", () => words(socket, ++requests, connection));
    });
    return (stub = await StubEndpoint.start({
      deployments: { blue: { container, ...more } },
      traffic: { blue: 100 },
    }));
  }

  /** Says `answer` on the first connection and behaves on all others. */
  const firstSays =
    (answer: string): Words =>
    (socket, _request, connection) =>
      socket.write(connection === 1 ? answer : OK, "latin1");

  const wellFormed: [what: string, answer: string, body: string][] = [
    ["a body of a given length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello"],
    [
      "chunks, an extension and a trailer",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nT: 1\r\n\r\n",
      "hello",
    ],
    ["an announcement first", `HTTP/1.1 103 Early\r\nLink: x\r\n\r\n${OK}`, "ok"],
  ];
  for (const [what, answer, body] of wellFormed) {
    it(`is understood where it sends ${what}, on one connection`, async () => {
      const running = await says((socket) => socket.write(answer));
      for (let i = 0; i < 3; i++) {
        const { status, body: heard } = await running.call();
        assert.deepEqual([status, heard], [200, body]);
      }
      assert.equal(running.connections, 1);
    });
  }

  it("is understood where its answer comes byte by byte", async () => {
    const running = await says((socket) => {
      const bytes = [..."HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a:2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"];
      const next = (): void => void (bytes.length > 0 && socket.write(bytes.shift() ?? "", () => setImmediate(next)));
      next();
    });
    const { status, headers, body } = await running.call();
    assert.deepEqual([status, headers["x-a"], body], [200, "1, 2", "ok"]);
  });

  it("ends its answer with the connection where nothing else says where it ends", async () => {
    const running = await says((socket) => socket.end("HTTP/1.0 200 OK\r\nServer: s\r\n\r\nhello"));
    for (let i = 0; i < 3; i++) assert.equal((await running.call()).body, "hello");
    assert.equal(running.connections, 3);
  });

  it("keeps what concerns its connection and the bytes of its headers", async () => {
    const answer = "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=77\r\nX-Own: fa\u00e7ade\r\nContent-Length: 0\r\n\r\n";
    const running = await says((socket) => socket.write(answer, "latin1"));
    const { headers } = await running.call();
    assert.equal(headers["x-own"], "fa\u00e7ade");
    assert.notEqual(headers["keep-alive"], "timeout=77");
  });

  it("is asked on another connection after it said more than it was asked", async () => {
    const running = await says(firstSays(`${OK}${OK}`));
    for (let i = 0; i < 3; i++) assert.equal((await running.call()).body, "ok");
    assert.equal(running.connections, 2);
  });

  const malformed = [
    "SMTP ready\r\n\r\n",
    "SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "HTTP/1.1 abc\r\n\r\n",
    "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    "HTTP/1.1 200 OK\r\nx-a: \u0001\r\ncontent-length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    `HTTP/1.1 200 OK\r\nX: ${"a".repeat(70_000)}`,
  ];
  for (const answer of malformed) {
    it(`is a model error where it says ${JSON.stringify(answer.slice(0, 60))}, and is asked once`, async () => {
      const running = await says(firstSays(answer));
      const { status, headers } = await running.call();
      assert.deepEqual([status, headers["ms-azureml-model-error-statuscode"]], [424, "503"]);
      assert.equal(running.connections, 1);
      assert.equal((await running.call()).body, "ok");
    });
  }

  const broken = [
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nxyz\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
  ];
  for (const answer of broken) {
    it(`breaks the answer off where it goes on with nonsense: ${JSON.stringify(answer.slice(47))}`, async () => {
      const running = await says(firstSays(answer));
      await assert.rejects(running.call(), /aborted|hang up/);
      assert.equal((await running.call()).body, "ok");
    });
  }

  it("is asked once where it breaks off before it answers", async () => {
    const running = await says((socket) => socket.destroy());
    assert.equal((await running.call()).status, 424);
    assert.equal(running.connections, 1);
  });

  it("is asked again, once, where it drops a used connection before it answers", async () => {
    const running = await says((socket, asked, connection) => {
      if (asked === 1 && connection === 1) socket.write(OK);
      else socket.destroy();
    });
    assert.equal((await running.call()).status, 200);
    assert.equal((await running.call()).status, 424);
    assert.equal(running.connections, 2);
  });

  it("is not asked again where it drops a used connection after it began to answer", async () => {
    const running = await says(
      (socket, asked) => void (asked === 1 ? socket.write(OK) : socket.end("HTTP/1.1 200 OK")),
    );
    assert.equal((await running.call()).status, 200);
    assert.equal((await running.call()).status, 424);
    assert.equal(running.connections, 1);
  });

  const sending = (length: number) =>
    request(`${stub?.url}/fraud/score`, {
      method: "POST",
      agent: false,
      headers: { "authorization": `Bearer ${KEY}`, "content-length": length, "connection": "keep-alive" },
    }).on("error", () => undefined);

  it("loses the connection, and gets no other, with a client that leaves while it sends", async () => {
    const [begun, ended] = [gate(), gate()];
    const running = await says((socket, _request, connection) => {
      if (connection > 1) return socket.write(OK);
      socket.once("close", () => ended.open());
      return begun.open();
    });
    const outgoing = sending(1_000_000);
    outgoing.write(Buffer.alloc(100_000));
    await begun.opened;
    outgoing.destroy();
    await ended.opened;
    assert.equal(running.records.at(-1)?.status, 499);
    assert.equal((await running.call()).body, "ok");
    assert.equal(running.connections, 2);
  });

  it("does not hold up a client that sends on after the answer", async () => {
    const running = await says((socket) => socket.destroy());
    const length = 20 * 1024 * 1024;
    const outgoing = sending(length).end(Buffer.alloc(length));
    await Promise.all([once(outgoing, "response"), once(outgoing, "finish")]);
    assert.equal(running.records.at(-1)?.status, 424);
  });

  it("does not hold up a client that sends where nothing listens any more", async () => {
    const container = createServer();
    stub = await StubEndpoint.start({ deployments: { blue: { container } }, traffic: { blue: 100 } });
    container.close();
    const outgoing = sending(20 * 1024 * 1024).end(Buffer.alloc(20 * 1024 * 1024));
    await Promise.all([once(outgoing, "response"), once(outgoing, "finish")]);
    assert.equal(stub.records.at(-1)?.status, 424);
  });

  it("may answer before it has read the request", async () => {
    const running = await says((socket, asked) => void (asked === 1 && socket.write(OK)));
    const outgoing = sending(1_000_000);
    outgoing.write(Buffer.alloc(100_000));
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    assert.deepEqual([response.statusCode, await text(response)], [200, "ok"]);
    assert.equal((await running.call()).body, "ok");
    assert.equal(running.connections, 2);
  });

  it("loses the connection of a request that times out before it was sent whole", async () => {
    const closed = gate();
    await says((socket) => void socket.once("close", () => closed.open()), { requestTimeoutMs: 100 });
    const outgoing = sending(1_000_000);
    outgoing.write(Buffer.alloc(100_000));
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    assert.equal(response.statusCode, 408);
    await closed.opened;
    outgoing.destroy();
  });
});
