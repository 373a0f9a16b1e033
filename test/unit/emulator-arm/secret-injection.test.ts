import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deployment, endpoint, location, register } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
const connectionReader = "ea01e6af-a1c1-4350-9563-ad00f8c72ec5";

describe("secrets of environment variables", () => {
  let azure: LocalAzureMl;
  let path = "";
  let vault = "";

  beforeEach(async () => {
    azure = await LocalAzureMl.start();
    await register(azure);
    path = `${azure.workspace}/onlineEndpoints/fraud`;
    vault = `${azure.group}/providers/Microsoft.KeyVault/vaults/secrets`;
    await azure.put(`${azure.workspace}/connections/openai`, {
      properties: {
        ...{ authType: "CustomKeys", category: "CustomKeys", target: "https://openai.example" },
        ...{ credentials: { keys: { key: "sesame" } }, metadata: { version: "4" } },
      },
    });
    await azure.put(vault, {
      location,
      properties: { tenantId: "t", sku: { family: "A", name: "standard" }, enableRbacAuthorization: true },
    });
  });
  afterEach(() => azure.stop());

  const made = async (inner: object = {}): Promise<string> => {
    const { body } = await azure.finish("PUT", path, endpoint({ properties: inner }));
    return body.identity.principalId;
  };
  const give = (role: string, principalId: string, scope: string) =>
    azure.put(`${scope}/providers/Microsoft.Authorization/roleAssignments/${role}`, {
      properties: {
        ...{ principalId, principalType: "ServicePrincipal" },
        roleDefinitionId: `${azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      },
    });
  const deployed = (environmentVariables: Record<string, string>) =>
    azure.finish("PUT", `${path}/deployments/blue`, deployment(azure, { environmentVariables }));
  const variables = () => azure.serving.applied.at(-1)?.environmentVariables;
  const ofConnection = {
    KEY: "${{azureml://connections/openai/credentials/key}}",
    TARGET: "${{azureml://connections/openai/target}}",
    VERSION: "${{azureml://connections/openai/metadata/version}}",
    PLAIN: "as it is",
  };

  it("are those of a connection where a role lets the endpoint's identity read them, and stand in no answer", async () => {
    await give(connectionReader, await made(), azure.workspace);
    const { body } = await deployed(ofConnection);

    const target = "https://openai.example";
    assert.deepEqual(variables(), { KEY: "sesame", TARGET: target, VERSION: "4", PLAIN: "as it is" });
    assert.deepEqual(body.properties.environmentVariables, ofConnection);
  });

  it("may be read where the endpoint was made with access to the workspace's connections", async () => {
    await made({ enforce_access_to_default_secret_stores: "enabled" });
    await deployed(ofConnection);
    assert.equal(variables()?.["KEY"], "sesame");
  });

  it("are those of a vault, by version, and the request log shows none", async () => {
    const folder = azure.folder;
    await azure.stop();
    const requestLog = join(folder, "requests.jsonl");
    azure = await LocalAzureMl.start({ requestLog });
    await register(azure);
    await azure.put(vault, {
      location,
      properties: { tenantId: "t", sku: { family: "A", name: "standard" }, enableRbacAuthorization: true },
    });
    const { body: first } = await azure.put(`${vault}/secrets/password`, { properties: { value: "one" } });
    const { body: second } = await azure.put(`${vault}/secrets/password`, { properties: { value: "two" } });
    assert.equal(JSON.stringify([first, second]).includes("one"), false);
    await give(secretsUser, await made(), vault);
    const reference = ({ properties }: typeof first) => `\${{keyvault:${properties.secretUriWithVersion}}}`;
    await deployed({ OLD: reference(first), NEW: reference(second) });

    assert.deepEqual(variables(), { OLD: "one", NEW: "two" });
    const log = await readFile(requestLog, "utf8");
    assert.match(log, /vaults\/secrets\/secrets\/password.*"value":"\*\*\*"/);
  });

  it("fail the deployment where they can't be read, and it tells of every one", async () => {
    await made();
    const { body } = await deployed({
      KEY: ofConnection.KEY,
      PASSWORD: `\${{keyvault:https://secrets.vault.azure.net/secrets/password/${"0".repeat(32)}}}`,
      LOST: `\${{keyvault:https://nowhere.vault.azure.net/secrets/password/${"0".repeat(32)}}}`,
    });

    assert.equal(body.error.code, "SecretsInjectionError");
    assert.match(
      body.error.message,
      /KEY: .*may not read the secrets of the workspace's connections; .*PASSWORD: .*may not/,
    );
    assert.match(body.error.message, /LOST: .*there is no such vault/);
    assert.equal(azure.serving.applied.length, 0);
  });

  it("fail it where the connection has no such key", async () => {
    await made({ enforce_access_to_default_secret_stores: "enabled" });
    const { body } = await deployed({
      ...{ A: "${{azureml://connections/openai/credentials/other}}" },
      ...{ B: "${{azureml://connections/lost/credentials/key}}" },
    });
    assert.match(body.error.message, /A: .*credentials have no other; .*B: .*no such connection/);
  });

  it("have nothing to do with callers, whom a role on the endpoint lets in", async () => {
    await made();
    const stranger = "10000000-0000-4000-8000-000000000001";
    const may = () => azure.serving.directory?.mayScore("fraud", stranger);
    assert.equal(may(), false);
    await give("f6c7c914-8db3-469d-8ca1-694a8f32e121", stranger, path);
    assert.equal(may(), true);
    assert.equal(azure.serving.directory?.mayScore("other", stranger), false);
  });
});
