import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realParts } from "../../emulator/parts";
import { type Emulator, start } from "../../emulator/start";
import { ExampleStack } from "./example-stack";

/** The security examples as their READMEs run them: the real engine, control plane, blob store and scoring scripts. */
describe("the security examples", function () {
  this.timeout(600_000);
  let folder = "";
  let azure: Emulator;
  let stack: ExampleStack;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "azureml-security-"));
    const options = { folder: join(folder, "azure") };
    azure = await start(options, realParts(options));
  });
  after(async () => {
    await azure.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const outputs = async (): Promise<Record<string, string>> =>
    JSON.parse(await stack.run("pulumi", "stack", "output", "--json", "--show-secrets", "--stack", "dev"));
  const ask = (uri: string, token?: string) =>
    fetch(uri, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: "{}",
    });
  const digest = (secret: string) => createHash("sha256").update(secret).digest("hex").slice(0, 12);

  describe("of secrets", () => {
    before(async () => {
      stack = await ExampleStack.create("secrets", azure.status);
      await stack.run("pulumi", "config", "set", "--secret", "paymentsKey", "open-sesame", "--stack", "dev");
      await stack.run("pulumi", "config", "set", "--secret", "dbPassword", "swordfish", "--stack", "dev");
    });
    after(() => stack.remove());

    it("reach the container, and nobody else", async () => {
      await stack.up();
      const { scoringUri = "", primaryKey } = await outputs();
      assert.deepEqual(await (await ask(scoringUri, primaryKey)).json(), {
        PAYMENTS_KEY: { length: 11, sha256: digest("open-sesame") },
        DB_PASSWORD: { length: 9, sha256: digest("swordfish") },
        payments: "https://payments.example.com",
      });
      const state = await stack.run("pulumi", "stack", "export", "--stack", "dev");
      assert.equal(/open-sesame|swordfish/.test(state), false);
      assert.deepEqual(await stack.preview(), []);
    });

    it("are not injected where the identity lost its role: the deployment fails, and says so", async () => {
      await stack.edit((program) => program.replace(/^.*role\("read-vault".*\n/m, ""));
      await stack.up();
      await stack.edit((program) => program.replaceAll("blue:", "green:"));
      await assert.rejects(stack.up(), /SecretsInjectionError.*DB_PASSWORD.*may not read the secrets of the vault/s);
    });
  });

  describe("of an endpoint without keys", () => {
    const caller = "10000000-0000-4000-8000-000000000001";
    const tokenOf = (oid: string): string => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const claims = { aud: "https://ml.azure.com", exp: Math.floor(Date.now() / 1000) + 600, oid };
      return `${part({ alg: "none" })}.${part(claims)}.`;
    };
    before(async () => {
      stack = await ExampleStack.create("entra-only", azure.status);
    });
    after(() => stack.remove());

    it("lets a caller in once a role says so, and has no keys", async () => {
      await stack.up();
      const { scoringUri = "" } = await outputs();
      assert.equal((await ask(scoringUri)).status, 401);
      assert.equal((await ask(scoringUri, tokenOf(caller))).status, 401);

      await stack.configure(`callers[0]=${caller}`);
      await stack.up();
      const answer = await ask(scoringUri, tokenOf(caller));
      assert.deepEqual([answer.status, await answer.json()], [200, { welcome: true }]);
      assert.equal((await ask(scoringUri, tokenOf(caller.replace(/1$/, "2")))).status, 401);
      assert.deepEqual(await stack.preview(), []);

      const { armUrl, subscriptionId } = azure.status;
      const keys = await fetch(
        `${armUrl}/subscriptions/${subscriptionId}/resourceGroups/entra-dev/providers/Microsoft.MachineLearningServices` +
          "/workspaces/serving-dev/onlineEndpoints/claims-dev/listKeys?api-version=2025-12-01",
        { method: "POST", headers: { authorization: "Bearer local" } },
      );
      assert.equal(keys.ok, false);
    });
  });
});
