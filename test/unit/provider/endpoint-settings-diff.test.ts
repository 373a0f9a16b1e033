import { strict as assert } from "node:assert";
import type { EndpointSettingsInputs } from "../../../arm/endpoint-settings";
import type { CheckedSettings } from "../../../provider/endpoint-settings-check";
import { diffSettings } from "../../../provider/endpoint-settings-diff";
import { wanted } from "./fake-endpoint";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const id = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;

const full: EndpointSettingsInputs = {
  ...wanted,
  deployments: ["blue", "green"],
  traffic: { blue: 90, green: 10 },
  mirrorTraffic: {},
  authMode: "Key",
  publicNetworkAccess: "Enabled",
  tags: { a: "1", b: "2" },
  identity: { type: "UserAssigned", userAssignedIdentities: [id("one"), id("two")] },
  timeoutSeconds: 60,
  connection: { clientId: "c", clientSecret: "s", oidcToken: "job 1" },
};

const quiet: [string, Record<string, unknown>][] = [
  ["nothing at all", {}],
  ["the order of weights", { traffic: { green: 10, blue: 90 } }],
  ["the case of names", { traffic: { Blue: 90, GREEN: 10 } }],
  ["a weight of zero", { traffic: { blue: 90, green: 10, red: 0 } }],
  ["a mirror of zero", { mirrorTraffic: { red: 0 } }],
  ["the case of words", { authMode: "key", publicNetworkAccess: "enabled" }],
  ["the order of tags", { tags: { b: "2", a: "1" } }],
  [
    "order and case of identities",
    { identity: { type: "userAssigned", userAssignedIdentities: [id("TWO"), id("one")] } },
  ],
  ["the case of ids", { workspaceId: wanted.workspaceId.toUpperCase(), endpointName: "FRAUD" }],
  ["the declared deployments", { deployments: ["blue"] }],
  ["the timeout", { timeoutSeconds: 90 }],
  ["a token of one CI job", { connection: { ...full.connection, oidcToken: "job 2" } }],
  ["weights that are given up", { traffic: undefined }],
  ["any other member that is given up", { mirrorTraffic: undefined, authMode: undefined, identity: undefined }],
];

const loud: [string, Record<string, unknown>][] = [
  ["a weight", { traffic: { blue: 80, green: 20 } }],
  ["a weight that is taken away", { traffic: {} }],
  ["a mirror", { mirrorTraffic: { red: 10 } }],
  ["the auth mode", { authMode: "AADToken" }],
  ["network access", { publicNetworkAccess: "Disabled" }],
  ["a tag's value", { tags: { a: "1", b: "3" } }],
  ["a tag's name", { tags: { a: "1", c: "2" } }],
  ["tags that are given up, since they are taken away", { tags: undefined }],
  ["the identity's type", { identity: { type: "SystemAssigned" } }],
  ["the identity's ids", { identity: { type: "UserAssigned", userAssignedIdentities: [id("one")] } }],
  ["a member taken up again, whatever the state recorded of it", { takesOver: ["traffic"] }],
  ["a weight that is not known yet", { traffic: { blue: UNKNOWN, green: 10 } }],
  ["weights that are not known yet", { traffic: UNKNOWN }],
  ["a tag that is not known yet", { tags: { a: UNKNOWN, b: "2" } }],
  [
    "a secret that was exchanged, since a refresh signs in with the recorded one",
    { connection: { clientId: "c", clientSecret: "new" } },
  ],
];

const replacing: [string, Record<string, unknown>, string[]][] = [
  ["another endpoint", { endpointName: "other" }, ["endpointName"]],
  ["another workspace", { workspaceId: wanted.workspaceId.replace("/ws", "/other") }, ["workspaceId"]],
  ["a workspace that is not known yet", { workspaceId: UNKNOWN }, ["workspaceId"]],
];

describe("the diff of endpoint settings", () => {
  const diff = (members: Record<string, unknown>) => {
    const news: CheckedSettings = { ...full, ...members };
    return diffSettings(full, news);
  };
  for (const [what, members] of quiet) {
    it(`does not show ${what}`, () => assert.deepEqual(diff(members), { changes: false, replaces: [] }));
  }
  for (const [what, members] of loud) {
    it(`shows ${what}`, () => assert.deepEqual(diff(members), { changes: true, replaces: [] }));
  }
  for (const [what, members, replaces] of replacing) {
    it(`makes a new resource for ${what}, without deleting first`, () => {
      assert.deepEqual(diff(members), { changes: true, replaces });
    });
  }
  it("shows members that are given for the first time, even if they say nothing", () => {
    assert.equal(diffSettings(wanted, { ...wanted, traffic: {} }).changes, true);
    assert.equal(diffSettings(wanted, { ...wanted, authMode: "Key" }).changes, true);
  });
});
