import { strict as assert } from "node:assert";
import { createDefaultHttpClient, type HttpClient } from "@azure/core-rest-pipeline";
import { z } from "zod";
import { ArmClient } from "../../../azure/arm-client";
import { findCloud } from "../../../azure/cloud";
import { type Identity, openCredential } from "../../../azure/credentials";
import { type Answer, FakeServer, type Seen, WORKSPACE } from "./fake-arm";

const path = `${WORKSPACE}/onlineEndpoints/fraud`;
const thing = z.looseObject({ name: z.string() });

/** Entra and a CI that hands out a foreign token for each request. Tokens count up; each is good until it is revoked. */
class Entra {
  readonly foreign: string[] = [];
  issued = 0;
  revoked = 0;
  /** Milliseconds that a token is good for. */
  lifetime = 3_600_000;

  /** `@azure/identity`, whose credentials keep their token as long as it says that it is good. */
  readonly load = async (): Promise<Identity> => {
    const exchange = (assertion: string) => {
      this.foreign.push(assertion);
      this.issued += 1;
      return { token: `token-${this.issued}`, expiresOnTimestamp: Date.now() + this.lifetime };
    };
    const identity = await import("@azure/identity");
    class ClientAssertionCredential extends identity.ClientAssertionCredential {
      private kept: { token: string; expiresOnTimestamp: number } | undefined;
      private readonly assertion: () => Promise<string>;
      constructor(tenantId: string, clientId: string, assertion: () => Promise<string>) {
        super(tenantId, clientId, assertion);
        this.assertion = assertion;
      }
      override async getToken() {
        if (this.kept && this.kept.expiresOnTimestamp > Date.now()) return this.kept;
        return (this.kept = exchange(await this.assertion()));
      }
    }
    return { ...identity, ClientAssertionCredential };
  };

  takes({ headers }: Seen): boolean {
    return Number(headers.authorization?.replace("Bearer token-", "")) > this.revoked;
  }
}

const refused: Answer = {
  status: 401,
  headers: { "www-authenticate": 'Bearer error="invalid_token"' },
  body: { error: { code: "ExpiredAuthenticationToken", message: "late" } },
};

describe("a token that the service refuses", () => {
  let server: FakeServer;
  let jobs: FakeServer;
  let entra: Entra;
  let onRequest: (request: Seen) => Answer;

  beforeEach(async () => {
    entra = new Entra();
    let job = 0;
    jobs = await FakeServer.start(() => ({ body: { value: `job-${(job += 1)}` } }));
    server = await FakeServer.start((request) => {
      const answer = onRequest(request);
      return entra.takes(request) ? answer : refused;
    });
  });
  afterEach(async () => {
    await server.stop();
    await jobs.stop();
  });

  /** Signed in by OIDC. Azure's own host name and token policy; only the connection leads to the server of the test. */
  function client(): ArmClient {
    const real = createDefaultHttpClient();
    const httpClient: HttpClient = {
      sendRequest: (request) => {
        const url = request.url.replace("https://management.azure.com", server.url);
        return real.sendRequest({ ...request, url, allowInsecureConnection: true });
      },
    };
    const settings = {
      ...{ useOidc: true, tenantId: "t", clientId: "c" },
      ...{ oidcRequestUrl: jobs.url, oidcRequestToken: "job" },
    };
    const credential = openCredential(settings, findCloud(), {}, entra.load);
    return new ArmClient(findCloud(), credential, { httpClient, pollIntervalMs: 1, retryDelayMs: 1 });
  }

  it("in the middle of an operation is renewed once, by another foreign token, and the operation goes on", async () => {
    let looks = 0;
    onRequest = ({ method }) => {
      if (method === "PUT") {
        return { status: 201, headers: { "Azure-AsyncOperation": "https://management.azure.com/operations/1" } };
      }
      looks += 1;
      if (looks === 2) entra.revoked = entra.issued;
      return { body: { status: looks < 5 ? "InProgress" : "Succeeded" } };
    };
    await client().write({ method: "PUT", path, body: {}, timeoutSeconds: 10 });
    assert.deepEqual(entra.foreign, ["job-1", "job-2"]);
    assert.equal(server.seen.filter(({ method }) => method === "PUT").length, 1);
  });

  it("is renewed where it expires in the middle of an operation, each time by a foreign token of its own", async () => {
    entra.lifetime = 0;
    let looks = 0;
    onRequest = ({ method }) =>
      method === "PUT"
        ? { status: 201, headers: { "Azure-AsyncOperation": "https://management.azure.com/operations/1" } }
        : { body: { status: (looks += 1) < 3 ? "InProgress" : "Succeeded" } };
    await client().write({ method: "PUT", path, body: {}, timeoutSeconds: 10 });
    assert.ok(entra.foreign.length >= 4, `${entra.foreign.length} foreign tokens`);
    assert.equal(new Set(entra.foreign).size, entra.foreign.length);
  });

  it("does not fail a write, which was not carried out", async () => {
    onRequest = () => ({ status: 200, body: { properties: { provisioningState: "Succeeded" } } });
    const arm = client();
    await arm.get(path, z.unknown());
    entra.revoked = entra.issued;
    await arm.write({ method: "PUT", path, body: { a: 1 }, timeoutSeconds: 10 });
    assert.deepEqual(
      server.seen.map(({ method, body }) => [method, body]),
      [
        ["GET", ""],
        ["PUT", { a: 1 }],
        ["PUT", { a: 1 }],
      ],
    );
  });

  it("is renewed once for all requests that are under way with it, and once for reads and writes", async () => {
    onRequest = () => ({ body: { name: "one" } });
    const arm = client();
    await arm.get(path, thing);
    entra.revoked = entra.issued;
    await Promise.all([1, 2, 3, 4].map(() => arm.get(path, thing)));
    assert.equal(entra.issued, 2);
    await arm.write({ method: "PATCH", path, body: {}, timeoutSeconds: 10 });
    assert.equal(entra.issued, 2);
  });

  it("is the end where the new one is refused too", async () => {
    entra.revoked = Infinity;
    onRequest = () => ({});
    await assert.rejects(client().get(path, thing), /401 ExpiredAuthenticationToken: late$/);
    assert.equal(entra.issued, 2);
  });
});
