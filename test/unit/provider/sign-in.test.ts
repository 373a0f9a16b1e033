import { strict as assert } from "node:assert";
import { renewedSignIn, sameSignIn } from "../../../provider/sign-in";

describe("the sign-in that a state records", () => {
  it("is the same whatever token a CI job had", () => {
    assert.ok(sameSignIn({ clientId: "c", oidcToken: "1", oidcRequestUrl: "u" }, { oidcToken: "2", clientId: "c" }));
    assert.ok(sameSignIn(undefined, {}));
  });

  it("is another with another secret, identity or cloud", () => {
    assert.ok(!sameSignIn({ clientSecret: "1" }, { clientSecret: "2" }));
    assert.ok(!sameSignIn(undefined, { clientId: "c" }));
    assert.ok(!sameSignIn({ environment: "china" }, {}));
  });

  it("takes the token of this job where it signs in by OIDC", () => {
    const recorded = { clientId: "c", useOidc: true, oidcToken: "old" };
    assert.equal(renewedSignIn(recorded, { ARM_OIDC_TOKEN: "new" })?.oidcToken, "new");
    const request = { ACTIONS_ID_TOKEN_REQUEST_URL: "u", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t" };
    const asked = renewedSignIn(recorded, request);
    assert.deepEqual([asked?.oidcToken, asked?.oidcRequestUrl, asked?.oidcRequestToken], [undefined, "u", "t"]);
    assert.deepEqual(renewedSignIn(recorded, {}), recorded);
  });

  it("stays as it is where it signs in otherwise, or is none", () => {
    assert.deepEqual(renewedSignIn({ clientSecret: "s" }, { ARM_OIDC_TOKEN: "new" }), { clientSecret: "s" });
    assert.equal(renewedSignIn(undefined, { ARM_OIDC_TOKEN: "new" }), undefined);
  });
});
