import { strict as assert } from "node:assert";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionSettings } from "../../../arm/connection";
import { findCloud } from "../../../azure/cloud";
import { readConnection } from "../../../arm/connection";
import { environmentSettings } from "../../../azure/connection-settings";
import { chooseSignIn, openCredential } from "../../../azure/credentials";
import { oidcAssertion } from "../../../azure/oidc";
import { FakeServer } from "./fake-arm";

const principal = { tenantId: "t", clientId: "c" };

function unsigned(claims: object): string {
  return `${[{ alg: "none" }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.`;
}

describe("the way to sign in", () => {
  const all = { ...principal, clientCertificatePath: "cert.pem", clientSecret: "s", useOidc: true, useMsi: true };
  const table: [string, string, ConnectionSettings][] = [
    ["default credential", "DefaultAzureCredential", { ...all, oidcToken: "t", useDefaultAzureCredential: true }],
    ["default credential", "DefaultAzureCredential", { useDefaultAzureCredential: true, subscriptionId: "s" }],
    ["client certificate", "ClientCertificateCredential", { ...principal, clientCertificatePath: "cert.pem" }],
    [
      "client certificate",
      "ClientCertificateCredential",
      { ...principal, clientCertificatePath: "cert.pem", clientSecret: "s", useOidc: true },
    ],
    ["client secret", "ClientSecretCredential", { ...principal, clientSecret: "s" }],
    ["client secret", "ClientSecretCredential", { ...principal, clientSecret: "s", useOidc: true, useMsi: true }],
    ["OIDC", "ClientAssertionCredential", { ...principal, useOidc: true, oidcToken: "t" }],
    ["OIDC", "ClientAssertionCredential", { ...principal, useOidc: true, oidcTokenFilePath: "f", useMsi: true }],
    ["managed identity", "ManagedIdentityCredential", { useMsi: true }],
    ["managed identity", "ManagedIdentityCredential", { useMsi: true, clientId: "c" }],
    ["az CLI", "AzureCliCredential", { useOidc: false, useMsi: false, useDefaultAzureCredential: false }],
    ["az CLI", "AzureCliCredential", { clientId: "c" }],
    ["az CLI", "AzureCliCredential", {}],
  ];
  for (const [name, credential, settings] of table) {
    it(`is ${name} with ${Object.keys(settings).join(", ") || "nothing"}`, async () => {
      const signIn = chooseSignIn(settings);
      const opened = signIn.open(await import("@azure/identity"), { settings, cloud: findCloud(), env: {} });
      assert.deepEqual([signIn.name, opened.constructor.name], [name, credential]);
    });
  }

  it("is az CLI by the subscription alone, as the CLI refuses a tenant beside it", async () => {
    let given: unknown;
    const identity = await import("@azure/identity");
    class AzureCliCredential extends identity.AzureCliCredential {
      constructor(options: unknown) {
        super();
        given = options;
      }
      override getToken = async () => ({ token: "t", expiresOnTimestamp: Infinity });
    }
    const load = async () => ({ ...identity, AzureCliCredential });
    await openCredential({ tenantId: "t", subscriptionId: "s" }, findCloud(), {}, load).getToken("scope");
    assert.deepEqual(given, { subscription: "s" });
  });

  it("says that OIDC lacks a token", async () => {
    const settings = { ...principal, useOidc: true };
    const credential = openCredential(settings, findCloud(), {});
    await assert.rejects(credential.getToken("scope"), /^Error: useOidc: true given, OIDC needs a foreign token/);
  });

  it("names what is missing and where to set it", () => {
    assert.throws(
      () => chooseSignIn({ clientSecret: "hush" }),
      /^Error: tenantId, clientId: not given, .* by client secret .* azure-native:tenantId and azure-native:clientId$/,
    );
  });
});

describe("settings from the environment", () => {
  const table: [Record<string, string>, ConnectionSettings][] = [
    [
      { ARM_CLIENT_ID: "c", ARM_TENANT_ID: "t", ARM_CLIENT_SECRET: "s" },
      { ...principal, clientSecret: "s" },
    ],
    [
      { ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "x" },
      { useOidc: true, oidcToken: "x" },
    ],
    [
      { ARM_USE_OIDC: "true", ARM_OIDC_TOKEN_FILE_PATH: "f" },
      { useOidc: true, oidcTokenFilePath: "f" },
    ],
    [
      { ACTIONS_ID_TOKEN_REQUEST_URL: "u", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "x" },
      { oidcRequestUrl: "u", oidcRequestToken: "x" },
    ],
    [
      { SYSTEM_OIDCREQUESTURI: "u", SYSTEM_ACCESSTOKEN: "x" },
      { oidcRequestUrl: "u", oidcRequestToken: "x" },
    ],
    [{ ARM_OIDC_REQUEST_URL: "mine", ACTIONS_ID_TOKEN_REQUEST_URL: "u" }, { oidcRequestUrl: "mine" }],
    [{ ARM_USE_MSI: "true" }, { useMsi: true }],
    // azure-native takes neither of these for a yes.
    [
      { ARM_USE_MSI: "1", ARM_USE_OIDC: "True" },
      { useMsi: false, useOidc: false },
    ],
    [{ ARM_USE_DEFAULT_AZURE_CREDENTIAL: "true" }, { useDefaultAzureCredential: true }],
    [{ ARM_OIDC_AUDIENCE: "api://mine" }, { oidcAudience: "api://mine" }],
    [
      { ARM_CLIENT_CERTIFICATE_PATH: "c.pem", ARM_CLIENT_CERTIFICATE_PASSWORD: "p" },
      { clientCertificatePath: "c.pem", clientCertificatePassword: "p" },
    ],
    [{ ARM_SUBSCRIPTION_ID: "s", AZURE_SUBSCRIPTION_ID: "other" }, { subscriptionId: "s" }],
    [{ ARM_ENVIRONMENT: "china", AZURE_ENVIRONMENT: "public" }, { environment: "china" }],
    [{ AZURE_ENVIRONMENT: "usgovernment" }, { environment: "usgovernment" }],
    [{ ARM_USE_MSI: "false" }, { useMsi: false }],
    [{ ARM_ENVIRONMENT: "china", ARM_CLIENT_ID: "" }, { environment: "china" }],
    [{}, {}],
  ];
  for (const [env, expected] of table) {
    it(`reads ${Object.keys(env).join(", ") || "nothing"}`, () => assert.deepEqual(environmentSettings(env), expected));
  }

  it("has a variable for every setting of the configuration", () => {
    const asked: string[] = [];
    readConnection((name) => void asked.push(name));
    const variables = new Proxy({}, { get: () => "true" });
    assert.deepEqual(Object.keys(environmentSettings(variables)).sort(), asked.sort());
  });
});

describe("OIDC", () => {
  it("takes a token that is given", async () => {
    assert.equal(await oidcAssertion({ oidcToken: "given", oidcTokenFilePath: "none" }, {})?.(), "given");
  });

  it("reads a token file again each time, since it is renewed", async () => {
    const oidcTokenFilePath = join(mkdtempSync(join(tmpdir(), "oidc-")), "token");
    const assertion = oidcAssertion({ oidcTokenFilePath }, {});
    for (const token of ["first", "second"]) {
      writeFileSync(oidcTokenFilePath, `${token}\n`);
      assert.equal(await assertion?.(), token);
    }
  });

  it("asks the next source once a token that was given has expired", async () => {
    const oidcToken = unsigned({ exp: 1000 });
    const oidcTokenFilePath = join(mkdtempSync(join(tmpdir(), "oidc-")), "token");
    writeFileSync(oidcTokenFilePath, "renewed");
    let now = 999_999;
    const assertion = oidcAssertion({ oidcToken, oidcTokenFilePath }, {}, () => now);
    assert.equal(await assertion?.(), oidcToken);
    now = 1_000_000;
    assert.equal(await assertion?.(), "renewed");
  });

  it("says that a token has expired for which there is no other", async () => {
    const assertion = oidcAssertion({ oidcToken: unsigned({ exp: 1000 }) }, {}, () => 1_000_000);
    await assert.rejects(
      async () => assertion?.(),
      /^Error: oidcToken: expired at 1970-01-01T00:16:40\.000Z, .* set oidcRequestUrl and oidcRequestToken/,
    );
  });

  it("has no source without token, file or request", () => {
    assert.equal(oidcAssertion({ oidcRequestUrl: "https://example.com" }, {}), undefined);
  });

  describe("by request", () => {
    let server: FakeServer;
    before(async () => {
      server = await FakeServer.start(({ path, method }) =>
        path === "/refuse"
          ? { status: 403, body: { message: "no" } }
          : { body: method === "GET" ? { value: "from GitHub" } : { oidcToken: "from Azure DevOps" } },
      );
    });
    after(() => server.stop());

    it("asks GitHub for the audience of Entra", async () => {
      const settings = { oidcRequestUrl: `${server.url}/github?x=1`, oidcRequestToken: "job" };
      assert.equal(await oidcAssertion(settings, {})?.(), "from GitHub");
      const { query, headers } = server.seen.at(-1)!;
      assert.equal(query.toString(), "x=1&audience=api%3A%2F%2FAzureADTokenExchange");
      assert.equal(headers.authorization, "Bearer job");
    });

    it("asks for another audience where one is set", async () => {
      const settings = { oidcRequestUrl: server.url, oidcRequestToken: "job", oidcAudience: "api://mine" };
      await oidcAssertion(settings, {})?.();
      assert.equal(server.seen.at(-1)!.query.get("audience"), "api://mine");
    });

    it("asks Azure DevOps for a token of the service connection", async () => {
      const settings = { oidcRequestUrl: `${server.url}/ado`, oidcRequestToken: "job" };
      const env = { ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "connection" };
      assert.equal(await oidcAssertion(settings, env)?.(), "from Azure DevOps");
      const { method, query } = server.seen.at(-1)!;
      assert.deepEqual([method, query.get("serviceConnectionId")], ["POST", "connection"]);
    });

    it("says who refused, without the token it asked with", async () => {
      const settings = { oidcRequestUrl: `${server.url}/refuse`, oidcRequestToken: "job-secret" };
      await assert.rejects(
        async () => oidcAssertion(settings, {})?.(),
        (error: Error) => {
          assert.match(error.message, /^oidcRequestUrl: 127\.0\.0\.1:\d+ answered 403 without a token$/);
          return true;
        },
      );
    });
  });
});

describe("sign-in to the local Azure ML", () => {
  const cloud = findCloud(undefined, "http://127.0.0.1:1");
  const credential = openCredential({ ...principal, clientSecret: "real secret" }, cloud, {});

  it("is a fixed text for the control plane", async () => {
    assert.equal((await credential.getToken(cloud.armScope))?.token, "local");
  });

  it("is an unsigned JWT for scoring, which holds no real credential", async () => {
    const { token = "", expiresOnTimestamp = 0 } = (await credential.getToken(cloud.scoringScope)) ?? {};
    const [header, payload, signature] = token.split(".");
    const read = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString());
    assert.deepEqual(read(header), { alg: "none", typ: "JWT" });
    assert.deepEqual(read(payload), { aud: "https://ml.azure.com", exp: expiresOnTimestamp / 1000, appid: "local" });
    assert.equal(signature, "");
  });
});
