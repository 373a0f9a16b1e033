import { strict as assert } from "node:assert";
import { OnlineEndpoints } from "../../../azure/online-endpoints";
import { openScoring } from "../../../azure/scoring-access";
import { FakeServer, WORKSPACE } from "./fake-arm";

/** Seconds since 1970. */
const now = () => Math.floor(Date.now() / 1000);

describe("openScoring", () => {
  let server: FakeServer;
  /** Seconds that an AML token may be used. */
  let validity: number;

  async function start(authMode: string) {
    validity = 600;
    let tokens = 0;
    server = await FakeServer.start(({ path }, { url }) => {
      if (path === "/score") return { body: {} };
      if (path.endsWith("/listKeys")) return { body: { primaryKey: "one", secondaryKey: "two" } };
      if (path.endsWith("/token")) {
        const until = now() + validity;
        return { body: { accessToken: `aml-${++tokens}`, expiryTimeUtc: until + 60, refreshAfterTimeUtc: until } };
      }
      if (!path.endsWith("/fraud")) return { status: 404, body: { error: { code: "NotFound", message: "" } } };
      return { body: { id: path, name: "fraud", location: "x", properties: { authMode, scoringUri: `${url}/score` } } };
    });
    const endpoints = new OnlineEndpoints(WORKSPACE, server.arm());
    return {
      endpoints,
      used: () => server.seen.filter(({ path }) => path === "/score").map((r) => r.headers.authorization),
    };
  }
  afterEach(() => server.stop());

  it("uses the primary key of an endpoint with keys", async () => {
    const { endpoints, used } = await start("Key");
    const client = await openScoring(endpoints, "fraud");
    await client.score({});
    await client.close();
    assert.deepEqual(used(), ["Bearer one"]);
  });

  it("uses an AML token until it is to be renewed, and one token for requests at once", async () => {
    const { endpoints, used } = await start("amlToken");
    const client = await openScoring(endpoints, "fraud");
    await Promise.all([client.score({}), client.score({})]);
    validity = -1;
    await client.score({});
    await client.close();
    assert.deepEqual(used(), ["Bearer aml-1", "Bearer aml-1", "Bearer aml-1"]);
  });

  it("asks for another AML token when the old one is to be renewed", async () => {
    const { endpoints, used } = await start("AMLToken");
    validity = -1;
    const client = await openScoring(endpoints, "fraud");
    await client.score({});
    await client.score({});
    await client.close();
    assert.deepEqual(used(), ["Bearer aml-1", "Bearer aml-2"]);
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
