import { strict as assert } from "node:assert";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { armClient, BrokenOff } from "../../../emulator/plugin/arm/client";
import { connect } from "../../../emulator/plugin/arm/connection";
import type { Pace } from "../../../emulator/plugin/arm/connection";
import { withTimeout } from "../../../emulator/plugin/interruption";

/** No test waits. */
const AT_ONCE: Pace = { pollPut: 0, pollDelete: 0, retry: 0, longestRetry: 0 };
const forever = new AbortController().signal;

interface Scripted {
  status: number;
  headers?: Record<string, string>;
  body?: object | string;
}

describe("azure-native stand-in, ARM operations", () => {
  let server: Server;
  let url: string;
  /** Answers in the order of requests; the last one stays. */
  let script: Scripted[];
  let asked: string[];

  beforeEach(async () => {
    [script, asked] = [[], []];
    server = createServer((request, response) => {
      asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
      const {
        status,
        headers = {},
        body = "",
      } = script.length > 1 ? (script.shift() ?? { status: 500 }) : (script[0] ?? { status: 500 });
      response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  });

  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  });

  const client = () => armClient(connect(url, AT_ONCE));
  const put = (longRunning = true) => client().put("/e", { "api-version": "v" }, { a: 1 }, longRunning, forever);

  it("a PUT is followed by Azure-AsyncOperation and ends with a GET of the resource", async () => {
    script = [
      {
        status: 201,
        headers: { "azure-asyncoperation": `${url}/op?api-version=v` },
        body: { properties: { provisioningState: "Creating" } },
      },
      { status: 200, body: { status: "InProgress" } },
      { status: 200, body: { status: "Succeeded" } },
      { status: 200, body: { id: "/e" } },
    ];
    assert.deepEqual(await put(), { id: "/e" });
    assert.deepEqual(asked, [
      "PUT /e?api-version=v",
      "GET /op?api-version=v",
      "GET /op?api-version=v",
      "GET /e?api-version=v",
    ]);
  });

  it("a PUT that says Succeeded at once is not polled", async () => {
    script = [
      {
        status: 200,
        headers: { "azure-asyncoperation": `${url}/op` },
        body: { properties: { provisioningState: "Succeeded" } },
      },
      { status: 200, body: { id: "/e" } },
    ];
    await put();
    assert.deepEqual(asked, ["PUT /e?api-version=v", "GET /e?api-version=v"]);
  });

  it("a Location is followed until it is no longer 202, with an api-version", async () => {
    script = [{ status: 202, headers: { location: "/where" } }, { status: 202 }, { status: 200, body: { id: "/e" } }];
    assert.deepEqual(await put(false), { id: "/e" });
    assert.deepEqual(asked.slice(1), ["GET /where?api-version=v", "GET /where?api-version=v"]);
  });

  it("without headers the resource itself is watched", async () => {
    script = [
      { status: 201, body: { properties: { provisioningState: "Creating" } } },
      { status: 200, body: { properties: { provisioningState: "Creating" } } },
      { status: 200, body: { id: "/e", properties: { provisioningState: "Succeeded" } } },
    ];
    assert.equal((await put())["id"], "/e");
    assert.deepEqual(asked.slice(1), ["GET /e?api-version=v", "GET /e?api-version=v"]);
  });

  it("a failed operation is told in ARM's words, and the resource may exist", async () => {
    script = [
      { status: 201, headers: { "azure-asyncoperation": `${url}/op` } },
      { status: 200, body: { status: "Failed", error: { code: "BadArgument", message: "no such model" } } },
    ];
    await assert.rejects(put(), (error) => {
      assert.ok(error instanceof BrokenOff);
      assert.equal(error.message, 'Status=200 Code="BadArgument" Message="no such model"');
      return true;
    });
  });

  it("a refused PUT leaves nothing behind", async () => {
    script = [{ status: 400, body: { error: { code: "UserError", message: "weights sum to 110" } } }];
    await assert.rejects(put(), {
      name: "ArmError",
      message: 'Status=400 Code="UserError" Message="weights sum to 110"',
    });
  });

  const retried: [string, Scripted][] = [
    ["throttling", { status: 429 }],
    ["a fault of the service", { status: 503 }],
    [
      "another operation on the same resource",
      { status: 409, body: { error: { code: "AnotherOperationInProgress" } } },
    ],
  ];
  for (const [what, answer] of retried) {
    it(`${what} is tried again three times`, async () => {
      script = [answer, answer, answer, { status: 200, body: { id: "/e" } }];
      assert.deepEqual(await put(false), { id: "/e" });
      script = [answer];
      await assert.rejects(put(false), { status: answer.status });
      assert.equal(asked.length, 8);
    });
  }

  it("another conflict is not tried again", async () => {
    script = [{ status: 409, body: { error: { code: "Conflict", message: "m" } } }];
    await assert.rejects(put(false), { status: 409 });
    assert.equal(asked.length, 1);
  });

  it("deleting what is gone is well, and so is one that is gone while it is watched", async () => {
    script = [{ status: 404, body: "gone" }];
    await client().delete("/e", "v", true, forever);
    script = [{ status: 202, headers: { location: `${url}/where` } }, { status: 404 }];
    await client().delete("/e", "v", true, forever);
    assert.equal(asked.length, 3);
  });

  it("a deletion without an address to look at is a fault of the service", async () => {
    script = [{ status: 202 }];
    await assert.rejects(client().delete("/e", "v", true, forever), /response is missing polling URL/);
  });

  it("an existing resource can't be created", async () => {
    script = [{ status: 200, body: { id: "/e" } }];
    await assert.rejects(client().assertAbsent("/e", "v", forever), {
      message: "cannot create already existing resource '/e'",
    });
    script = [{ status: 403, body: "no" }];
    await assert.rejects(client().assertAbsent("/e", "v", forever), {
      message: "cannot check existence of resource '/e': status code 403, no",
    });
    script = [{ status: 404 }];
    await client().assertAbsent("/e", "v", forever);
  });

  it("a timeout ends the watch", async () => {
    script = [
      { status: 201, headers: { "azure-asyncoperation": `${url}/op` } },
      { status: 200, body: { status: "InProgress" } },
    ];
    const work = (signal: AbortSignal) => client().put("/e", {}, {}, true, signal);
    await assert.rejects(withTimeout(0.05, forever, work), { name: "BrokenOff", message: "operation timed out" });
  });

  it("nothing is asked of another machine", async () => {
    assert.throws(() => connect("https://management.azure.com"), /not an address of this machine/);
    script = [{ status: 201, headers: { "azure-asyncoperation": "http://127.0.0.1:1/op" } }];
    await assert.rejects(put(), /invalid polling URL/);
  });
});
