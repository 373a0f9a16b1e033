import { strict as assert } from "node:assert";
import { findCloud } from "../../../azure/cloud";
import { signInTenant } from "../../../azure/sign-in-tenant";

const tenant = "55555555-6666-7777-8888-999999999999";

function jwt(claims: object): string {
  return `${Buffer.from("{}").toString("base64url")}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`;
}

/** A client that counts the tokens it is asked for. */
function signedIn(token: string, localUrl?: string) {
  const client = {
    asked: 0,
    cloud: findCloud(undefined, localUrl),
    credential: {
      getToken: async () => {
        client.asked += 1;
        return { token, expiresOnTimestamp: Infinity };
      },
    },
  };
  return client;
}

describe("the tenant that requests are signed in to", () => {
  const principal = { tenantId: tenant, clientId: "c", clientSecret: "s" };

  it("is a service principal's own, known without a token", async () => {
    const client = signedIn("");
    assert.equal(await signInTenant(principal, client), tenant);
    assert.equal(client.asked, 0);
  });

  it("is the token's where the settings name a domain", async () => {
    const client = signedIn(jwt({ tid: tenant }));
    assert.equal(await signInTenant({ ...principal, tenantId: "contoso.onmicrosoft.com" }, client), tenant);
  });

  for (const settings of [{}, { useMsi: true }, { useDefaultAzureCredential: true }]) {
    it(`is the token's, whatever the settings name, with ${JSON.stringify(settings)}`, async () => {
      const client = signedIn(jwt({ tid: tenant }));
      assert.equal(
        await signInTenant({ ...settings, tenantId: "00000000-0000-0000-0000-000000000000" }, client),
        tenant,
      );
    });
  }

  it("is that of a local issuer's unsigned token, else that of the settings", async () => {
    const url = "http://127.0.0.1:1";
    assert.equal(await signInTenant({ tenantId: "other" }, signedIn(jwt({ tid: tenant }), url)), tenant);
    assert.equal(await signInTenant({ tenantId: "local tenant" }, signedIn("local", url)), "local tenant");
  });

  it("is not known from a token that does not say it", async () => {
    for (const token of ["opaque", "", "a.b.c", jwt({ tid: 5 })]) {
      assert.equal(await signInTenant({}, signedIn(token)), undefined);
    }
  });
});
