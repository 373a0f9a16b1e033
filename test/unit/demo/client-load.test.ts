import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ClientLoad } from "../../../examples/demo/client-load";

/** What an endpoint answers, request by request; the last one again and again. */
type Reply = [status: number, deployment: string, version: string];

const question = { body: "{}", versionOf: (answer: { at(name: string): { text(): string } }) => answer.at("v").text() };
const both = { blue: "1", green: "2" };

describe("the clients of the demo", () => {
  let server: Server | undefined;
  let load: ClientLoad;
  beforeEach(() => (load = new ClientLoad(() => question)));
  afterEach(async () => {
    await load.stop();
    server?.close();
  });

  /** Starts the clients at an endpoint that answers so. */
  async function clientsOf(replies: Reply[], mayFail?: string): Promise<void> {
    server = createServer((_, response) => {
      const [status, deployment, version] = (replies.length > 1 ? replies.shift() : replies[0])!;
      const headers = deployment === "" ? {} : { "azureml-model-deployment": deployment };
      response.writeHead(status, headers).end(JSON.stringify({ v: version }));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    load.start({ scoringUri: `http://127.0.0.1:${port}`, key: "key" }, { versions: both, mayFail });
  }

  it("count right answers by deployment", async () => {
    await clientsOf([
      [200, "green", "2"],
      [200, "blue", "1"],
    ]);
    await load.seen(10);
    const { failed, byDeployment } = load.look();
    assert.equal(failed, 0);
    assert.equal(byDeployment["green"], 1);
    assert.ok((byDeployment["blue"] ?? 0) >= 9);
  });

  it("count what the deployment that may fail answers with the model's own failure", async () => {
    const replies: Reply[] = [
      [424, "green", ""],
      [424, "green", ""],
      [200, "blue", "1"],
    ];
    await clientsOf(replies, "green");
    await load.seen(10);
    assert.equal(load.look().failed, 2);
    assert.equal(load.look().failed, 0, "since the last look");
    assert.equal(load.totals.failed, 2);
  });

  const faults: [what: string, reply: Reply, mayFail: string | undefined, told: RegExp][] = [
    ["where none may", [424, "green", ""], undefined, /424 from green/],
    ["of another deployment than the one that may", [424, "blue", ""], "green", /424 from blue/],
    ["of the front end itself", [424, "", ""], undefined, /424 from nobody/],
    ["that is not the model's own", [503, "green", ""], "green", /503 from green/],
    ["by a version that another deployment has", [200, "green", "1"], "green", /green with 1 answered/],
    ["by a deployment that may not answer", [200, "red", "1"], "red", /red with 1 answered/],
    ["without a version", [200, "blue", undefined!], "green", /blue answered .*a text is expected/],
  ];
  for (const [what, reply, mayFail, told] of faults) {
    it(`fail at an answer ${what}`, async () => {
      await clientsOf([reply], mayFail);
      await load.seen(10);
      assert.throws(() => load.look(), told);
    });
  }

  it("hold a request to what was allowed when it was sent, and later ones to what is allowed then", async () => {
    await clientsOf([[424, "green", ""]], "green");
    await load.burst(4);
    load.allow({ versions: { blue: "1" } });
    await load.seen(1000);
    assert.throws(() => load.look(), /424 from green/);
  });
});
