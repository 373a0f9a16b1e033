import assert from "node:assert/strict";
import { armTarget, requestFaults } from "./published-types";
import { DEPLOYMENT, ENDPOINT, WORKSPACE } from "./sample-bodies";

const GROUP = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg";
const WORKSPACE_PATH = `${GROUP}/providers/${WORKSPACE}/w`;
const ENDPOINT_PATH = `${WORKSPACE_PATH}/onlineEndpoints/e`;
const SECRETS = `${WORKSPACE_PATH}/datastores/d/listSecrets`;

describe("requests that change or ask for something", () => {
  const identity = { type: "UserAssigned", userAssignedIdentities: { "/subscriptions/s/…/id": {} } };
  const requests: readonly [what: string, method: string, path: string, body: unknown, fault?: string][] = [
    ["a whole group", "PUT", GROUP, { location: "westeurope" }],
    [
      "a whole endpoint, without a member",
      "PUT",
      ENDPOINT_PATH,
      { location: "x" },
      "properties: missing, but required",
    ],
    ["tags of an endpoint", "PATCH", ENDPOINT_PATH, { tags: { a: "b" } }],
    ["its identity", "PATCH", ENDPOINT_PATH, { identity }],
    ["its traffic, which PATCH cannot reach", "PATCH", ENDPOINT_PATH, { properties: {} }, "properties: unknown"],
    ["instances of a deployment", "PATCH", `${ENDPOINT_PATH}/deployments/d`, { sku: { capacity: 2 } }],
    ["secrets that end", "POST", SECRETS, { expirableSecret: true, expireAfterHours: 1 }],
    [
      "secrets with a word for an end",
      "POST",
      SECRETS,
      { expireAfterHours: "1" },
      'expireAfterHours: "1" is not a number',
    ],
    ["logs", "POST", `${ENDPOINT_PATH}/deployments/d/getLogs`, { containerType: "InferenceServer", tail: 10 }],
    ["keys", "POST", `${ENDPOINT_PATH}/listKeys`, null],
    ["keys, with an empty body", "POST", `${ENDPOINT_PATH}/listKeys`, {}],
    ["keys, with a body", "POST", `${ENDPOINT_PATH}/listKeys`, { a: 1 }, `POST ${ENDPOINT}/listKeys: takes no body`],
  ];
  for (const [what, method, path, body, fault] of requests) {
    it(`${what}: ${fault === undefined ? "well-formed" : "not"}`, () => {
      assert.deepEqual(requestFaults({ method, path, body }), fault === undefined ? [] : [fault]);
    });
  }

  it("name a resource type, and sometimes an action on it", () => {
    assert.deepEqual(armTarget(ENDPOINT_PATH), { armType: ENDPOINT, action: "" });
    assert.deepEqual(armTarget(`${ENDPOINT_PATH}/deployments/d/getLogs`), { armType: DEPLOYMENT, action: "getLogs" });
    assert.deepEqual(armTarget(GROUP.toLowerCase()), { armType: "Microsoft.Resources/resourceGroups", action: "" });
  });
});
