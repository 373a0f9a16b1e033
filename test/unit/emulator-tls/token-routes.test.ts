import assert from "node:assert/strict";
import { z } from "zod";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";

const tokenAnswer = z.object({ access_token: z.string(), expires_on: z.string(), token_type: z.string() });

describe("the local issuer of Entra tokens", () => {
  let local: LocalAzureMl;
  before(async () => (local = await LocalAzureMl.start()));
  after(() => local.stop());

  const ask = (query: string, header: Record<string, string> = { "x-identity-header": "local" }) =>
    fetch(`${local.url}/_local/identity/token${query}`, { headers: header });

  it("gives an unsigned token for the resource that is asked for, good for an hour", async () => {
    const answer = await ask("?resource=https%3A%2F%2Fml.azure.com&api-version=2019-08-01");
    const told = tokenAnswer.parse(await answer.json());
    const [header = "", payload = "", signature] = told.access_token.split(".");
    const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
    assert.equal(read(header).alg, "none");
    assert.equal(signature, "");
    const { aud, iat, exp } = read(payload);
    assert.deepEqual([aud, exp - iat], ["https://ml.azure.com", 3600]);
    assert.deepEqual([told.token_type, told.expires_on], ["Bearer", String(exp)]);
  });

  it("refuses who does not send the header, as a web page can't", async () => {
    assert.equal((await ask("?resource=x&api-version=1", {})).status, 401);
    assert.equal((await ask("?resource=x&api-version=1", { "x-identity-header": "other" })).status, 401);
  });

  it("refuses a request that does not say what for", async () => {
    const answer = await ask("?api-version=1");
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /resource/);
  });
});
