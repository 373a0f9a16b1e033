import assert from "node:assert/strict";
import { type Maker, madeByAnother, nameInToken } from "../../../azure/made-by-another";
import { tokenClaims, type TokenClaims } from "../../../azure/token-claims";

const object = "10000000-0000-4000-8000-000000000001";
const client = "20000000-0000-4000-8000-000000000002";
const foreign = "30000000-0000-4000-8000-000000000003";
const person: TokenClaims = { oid: object, appid: client, upn: "ada@contoso.com", name: "Ada Lovelace" };
const pipeline: TokenClaims = { oid: object, appid: client, idtyp: "app" };
const user = (createdBy: string): Maker => ({ createdBy, createdByType: "User" });
const application = (createdBy: string): Maker => ({ createdBy, createdByType: "Application" });

describe("the maker of a resource", () => {
  const cases: [what: string, maker: Maker, claims: TokenClaims | undefined, another: boolean][] = [
    ["the person who signs in, by e-mail", user("Ada@Contoso.com"), person, false],
    ["the person who signs in, by display name", user("Ada Lovelace"), person, false],
    ["the person who signs in, by object id", user(object), person, false],
    ["another person, by e-mail", user("grace@contoso.com"), person, true],
    ["another person, by display name", user("Grace Hopper"), person, true],
    ["another person, by object id", user(foreign), person, true],
    ["the tool that a person signs in with", application(client), person, true],
    ["a guest, by e-mail", user("ada@x.com"), { unique_name: "live.com#ada@x.com" }, false],
    ["a guest, by what Entra makes of the name", user("a_d@x.com"), { upn: "a_d_x.com#EXT#@y.onmicrosoft.com" }, false],
    ["the application that signs in, by client id", application(client.toUpperCase()), pipeline, false],
    ["the application that signs in, by object id", application(object), pipeline, false],
    ["another application", application(foreign), pipeline, true],
    ["a person, while an application signs in", user("Ada Lovelace"), pipeline, true],
    ["a person by e-mail, of whatever kind", { createdBy: "ada@contoso.com" }, pipeline, true],
    [
      "an application, while its token does not say the kind",
      application(client),
      { oid: object, appid: client },
      false,
    ],
    [
      "a managed identity, while a person signs in",
      { createdBy: "vm", createdByType: "ManagedIdentity" },
      person,
      true,
    ],
    ["nobody that the service names", {}, person, false],
    ["`local`, while a token says nothing", user("local"), undefined, false],
    ["somebody by display name, while the token has none", user("Ada Lovelace"), { upn: "ada@contoso.com" }, false],
    ["an application by name, while its token has none", application("fraud-ci"), pipeline, false],
  ];
  for (const [what, maker, claims, another] of cases) {
    it(`is ${another ? "somebody else" : "not known to be somebody else"}: ${what}`, () => {
      assert.equal(madeByAnother(maker, claims), another);
    });
  }

  it("is compared with what a token says, and the local Azure ML's says nothing", () => {
    const token = ["", Buffer.from(JSON.stringify(person)).toString("base64url"), ""].join(".");
    assert.deepEqual(tokenClaims(token), person);
    assert.equal(tokenClaims("local"), undefined);
  });

  it("is told beside who signs in", () => {
    assert.equal(nameInToken(person), "ada@contoso.com");
    assert.equal(nameInToken(pipeline), client);
  });
});
