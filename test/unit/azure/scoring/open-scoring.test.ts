import { strict as assert } from "node:assert";
import { OnlineEndpoints } from "../../../../azure/online-endpoints";
import { openScoring } from "../../../../azure/scoring/open-scoring";
import { FakeServer, WORKSPACE } from "../fake-arm";

/** Seconds since 1970. */
const now = () => Math.floor(Date.now() / 1000);

describe("openScoring", () => {
  let server: FakeServer;
  /** The service: what the endpoint is like, and what it takes. */
  let live: { authMode: string; keys: { primaryKey: string; secondaryKey: string }; validity: number };
  let tokens: number;

  async function start(authMode: string) {
    live = { authMode, keys: { primaryKey: "one", secondaryKey: "two" }, validity: 600 };
    tokens = 0;
    server = await FakeServer.start(({ path, headers }, { url }) => {
      if (path === "/score") return { status: mayScore(headers.authorization?.slice(7) ?? "") ? 200 : 401 };
      if (path.endsWith("/listKeys")) return { body: live.keys };
      if (path.endsWith("/token")) {
        const until = now() + live.validity;
        tokens += 1;
        return { body: { accessToken: `aml-${tokens}`, expiryTimeUtc: until + 60, refreshAfterTimeUtc: until } };
      }
      if (!path.endsWith("/fraud")) return { status: 404, body: { error: { code: "NotFound", message: "" } } };
      const properties = { authMode: live.authMode, scoringUri: `${url}/score` };
      return { body: { id: path, name: "fraud", location: "x", properties } };
    });
    const endpoints = new OnlineEndpoints(WORKSPACE, server.arm());
    return {
      endpoints,
      used: () => server.seen.filter(({ path }) => path === "/score").map((r) => r.headers.authorization),
    };
  }
  function mayScore(secret: string): boolean {
    if (live.authMode === "Key") return Object.values(live.keys).includes(secret);
    return live.authMode.toLowerCase() === "amltoken" ? secret === `aml-${tokens}` : secret === "local";
  }
  afterEach(() => server.stop());

  it("uses the primary key of an endpoint with keys", async () => {
    const { endpoints, used } = await start("Key");
    const client = await openScoring(endpoints, "fraud");
    await client.score({});
    await client.close();
    assert.deepEqual(used(), ["Bearer one"]);
  });

  it("reads the keys again where one is regenerated, once for requests at once, and takes the other one", async () => {
    const { endpoints, used } = await start("Key");
    const client = await openScoring(endpoints, "fraud");
    live.keys = { primaryKey: "three", secondaryKey: "four" };
    await Promise.all([client.score({}), client.score({}), client.score({})]);
    await client.close();
    assert.deepEqual(used().slice(3), ["Bearer four", "Bearer four", "Bearer four"]);
    assert.equal(server.lines.filter((line) => line.endsWith("/listKeys")).length, 2);
  });

  it("goes on through a change of the auth mode", async () => {
    const { endpoints, used } = await start("Key");
    const client = await openScoring(endpoints, "fraud");
    await client.score({});
    live.authMode = "AMLToken";
    await client.score({});
    await client.close();
    assert.deepEqual(used(), ["Bearer one", "Bearer one", "Bearer aml-1"]);
  });

  it("uses an AML token until it is to be renewed, and one token for requests at once", async () => {
    const { endpoints, used } = await start("amlToken");
    const client = await openScoring(endpoints, "fraud");
    await Promise.all([client.score({}), client.score({})]);
    await client.score({});
    await client.close();
    assert.deepEqual(used(), ["Bearer aml-1", "Bearer aml-1", "Bearer aml-1"]);
  });

  it("asks for another AML token when the old one is no longer good", async () => {
    const { endpoints, used } = await start("AMLToken");
    live.validity = -120;
    const client = await openScoring(endpoints, "fraud");
    await client.score({});
    live.validity = 600;
    await client.score({});
    await client.score({});
    await client.close();
    assert.deepEqual(used(), ["Bearer aml-2", "Bearer aml-3", "Bearer aml-3"]);
  });

  it("uses the sign-in's own token for Entra", async () => {
    const { endpoints, used } = await start("AADToken");
    const client = await openScoring(endpoints, "fraud");
    await client.score({});
    await client.close();
    assert.deepEqual(used(), ["Bearer local"]);
  });

  it("says that there is no such endpoint", async () => {
    const { endpoints } = await start("Key");
    await assert.rejects(openScoring(endpoints, "none"), /^Error: none: the workspace has no endpoint of this name/);
  });
});
