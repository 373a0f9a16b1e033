import { strict as assert } from "node:assert";
import { ArmError } from "../../../azure/arm-error";
import { BlobRefusal } from "../../../azure/blob-refusal";
import { OnlineEndpoints } from "../../../azure/online-endpoints";
import { applySettings } from "../../../provider/apply-settings";
import { PatientEndpoints } from "../../../provider/patient-endpoints";
import { RolePatience } from "../../../provider/role-patience";
import { FakeServer, type Seen, WORKSPACE } from "../azure/fake-arm";
import { FakeClock, liveEndpoint, wanted } from "./fake-endpoint";

const refused = new ArmError("GET x", { status: 403, code: "AuthorizationFailed", message: "over scope '/s'" });

describe("patience with roles", () => {
  it("tries again, ever later, until the role counts", async () => {
    const clock = new FakeClock();
    let attempts = 0;
    const work = () => ((attempts += 1) < 7 ? Promise.reject(refused) : Promise.resolve("done"));
    assert.equal(await new RolePatience(300, clock).repeat(work), "done");
    assert.deepEqual(clock.waits, [2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it("ends after its bound with role, scope and time", async () => {
    const clock = new FakeClock();
    const patience = new RolePatience(300, clock);
    await assert.rejects(
      patience.repeat(() => Promise.reject(refused)),
      /^Error: role "Contributor" .* is missing on \/s; give it: .* after 300 s of waiting for it \(GET x: 403 /,
    );
    assert.equal(clock.now(), 300_000);
  });

  it("counts its bound from the first refusal over all that is tried", async () => {
    const clock = new FakeClock();
    const patience = new RolePatience(10, clock);
    let attempts = 0;
    await patience.repeat(() => ((attempts += 1) < 2 ? Promise.reject(refused) : Promise.resolve()));
    await assert.rejects(
      patience.repeat(() => Promise.reject(refused)),
      /after 10 s/,
    );
    assert.equal(clock.now(), 10_000);
  });

  it("has none in a preview, which says at once what is missing", async () => {
    const clock = new FakeClock();
    const work = new RolePatience(0, clock).repeat(() => Promise.reject(refused));
    await assert.rejects(work, /^Error: role "Contributor" .*; give it: [^(]* \(GET x: 403 AuthorizationFailed/);
    assert.deepEqual(clock.waits, []);
  });

  it("has it for the blob store's refusals too, and for no other failure", async () => {
    const clock = new FakeClock();
    const errors = [new BlobRefusal("u", 403, "AuthorizationPermissionMismatch", "acct"), new Error("disk")];
    await assert.rejects(
      new RolePatience(300, clock).repeat(() => Promise.reject(errors.shift()!)),
      /^Error: disk$/,
    );
    assert.deepEqual(clock.waits, [2000]);
  });
});

describe("settings of an endpoint whose role is on its way", () => {
  let server: FakeServer;
  afterEach(() => server.stop());

  /** Writes weights; `refuses` says which requests lack the role, `live` what reads show. */
  async function settings(refuses: (request: Seen) => boolean, live: () => object, clock: FakeClock): Promise<void> {
    server = await FakeServer.start((request) => {
      const error = { code: "AuthorizationFailed", message: "perform action 'a/write' over scope '/s'" };
      if (refuses(request)) return { status: 403, body: { error } };
      return { body: request.method === "GET" ? live() : { properties: { provisioningState: "Succeeded" } } };
    });
    const endpoints = new OnlineEndpoints(WORKSPACE, server.arm());
    const service = new PatientEndpoints(endpoints, new RolePatience(300, clock));
    await applySettings(service, { ...wanted, authMode: "AADToken" }, {}, clock);
  }
  const bodies = () => server.seen.filter(({ method }) => method === "PUT").map(({ body }) => body);

  it("waits with reads, and builds each write from what is live then", async () => {
    let reads = 0;
    let owner = "first";
    let written = false;
    await settings(
      ({ method }) => {
        if (method === "GET") return (reads += 1) < 3;
        owner = "second";
        written = bodies().length > 1;
        return !written;
      },
      () => ({ ...liveEndpoint(written ? { authMode: "AADToken" } : {}), tags: { owner } }),
      new FakeClock(),
    );
    assert.deepEqual(
      bodies().map((body) => Reflect.get(Object(body), "tags")),
      [{ owner: "first" }, { owner: "second" }],
    );
  });

  it("ends with the role that is missing", async () => {
    const clock = new FakeClock();
    const work = settings(({ method }) => method === "PUT", liveEndpoint, clock);
    await assert.rejects(work, /^Error: role "Contributor" \(or another one with a\/write\) is missing on \/s; /);
    assert.ok(clock.now() >= 300_000 && clock.now() < 320_000, `${clock.now()} ms`);
  });
});
