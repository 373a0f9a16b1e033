import assert from "node:assert/strict";
import { ArmClient } from "../../../azure/arm-client";
import { findCloud } from "../../../azure/cloud";
import { OnlineEndpoints } from "../../../azure/online-endpoints";
import { requestMinutes } from "../../../azure/request-minutes";
import { endpointWith, register } from "../emulator-arm/bodies";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";
import { type Answer, FakeServer } from "./fake-arm";

const credential = { getToken: async () => ({ token: "local", expiresOnTimestamp: Infinity }) };
const endpointsAt = (url: string, workspace: string): OnlineEndpoints =>
  new OnlineEndpoints(workspace, new ArmClient(findCloud(undefined, url), credential, { pollIntervalMs: 2 }));
const green = { endpoint: "fraud", deployment: "green" };

describe("minutes of requests", () => {
  describe("of the local Azure ML", () => {
    let local: LocalAzureMl;
    let endpoints: OnlineEndpoints;
    const now = Math.floor(Date.now() / 1000);
    /** From ten minutes ago to a minute ahead, so that the running minute is in. */
    const read = (deployment: string) =>
      requestMinutes(endpoints, { endpoint: "fraud", deployment }, { from: now - 600, to: now + 120 });

    before(async () => {
      local = await LocalAzureMl.start();
      await register(local);
      await endpointWith(local, "fraud", "blue", "green");
      endpoints = endpointsAt(local.url, local.workspace);
      const requests: [count: number, deployment: string, status: number][] = [
        [3, "green", 200],
        [4, "green", 424],
        [5, "green", 500],
        [6, "green", 503],
        [7, "green", 404],
        [8, "green", 429],
        [9, "blue", 500],
      ];
      for (const [count, deployment, status] of requests) {
        const request = { endpoint: "fraud", deployment, status, modelStatus: 200, durationMs: 1, mirrored: false };
        for (let index = 0; index < count; index++) local.serving.onRequest(request);
      }
    });
    after(() => local.stop());

    const total = async (deployment: string) => {
      const minutes = await read(deployment);
      for (const { at } of minutes) assert.equal(at % 60, 0);
      return minutes.reduce(
        ({ requests, failed }, minute) => {
          return { requests: requests + minute.requests, failed: failed + minute.failed };
        },
        { requests: 0, failed: 0 },
      );
    };

    it("count 5xx and the model's own failure as failed, and no other deployment's", async () => {
      assert.deepEqual(await total("green"), { requests: 33, failed: 15 });
      assert.deepEqual(await total("blue"), { requests: 9, failed: 9 });
    });

    it("are none of a deployment that is not there", async () => assert.deepEqual(await read("red"), []));

    it("are refused where the endpoint is not there", async () => {
      const about = { endpoint: "none", deployment: "green" };
      await assert.rejects(requestMinutes(endpoints, about, { from: 0, to: 60 }), /endpoint none: it has no metrics/);
    });
  });

  describe("of a service that answers oddly", () => {
    const minute = (offset: number): string => `2026-03-01T10:0${offset}:00Z`;
    const at = (offset: number): number => Date.parse(minute(offset)) / 1000;
    const series = (status: string | undefined, ...data: object[]): object => ({
      ...(status === undefined ? {} : { metadatavalues: [{ name: { value: "statuscode" }, value: status }] }),
      data,
    });
    const found = (...timeseries: object[]): Answer => ({ body: { value: [{ timeseries }] } });
    const span = { from: at(0) + 30, to: at(5) + 59 };

    /** What is read from an answer, and the query that it answered. */
    async function read(answer: Answer, window = span) {
      const server = await FakeServer.start(() => answer);
      try {
        return { minutes: await requestMinutes(endpointsAt(server.url, "/w"), green, window), seen: server.seen };
      } finally {
        await server.stop();
      }
    }

    const table: [what: string, Answer, object[]][] = [
      ["no series", found(), []],
      ["no metric", { body: { value: [] } }, []],
      ["a metric without series", { body: { value: [{}] } }, []],
      ["a series without data", { body: { value: [{ timeseries: [{}] }] } }, []],
      [
        "points without a value",
        found(series("200", { timeStamp: minute(1) }, { timeStamp: minute(2), total: null })),
        [],
      ],
      ["points of nothing", found(series("500", { timeStamp: minute(1), total: 0 })), []],
      [
        "minutes in any order, over several series",
        found(
          series("200", { timeStamp: minute(3), total: 5 }, { timeStamp: minute(1), total: 2 }),
          series("500", { timeStamp: minute(1), total: 3 }),
        ),
        [
          { at: at(1), requests: 5, failed: 3 },
          { at: at(3), requests: 5, failed: 0 },
        ],
      ],
      [
        "a series without a status",
        found(series(undefined, { timeStamp: minute(1), total: 4 })),
        [{ at: at(1), requests: 4, failed: 0 }],
      ],
      [
        "limits of what has failed",
        found(
          ...["423", "424", "425", "499", "500", "599"].map((status) =>
            series(status, { timeStamp: minute(1), total: 1 }),
          ),
        ),
        [{ at: at(1), requests: 6, failed: 3 }],
      ],
    ];
    for (const [what, answer, expected] of table) {
      it(`are read from ${what}`, async () => assert.deepEqual((await read(answer)).minutes, expected));
    }

    const refused: [what: string, Answer, message: RegExp][] = [
      ["no JSON", { body: "later" }, /UnexpectedAnswer/],
      ["no list", { body: { value: "none" } }, /value/],
      ["a value that is no number", found(series("200", { timeStamp: minute(1), total: "4" })), /total/],
      ["a time that is none", found(series("500", { timeStamp: "later", total: 4 })), /timeStamp/],
      ["a refusal", { status: 403, body: { error: { code: "Forbidden", message: "not you" } } }, /not you/],
    ];
    for (const [what, answer, message] of refused) {
      it(`are refused where it is ${what}`, () => assert.rejects(read(answer), message));
    }

    it("are asked for by whole minutes, of one deployment, by status", async () => {
      const { seen } = await read(found());
      const [request] = seen;
      assert.equal(request?.path, "/w/onlineEndpoints/fraud/providers/Microsoft.Insights/metrics");
      const { timespan, $filter, interval } = Object.fromEntries(request.query);
      assert.deepEqual(
        [timespan, $filter, interval],
        ["2026-03-01T10:00:00.000Z/2026-03-01T10:05:00.000Z", "deployment eq 'green' and statusCode eq '*'", "PT1M"],
      );
    });

    it("are not asked for where no minute is over", async () => {
      for (const to of [at(0) - 600, at(0), at(0) + 59]) {
        const { minutes, seen } = await read(found(), { from: at(0), to });
        assert.deepEqual([minutes, seen], [[], []]);
      }
    });
  });
});
