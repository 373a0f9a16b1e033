import { strict as assert } from "node:assert";
import type { AuthMode, EndpointDirectory, ServedEndpoint } from "../../../emulator/serving/contract";
import { refusal } from "../../../emulator/serving/front-end/caller-authorization";

const endpoint = (authMode: AuthMode): ServedEndpoint => ({
  name: "fraud",
  authMode,
  keys: { primaryKey: "first-key", secondaryKey: "other-key" },
  traffic: {},
  mirrorTraffic: {},
});
const directory: EndpointDirectory = {
  find: () => undefined,
  validAmlToken: (name, token) => name === "fraud" && token === "aml",
  mayScore: (name, principal) => name === "fraud" && principal === "friend",
};
const jwt = (claims: unknown): string => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.`;
};
/** All files are loaded before the first test runs, which may be minutes later. */
const soon = Date.now() / 1000 + 3600;

describe("the authorization of a caller", () => {
  const cases: [AuthMode, header: string | undefined, refused: string | undefined][] = [
    ["Key", "Bearer first-key", undefined],
    ["Key", "bearer other-key", undefined],
    ["Key", "Bearer first-keY", "key_auth_access_denied"],
    ["Key", "Bearer first-key-and-more", "key_auth_access_denied"],
    ["Key", "Bearer aml", "key_auth_access_denied"],
    ["Key", undefined, "key_auth_bad_header_forbidden"],
    ["Key", "", "key_auth_bad_header_forbidden"],
    ["Key", "first-key", "key_auth_bad_header_forbidden"],
    ["Key", "Basic first-key", "key_auth_bad_header_forbidden"],
    ["Key", "Bearer first key", "key_auth_bad_header_forbidden"],
    ["Key", "Bearer ", "key_auth_bad_header_forbidden"],
    ["AMLToken", "Bearer aml", undefined],
    ["AMLToken", "Bearer first-key", "token_auth_access_denied"],
    ["AMLToken", undefined, "token_auth_bad_header_forbidden"],
    ["AADToken", `Bearer ${jwt({ aud: "https://ml.azure.com", exp: soon })}`, undefined],
    ["AADToken", `Bearer ${jwt({ aud: "https://ml.azure.com/", exp: soon })}`, undefined],
    ["AADToken", `Bearer ${jwt({ aud: "https://ml.azure.com", exp: soon, oid: "Friend" })}`, undefined],
    [
      "AADToken",
      `Bearer ${jwt({ aud: "https://ml.azure.com", exp: soon, oid: "stranger" })}`,
      "aad_token_auth_access_denied",
    ],
    ["AADToken", `Bearer ${jwt({ aud: "https://ml.azure.com", exp: 1 })}`, "aad_token_auth_access_denied"],
    ["AADToken", `Bearer ${jwt({ aud: "https://ml.azure.com" })}`, "aad_token_auth_access_denied"],
    ["AADToken", `Bearer ${jwt({ aud: "https://management.azure.com", exp: soon })}`, "aad_token_auth_access_denied"],
    ["AADToken", `Bearer ${jwt(null)}`, "aad_token_auth_access_denied"],
    ["AADToken", "Bearer a.b.c", "aad_token_auth_access_denied"],
    ["AADToken", "Bearer first-key", "aad_token_auth_access_denied"],
    ["AADToken", undefined, "aad_token_auth_bad_header_forbidden"],
  ];
  for (const [mode, header, refused] of cases) {
    it(`in mode ${mode} ${refused ? `is "${refused}"` : "is given"} for ${JSON.stringify(header)?.slice(0, 60)}`, () => {
      assert.equal(refusal(endpoint(mode), header, directory), refused);
    });
  }

  it("is never given for an empty key", () => {
    const keyless = { ...endpoint("Key"), keys: { primaryKey: "", secondaryKey: "" } };
    assert.ok(refusal(keyless, "Bearer ", directory));
  });
});
