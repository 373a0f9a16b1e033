import { strict as assert } from "node:assert";
import { once } from "node:events";
import { request, type IncomingMessage, type RequestListener } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

import { seeded, tolerance } from "./chance";
import { gate, KEY, StubEndpoint, type Answer, type StubOptions } from "./stub-endpoint";

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A container that answers what it was asked. */
const echo: RequestListener = (asked, response) => {
  void text(asked).then((body) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ method: asked.method, url: asked.url, headers: asked.headers, body }));
  });
};

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (asked, response) => {
    asked.resume();
    response.writeHead(code, headers).end(code === 204 ? undefined : "words of the container");
  };

interface Echo {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}
const echoed = (answer: Answer): Echo => JSON.parse(answer.body) as Echo;

describe("the scoring front end", () => {
  let stub: StubEndpoint | undefined;
  const start = async (options: StubOptions): Promise<StubEndpoint> => (stub = await StubEndpoint.start(options));
  const one = (
    container: RequestListener,
    more: Partial<StubOptions["deployments"][string]> = {},
  ): Promise<StubEndpoint> => start({ deployments: { blue: { container, ...more } }, traffic: { blue: 100 } });
  afterEach(async () => {
    await stub?.stop();
    stub = undefined;
  });

  describe("routing", () => {
    it("forwards /score with its query to the deployment that has the traffic, and says which it was", async () => {
      const { call } = bound(await one(echo));
      const answer = await call({ path: "/fraud/score?a=1&b=%20", body: '{"x": 1}' });
      const { method, url, body } = echoed(answer);
      assert.deepEqual([answer.status, method, url, body], [200, "POST", "/score?a=1&b=%20", '{"x": 1}']);
      assert.equal(answer.headers["azureml-model-deployment"], "blue");
      assert.match(String(answer.headers["ms-azureml-model-time"]), /^\d+$/);
    });

    it("takes endpoint names in any case, and swagger.json like a request", async () => {
      const { call } = bound(await one(echo));
      assert.equal(
        echoed(await call({ method: "GET", path: "/FRAUD/swagger.json?version=3" })).url,
        "/swagger.json?version=3",
      );
      assert.equal(
        (await call({ method: "GET", path: "/fraud/swagger.json", headers: { authorization: "x" } })).status,
        401,
      );
    });

    it("splits by weight within what chance allows", async () => {
      const both = { blue: { container: echo, maxConcurrent: 50 }, green: { container: echo, maxConcurrent: 50 } };
      const { call } = bound(await start({ deployments: both, traffic: { blue: 70, green: 30 }, random: seeded(3) }));
      let green = 0;
      const n = 1_000;
      for (let sent = 0; sent < n; sent += 20) {
        const answers = await Promise.all(Array.from({ length: 20 }, () => call()));
        green += answers.filter(({ headers }) => headers["azureml-model-deployment"] === "green").length;
      }
      assert.ok(Math.abs(green - 0.3 * n) <= tolerance(n, 0.3), `${green} of ${n}`);
    });

    it("follows a changed split from the next request on", async () => {
      const running = await start({
        deployments: { blue: { container: echo }, green: { container: echo } },
        traffic: { blue: 100 },
      });
      assert.equal((await running.call()).headers["azureml-model-deployment"], "blue");
      Object.assign(running.endpoint, { traffic: { green: 100 } });
      assert.equal((await running.call()).headers["azureml-model-deployment"], "green");
    });

    it("sends a request where its header says, even to a deployment without traffic", async () => {
      const { call } = bound(
        await start({ deployments: { blue: { container: echo }, green: { container: echo } }, traffic: { blue: 100 } }),
      );
      const answer = await call({ headers: { "azureml-model-deployment": "green" } });
      assert.deepEqual([answer.status, answer.headers["azureml-model-deployment"]], [200, "green"]);
    });

    const notFound: [
      what: string,
      call: { path?: string; headers?: Record<string, string> },
      traffic: Record<string, number>,
    ][] = [
      ["an unknown endpoint", { path: "/other/score" }, { blue: 100 }],
      ["no endpoint at all", { path: "/" }, { blue: 100 }],
      ["another path of the container", { path: "/fraud/" }, { blue: 100 }],
      ["a deployment that does not exist", { headers: { "azureml-model-deployment": "red" } }, { blue: 100 }],
      ["an endpoint without traffic", {}, {}],
    ];
    for (const [what, asked, traffic] of notFound) {
      it(`answers 404 with an error object for ${what}`, async () => {
        const { call } = bound(await start({ deployments: { blue: { container: echo } }, traffic }));
        const answer = await call(asked);
        assert.equal(answer.status, 404);
        const { error } = JSON.parse(answer.body) as { error: { code: string; message: string } };
        assert.ok(error.code && error.message);
        assert.match(String(answer.headers["x-request-id"]), GUID);
      });
    }

    it("answers 401 in plain text before it says anything else", async () => {
      const { call } = bound(await one(echo));
      const refused = await call({ path: "/fraud/nowhere", headers: { authorization: "Bearer wrong" } });
      assert.deepEqual(
        [refused.status, refused.body, refused.headers["content-type"]],
        [401, "key_auth_access_denied", "text/plain"],
      );
      assert.equal((await call({ headers: { authorization: KEY } })).body, "key_auth_bad_header_forbidden");
    });
  });

  describe("headers", () => {
    it("that ask by a name which is not this machine's are refused, whatever the credential", async () => {
      const { status } = await (await one(echo)).call({ headers: { host: "rebound.example" } });
      assert.equal(status, 403);
    });

    it("are passed on but for credentials and what concerns one connection", async () => {
      const { call } = bound(await one(echo));
      const sent = {
        "x-custom": "a=1",
        "connection": "close, x-hop",
        "x-hop": "1",
        "te": "trailers",
        "expect": "100-continue",
      };
      const { headers } = echoed(await call({ headers: sent }));
      assert.equal(headers["x-custom"], "a=1");
      assert.equal(headers["host"], new URL(stub?.url ?? "").host);
      for (const name of ["authorization", "x-hop", "te", "expect"]) assert.equal(headers[name], undefined, name);
    });

    it("keep their bytes, ASCII or not, and so do bodies", async () => {
      const { call } = bound(await one(echo));
      const answer = echoed(await call({ headers: { "x-custom": "façade" }, body: Buffer.from('{"a": "façade ✓"}') }));
      assert.deepEqual([answer.headers["x-custom"], answer.body], ["façade", '{"a": "façade ✓"}']);
    });

    it("carry a request id of the front end's own and the client's cleaned one", async () => {
      const { call } = bound(await one(echo));
      const dirty = `order 7/8_${"a".repeat(50)}`;
      const answer = await call({ headers: { "x-request-id": "mine", "x-ms-client-request-id": dirty } });
      const clean = `order78_${"a".repeat(32)}`;
      assert.match(String(answer.headers["x-request-id"]), GUID);
      assert.equal(answer.headers["x-ms-client-request-id"], clean);
      assert.equal(echoed(answer).headers["x-request-id"], answer.headers["x-request-id"]);
      assert.equal(echoed(answer).headers["x-ms-client-request-id"], clean);
    });

    it("of the container are passed on, except where the front end speaks itself", async () => {
      const { call } = bound(
        await one((_, response) => {
          response.setHeader("set-cookie", ["a=1", "b=2"]);
          response.setHeader("x-request-id", "the container's");
          response.setHeader("azureml-model-deployment", "lie");
          response.end("ok");
        }),
      );
      const { headers } = await call();
      assert.deepEqual(headers["set-cookie"], ["a=1", "b=2"]);
      assert.match(String(headers["x-request-id"]), GUID);
      assert.equal(headers["azureml-model-deployment"], "blue");
    });
  });

  describe("answers of the container", () => {
    for (const code of [201, 204, 301, 400, 418, 500]) {
      it(`become 424 where they are ${code}, the body kept`, async () => {
        const { call } = bound(await one(status(code, { "x-own": "1", "location": "/x" })));
        const answer = await call();
        assert.equal(answer.status, 424);
        assert.equal(answer.headers["ms-azureml-model-error-reason"], "model_error");
        assert.equal(answer.headers["ms-azureml-model-error-statuscode"], String(code));
        assert.equal(answer.headers["x-own"], "1");
        assert.equal(answer.body, code === 204 ? "" : "words of the container");
      });
    }

    it("are 424 where the container breaks off before it answers", async () => {
      const { call } = bound(await one((asked) => asked.socket.destroy()));
      const answer = await call();
      assert.equal(answer.status, 424);
      assert.equal(answer.headers["ms-azureml-model-error-reason"], "model_error");
      assert.equal(answer.headers["ms-azureml-model-error-statuscode"], "503");
    });

    it("break off where the container breaks off in the middle", async () => {
      const { call } = bound(
        await one((asked, response) => {
          response.writeHead(200, { "content-length": "100" });
          response.write("half", () => asked.socket.destroy());
        }),
      );
      await assert.rejects(call(), /aborted/);
    });

    it("are 424 model_not_ready where no instance is ready", async () => {
      const { call } = bound(await one(echo, { unready: true }));
      const answer = await call();
      assert.deepEqual([answer.status, answer.headers["ms-azureml-model-error-reason"]], [424, "model_not_ready"]);
      assert.ok((JSON.parse(answer.body) as { error: { message: string } }).error.message);
    });

    it("survive a server that closes an idle connection in the moment in which it is used again", async () => {
      const used = new WeakSet<object>();
      const { call } = bound(
        await one((asked, response) => {
          if (used.has(asked.socket)) return void asked.socket.destroy();
          used.add(asked.socket);
          response.end("ok");
        }),
      );
      for (let i = 0; i < 10; i++) assert.equal((await call()).status, 200);
    });
  });

  describe("limits", () => {
    it("answer 408 after the request timeout, and keep the slot until the worker is done", async () => {
      const [working, free] = [gate(), gate()];
      let asked = 0;
      const running = await one(
        (_, response) => {
          asked++;
          working.open();
          void free.opened.then(() => response.end("late"));
        },
        { requestTimeoutMs: 100 },
      );
      const late = await running.call();
      assert.deepEqual(
        [late.status, late.body, late.headers["content-type"]],
        [408, "upstream request timeout", "text/plain"],
      );
      assert.equal((await running.call()).status, 408);
      assert.equal(asked, 1);
      free.open();
      const end = Date.now() + 5_000;
      while ((await running.call()).status !== 200) assert.ok(Date.now() < end);
    });

    it("answer 429 with an empty body beyond twice the concurrency of all instances, and queue up to there", async () => {
      const free = gate();
      const running = await one((_, response) => void free.opened.then(() => response.end("ok")), { instances: 2 });
      const answers: Promise<Answer>[] = [];
      const refused = new Promise<Answer>((settle) => {
        for (let i = 0; i < 5; i++) {
          const answer = running.call();
          answers.push(answer);
          void answer.then(settle);
        }
      });
      const { status: code, headers, body } = await refused;
      assert.deepEqual([code, body, headers["content-type"]], [429, "", "text/plain"]);
      assert.equal(headers["ms-azureml-model-error-reason"], "too_many_pending_request");
      free.open();
      const codes = (await Promise.all(answers)).map((answer) => answer.status).sort();
      assert.deepEqual(codes, [200, 200, 200, 200, 429]);
    });

    it("never send an instance more at once than its concurrency", async () => {
      let [running, most] = [0, 0];
      const busy: RequestListener = (_, response) => {
        most = Math.max(most, ++running);
        setTimeout(() => {
          running--;
          response.end();
        }, 5);
      };
      const { call } = bound(await one(busy, { maxConcurrent: 3 }));
      const answers = await Promise.all(Array.from({ length: 6 }, () => call()));
      assert.deepEqual(
        answers.map((answer) => answer.status),
        [200, 200, 200, 200, 200, 200],
      );
      assert.equal(most, 3);
    });
  });

  describe("streaming", () => {
    const send = (headers: Record<string, string | number>) =>
      request(`${stub?.url}/fraud/score`, {
        method: "POST",
        agent: false,
        headers: { authorization: `Bearer ${KEY}`, ...headers },
      });

    it("passes the answer on as it comes", async () => {
      const more = gate();
      await one((_, response) => {
        response.write("first");
        void more.opened.then(() => response.end("second"));
      });
      const outgoing = send({}).end();
      const [response] = (await once(outgoing, "response")) as [IncomingMessage];
      const [first] = (await once(response, "data")) as [Buffer];
      assert.equal(String(first), "first");
      more.open();
      assert.equal(await text(response), "second");
    });

    it("passes the head on where the body takes its time", async () => {
      const more = gate();
      await one((_, response) => {
        response.flushHeaders();
        void more.opened.then(() => response.end("body"));
      });
      const [response] = (await once(send({}).end(), "response")) as [IncomingMessage];
      more.open();
      assert.equal(await text(response), "body");
    });

    it("passes a body of unknown length on as it comes", async () => {
      const seen = gate();
      await one((asked, response) => {
        asked.once("data", () => seen.open());
        void text(asked).then((body) => response.end(body));
      });
      const outgoing = send({});
      outgoing.write("first");
      await seen.opened;
      outgoing.end("second");
      const [response] = (await once(outgoing, "response")) as [IncomingMessage];
      assert.equal(await text(response), "firstsecond");
    });

    it("carries many megabytes both ways unchanged", async () => {
      await one((asked, response) => asked.pipe(response));
      const body = Buffer.alloc(20 * 1024 * 1024, "0123456789abcdef-");
      const answer = await stub?.call({ body });
      assert.ok(answer && Buffer.from(answer.body).equals(body));
    });

    it("does not read faster than the client does", async () => {
      let written = 0;
      const total = 64 * 1024 * 1024;
      await one((_, response) => {
        const piece = Buffer.alloc(64 * 1024);
        const fill = (): void => {
          while (written < total) {
            written += piece.length;
            if (!response.write(piece)) return void response.once("drain", fill);
          }
          response.end();
        };
        fill();
      });
      const [response] = (await once(send({}).end(), "response")) as [IncomingMessage];
      response.pause();
      await standsStill(() => written);
      assert.ok(written < total / 2, `${written} bytes were taken from the container`);
      let read = 0;
      for await (const piece of response) read += (piece as Buffer).length;
      assert.equal(read, total);
    });

    it("does not take more from the client than the container reads", async () => {
      const reads = gate();
      await one((asked, response) => {
        let read = 0;
        void reads.opened.then(() => asked.on("data", (piece: Buffer) => (read += piece.length)));
        asked.on("end", () => response.end(String(read)));
      });
      const total = 64 * 1024 * 1024;
      const outgoing = send({ "content-length": total });
      let written = 0;
      const piece = Buffer.alloc(64 * 1024);
      const fill = (): void => {
        while (written < total) {
          written += piece.length;
          if (!outgoing.write(piece)) return void outgoing.once("drain", fill);
        }
        outgoing.end();
      };
      fill();
      await standsStill(() => written);
      assert.ok(written < total / 2, `${written} bytes were taken from the client`);
      reads.open();
      const [response] = (await once(outgoing, "response")) as [IncomingMessage];
      assert.equal(await text(response), String(total));
    });

    it("ends the request to the container with a client that leaves", async () => {
      const [begun, ended] = [gate(), gate()];
      const running = await one((asked, response) => {
        response.write("x");
        begun.open();
        asked.socket.once("close", () => ended.open());
      });
      const outgoing = send({}).end();
      outgoing.on("error", () => undefined);
      await begun.opened;
      await once(outgoing, "response");
      outgoing.destroy();
      await ended.opened;
      assert.equal(running.records.at(-1)?.status, 499);
    });
  });

  describe("mirroring", () => {
    /** Blue is live; green hears copies, each reported by its body. */
    const mirroring = async (percent: number, shadow: RequestListener = echo, random?: () => number) => {
      const copies: { body: string; asked: IncomingMessage }[] = [];
      const waiters: (() => void)[] = [];
      const container: RequestListener = (asked, response) => {
        if (shadow !== echo) return shadow(asked, response);
        void text(asked).then((body) => {
          copies.push({ body, asked });
          for (const told of waiters.splice(0)) told();
          response.writeHead(500).end("of the shadow");
        });
      };
      const deployments = { blue: { container: echo, maxConcurrent: 20 }, green: { container, maxConcurrent: 20 } };
      const running = await start({ deployments, traffic: { blue: 100 }, mirrorTraffic: { green: percent }, random });
      const copied = async (count: number): Promise<void> => {
        while (copies.length < count) await new Promise<void>((told) => waiters.push(told));
      };
      return { running, copies, copied };
    };

    it("sends a copy and answers from the live deployment alone", async () => {
      const { running, copies, copied } = await mirroring(50, echo, () => 0);
      const answer = await running.call({ body: '{"x": 2}' });
      await copied(1);
      assert.deepEqual([answer.status, answer.headers["azureml-model-deployment"]], [200, "blue"]);
      assert.equal(copies[0]?.body, '{"x": 2}');
      assert.equal(copies[0]?.asked.headers["x-request-id"], answer.headers["x-request-id"]);
    });

    it("copies bodies that pass as a stream, too", async () => {
      const { running, copies, copied } = await mirroring(50, echo, () => 0);
      const body = "0123456789".repeat(20_000);
      assert.equal(echoed(await running.call({ body })).body, body);
      assert.equal(echoed(await running.call({ body, headers: { "transfer-encoding": "chunked" } })).body, body);
      await copied(2);
      assert.deepEqual(
        copies.map((copy) => copy.body === body),
        [true, true],
      );
    });

    it("never copies a request that names its deployment", async () => {
      const { running, copies, copied } = await mirroring(50, echo, () => 0);
      await running.call({ headers: { "azureml-model-deployment": "blue" }, body: "named" });
      await running.call({ body: "unnamed" });
      await copied(1);
      assert.deepEqual(
        copies.map(({ body }) => body),
        ["unnamed"],
      );
    });

    it("does not let a shadow that hangs delay or fail the client", async () => {
      const { running } = await mirroring(
        50,
        () => undefined,
        () => 0,
      );
      for (let i = 0; i < 60; i++) assert.equal((await running.call()).status, 200);
    });

    it("shows copies in the records as such", async () => {
      const { running, copied } = await mirroring(50, echo, () => 0);
      await running.call();
      await copied(1);
      while (running.records.length < 2) await new Promise((settled) => setImmediate(settled));
      const seen = running.records.map(({ deployment, status: code, modelStatus, mirrored }) => [
        deployment,
        code,
        modelStatus,
        mirrored,
      ]);
      assert.deepEqual(seen.sort(), [
        ["blue", 200, 200, false],
        ["green", 424, 500, true],
      ]);
    });
  });

  it("answers what is no HTTP with an error object, and goes on", async () => {
    const running = await one(echo);
    const { hostname, port } = new URL(running.url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.end("NONSENSE\r\n\r\n");
    const answer = await text(socket);
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.ok((JSON.parse(answer.slice(answer.indexOf("\r\n\r\n"))) as { error: unknown }).error);
    assert.equal((await running.call()).status, 200);
  });

  it("answers 431 where the headers are too long", async () => {
    const { call } = bound(await one(echo));
    assert.equal((await call({ headers: { "x-long": "x".repeat(20_000) } })).status, 431);
  });

  it("listens on loopback only", async () => {
    assert.equal(new URL((await one(echo)).url).hostname, "127.0.0.1");
  });

  it("tells the status, the model's status and the durations of each request", async () => {
    const running = await one(status(500));
    await running.call();
    await running.call({ headers: { authorization: "x" } });
    const [failed, refused] = running.records;
    assert.ok(failed && refused);
    assert.deepEqual(
      [failed.deployment, failed.status, failed.modelStatus, failed.mirrored],
      ["blue", 424, 500, false],
    );
    assert.ok(failed.modelMs !== undefined && failed.modelMs <= failed.durationMs);
    assert.deepEqual([refused.deployment, refused.status], [undefined, 401]);
  });
});

/** Settles when a count does not grow any more: nothing tells that nothing happens. */
async function standsStill(count: () => number): Promise<void> {
  for (let before = -1; before !== count();) {
    before = count();
    await new Promise((settled) => setTimeout(settled, 200));
  }
}

function bound(running: StubEndpoint): { call: StubEndpoint["call"] } {
  return { call: (asked) => running.call(asked) };
}
