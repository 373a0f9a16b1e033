import { strict as assert } from "node:assert";
import type { EndpointSettingsInputs } from "../../../arm/endpoint-settings";
import { OnlineEndpoints } from "../../../azure/online-endpoints";
import { applySettings } from "../../../provider/apply-settings";
import { type Answer, FakeServer, type Seen, WORKSPACE } from "../azure/fake-arm";
import { liveEndpoint, wanted } from "./fake-endpoint";

/** One endpoint behind HTTP: a write takes its time, and a second one meanwhile is refused with 409. */
class LockingService {
  live = liveEndpoint();
  conflicts = 0;
  /** Each split that could be read, in order. */
  readonly splits: unknown[] = [];
  private operations = 0;

  answer({ method, path, body }: Seen, { url }: FakeServer): Answer {
    if (path.startsWith("/operations/")) return { body: { status: this.busy ? "InProgress" : "Succeeded" } };
    if (path.includes("/deployments/")) {
      return { body: { id: path, name: "green", properties: { provisioningState: "Succeeded" } } };
    }
    if (method === "GET") return { body: this.live };
    if (this.busy) {
      this.conflicts += 1;
      return { status: 409, body: { error: { code: "Conflict", message: "an operation is in progress" } } };
    }
    this.operations += 1;
    const said = body as Partial<typeof this.live>;
    setTimeout(() => {
      const { scoringUri, swaggerUri } = liveEndpoint().properties;
      this.live = {
        ...this.live,
        ...said,
        properties: { ...this.live.properties, ...said.properties, scoringUri, swaggerUri },
      };
      this.splits.push(this.live.properties.traffic);
      this.busy = false;
    }, 20);
    this.busy = true;
    const link = `${url}/operations/${this.operations}`;
    return method === "PUT"
      ? { status: 200, body: this.live, headers: { "Azure-AsyncOperation": link } }
      : { status: 202, headers: { "Azure-AsyncOperation": link } };
  }

  private busy = false;
}

describe("two writers of one endpoint", () => {
  it("both get what they want, and neither loses what the other wrote", async () => {
    const service = new LockingService();
    const server = await FakeServer.start((request, self) => service.answer(request, self));
    const write = (settings: Partial<EndpointSettingsInputs>) =>
      applySettings(new OnlineEndpoints(WORKSPACE, server.arm()), { ...wanted, ...settings });

    await Promise.all([
      write({ traffic: { blue: 90, green: 10 } }),
      write({ authMode: "AADToken", tags: { stage: "prod" } }),
    ]);

    await server.stop();
    const { properties, tags } = service.live;
    assert.deepEqual(properties.traffic, { blue: 90, green: 10 });
    assert.equal(properties.authMode, "AADToken");
    assert.deepEqual(tags, { owner: "team", policy: "on", stage: "prod" });
    assert.ok(service.conflicts > 0, "they never met");
    const [before, after] = [JSON.stringify({ blue: 100 }), JSON.stringify({ blue: 90, green: 10 })];
    assert.match(
      service.splits.map((split) => JSON.stringify(split)).join(" "),
      new RegExp(`^(${before} )*${after}( ${after})*$`),
    );
  });
});
