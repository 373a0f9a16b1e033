import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request, type ClientRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { EventStream } from "../../../emulator/dashboard/event-stream";
import { endpoint, endpointWith, register } from "../emulator-arm/bodies";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";

/** One event; its data is read as it comes. */
interface Told {
  event: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  data: any;
}

/** An open stream of events. */
class Events {
  private text = "";
  private constructor(
    private readonly sent: ClientRequest,
    readonly answer: IncomingMessage,
  ) {
    answer.setEncoding("utf8").on("data", (piece: string) => (this.text += piece));
    answer.on("error", () => undefined);
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<Events> {
    const sent = request(url, { headers });
    sent.end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    return new Events(sent, answer);
  }

  /** What was told so far: names and data. */
  get told(): Told[] {
    return [...this.text.matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm)].map(([, event = "", data = "null"]) => ({
      event,
      data: JSON.parse(data),
    }));
  }

  /** Waits until something was told that `fits`. */
  async until(fits: (told: Told) => boolean): Promise<Told["data"]> {
    for (;;) {
      const found = this.told.findLast(fits);
      if (found) return found.data;
      await once(this.answer, "data");
    }
  }

  close(): void {
    this.sent.destroy();
  }
}

describe("the events of the dashboard", () => {
  let local: LocalAzureMl;
  let fraud: string;
  const open: Events[] = [];
  const events = async (query = "", headers = {}): Promise<Events> => {
    const stream = await Events.open(`${local.url}/_local/dashboard/events${query}`, headers);
    open.push(stream);
    return stream;
  };

  beforeEach(async () => {
    local = await LocalAzureMl.start();
    await register(local);
    fraud = await endpointWith(local, "fraud", "blue", "green");
  });
  afterEach(async () => {
    for (const stream of open.splice(0)) stream.close();
    await local.stop();
  });

  it("begin with the whole state, and tell each change of it", async () => {
    const stream = await events();
    assert.equal(stream.answer.headers["content-type"], "text/event-stream; charset=utf-8");
    const first = await stream.until(({ event }) => event === "state");
    assert.deepEqual(
      first.endpoints[0].deployments.map(({ name, weight }: { name: string; weight: number }) => [name, weight]),
      [
        ["blue", 0],
        ["green", 0],
      ],
    );

    await local.finish("PUT", fraud, endpoint({ traffic: { blue: 70, green: 30 } }));
    await stream.until(({ event, data }) => event === "state" && data.endpoints[0].deployments[1].weight === 30);
  });

  it("say nothing where nothing changes", async () => {
    const stream = await events();
    await stream.until(({ event }) => event === "state");
    await local.get(fraud);
    await local.get(`${fraud}/deployments`);
    local.serving.onRequest({ endpoint: "fraud", deployment: "blue", status: 200, durationMs: 1, mirrored: false });
    await stream.until(({ event }) => event === "live");

    assert.equal(stream.told.filter(({ event }) => event === "state").length, 1);
  });

  it("tell the faults that are switched on", async () => {
    const stream = await events();
    const body = JSON.stringify({ kind: "answer", status: 503, path: "/nowhere/*", times: 2 });
    const added = await fetch(`${local.url}/_local/faults`, {
      ...{ method: "POST", body },
      headers: { "content-type": "application/json" },
    });
    assert.equal(added.status, 201, await added.text());

    const { faults } = await stream.until(({ event, data }) => event === "state" && data.faults.length > 0);
    assert.match(faults[0], /^f1 answer .*status=503.*, struck 0 times, 2 left$/);
  });

  it("hold neither keys nor tokens", async () => {
    const { body } = await local.send("POST", `${fraud}/listKeys`);
    const stream = await events();
    const text = JSON.stringify(await stream.until(({ event }) => event === "state"));
    assert.ok(!text.includes(body.primaryKey) && !text.includes(body.secondaryKey));
  });

  it("tell the lines of a log, long ones cut and floods counted", async () => {
    const stream = await events("?endpoint=fraud&deployment=blue&instance=blue-0");
    await stream.until(({ event, data }) => event === "log" && data[0].lines[0] === "fraud/blue/blue-0 200");
    local.serving.write("fraud", "blue", "blue-1", ["of another"]);
    local.serving.write("fraud", "blue", "blue-0", ["x".repeat(10_000), ...Array.from({ length: 500 }, () => "flood")]);

    const batches = await stream.until(({ event, data }) => event === "log" && data.length > 1);
    assert.equal(batches[0].instance, "blue-0");
    assert.equal(batches[0].lines.length, 200);
    assert.equal(batches[0].lines[0].length, 2001);
    assert.deepEqual(batches[1], { instance: "", lines: ["… 301 more lines"] });
  });

  it("end when the local Azure ML stops", async () => {
    const stream = await events();
    await stream.until(({ event }) => event === "state");
    const ended = once(stream.answer, "close");
    await local.restart();
    await ended;
  });

  it("are for this machine's own pages only, and for so many", async () => {
    const { port } = new URL(local.url);
    assert.equal((await events("", { host: `rebound.example:${port}` })).answer.statusCode, 403);
    assert.equal((await events("", { origin: "https://example.com" })).answer.statusCode, 403);
    for (let page = 0; page < 32; page++) assert.equal((await events()).answer.statusCode, 200);
    assert.equal((await events()).answer.statusCode, 503);
  });
});

describe("a stream of events to a client that does not read", () => {
  const server = createServer((_request, response) => {
    stream = new EventStream(response, () => void server.emit("caughtUp"));
  });
  let stream: EventStream;
  let client: Events;

  before(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    client = await Events.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  after(() => {
    client.close();
    server.close();
  });

  it("drops what comes, keeps at most one event, and catches up", async () => {
    client.answer.pause();
    const big = JSON.stringify("x".repeat(1_000_000));
    let sent = 0;
    while (stream.send("state", big)) assert.ok(++sent < 100, "it never stops taking events");
    assert.equal(stream.send("state", "{}"), false);

    const caughtUp = once(server, "caughtUp");
    client.answer.resume();
    await caughtUp;
    assert.equal(stream.send("state", `"again"`), true);
    await client.until(({ data }) => data === "again");
    assert.equal(client.told.length, sent + 1, "those that were taken, and the last");
  });
});
