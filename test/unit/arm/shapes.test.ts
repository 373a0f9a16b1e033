import { strict as assert } from "node:assert";
import { contentMembers, sameContent } from "../../../arm/deployment-content";
import { isoDuration } from "../../../arm/duration";
import { describeFaults } from "../../../arm/fault";
import { parseWorkspaceId, workspaceId } from "../../../arm/ids";
import { compactName, servingNameFaults } from "../../../arm/names";

describe("durations", () => {
  for (const [milliseconds, iso] of [
    [0, "PT0S"],
    [500, "PT0.5S"],
    [3500, "PT3.5S"],
    [5000, "PT5S"],
    [60_000, "PT1M"],
    [90_000, "PT1M30S"],
    [180_000, "PT3M"],
    [600_000, "PT10M"],
  ] as const) {
    it(`${milliseconds} ms is ${iso}`, () => {
      assert.equal(isoDuration(milliseconds), iso);
    });
  }
});

describe("names of endpoints and deployments", () => {
  for (const [name, good] of [
    ["blue", true],
    ["fraud-v2", true],
    ["ab", false],
    ["a".repeat(32), true],
    ["a".repeat(33), false],
    ["1abc", false],
    ["abc-", false],
    ["a--b", false],
    ["a_b", false],
  ] as const) {
    it(`${good ? "accept" : "refuse"} ${name}`, () => {
      assert.equal(servingNameFaults("name", name).length === 0, good);
    });
  }
});

describe("ids and derived names", () => {
  it("an id comes apart and together again, whatever its case", () => {
    const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w";
    const names = { subscriptionId: "s", resourceGroupName: "g", workspaceName: "w" };
    assert.deepEqual(parseWorkspaceId(id.replace("resourceGroups", "resourcegroups")), names);
    assert.equal(workspaceId(names), id);
    assert.equal(parseWorkspaceId(`${id}/onlineEndpoints/e`), undefined);
  });

  it("a compact name begins with a letter and fits", () => {
    assert.equal(compactName("serving-dev", "0123456789ab"), "servingdev01234567");
    assert.equal(compactName("9-Lives of a very long name", "0123456789ab"), "a9livesofaverylo01234567");
  });
});

describe("what a deployment runs", () => {
  const inputs = { sku: { capacity: 1 }, tags: { a: "b" }, properties: { model: "/m/1", description: "x" } };

  it("is neither its size nor its tags nor its description", () => {
    assert.deepEqual(contentMembers(inputs), { model: "/m/1" });
  });

  it("is the same in any order of keys", () => {
    assert.ok(sameContent({ a: 1, b: [{ c: 1, d: undefined }] }, { b: [{ c: 1 }], a: 1 }));
    assert.ok(!sameContent({ a: 1 }, { a: 2 }));
  });
});

describe("faults", () => {
  it("one is a sentence, several are a list", () => {
    const fault = { field: "a", value: "x", rule: "no", fix: "yes" };
    assert.equal(describeFaults("Thing t", [fault]), 'Thing t: a: "x" given, no; yes');
    assert.equal(
      describeFaults("Thing t", [fault, { field: "b", rule: "no" }]),
      'Thing t: 2 faults\n  - a: "x" given, no; yes\n  - b: no',
    );
  });
});
