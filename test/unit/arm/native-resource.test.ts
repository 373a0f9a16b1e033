import assert from "node:assert/strict";
import { nativeAddress, nativeOutputs } from "../../../arm/native-resource";
import { RESOURCE_TOKENS, resourceType } from "../../../emulator/plugin/resources/table";
import { expand } from "../../../emulator/plugin/schema/path";

const subscription = "00000000-0000-0000-0000-000000000001";

describe("the address of an azure-native resource", () => {
  for (const token of RESOURCE_TOKENS) {
    it(`of ${token} is where the stand-in for azure-native puts it`, () => {
      const { path } = resourceType(token);
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
      const own = names.filter((name) => name !== "subscriptionId");
      const values = own.map((name) => [
        name,
        name === "scope" || name === "resourceUri" ? `/subscriptions/${subscription}` : `${name} é`,
      ]);
      const inputs = Object.fromEntries(values);
      const expected = expand(path, inputs, subscription);
      const plain = (id = "") => id.replace(/^\/+/, "").toLowerCase();
      assert.equal(plain(nativeAddress(token, inputs, subscription)?.id), plain(expected));
    });
  }

  it("is not known for other types, and where a name is missing or a secret", () => {
    assert.equal(
      nativeAddress("azure-native:web:WebApp", { name: "a", resourceGroupName: "rg" }, subscription),
      undefined,
    );
    assert.equal(nativeAddress("azure-native:resources:ResourceGroup", {}, subscription), undefined);
    const secret = { resourceGroupName: { "4dabf18193072939515e22adb298388d": "1b47…", "ciphertext": "v1:…" } };
    assert.equal(nativeAddress("azure-native:resources:ResourceGroup", secret, subscription), undefined);
  });
});

describe("the outputs of an azure-native resource", () => {
  const answer = {
    id: "/subscriptions/…",
    name: "fraud",
    location: "westeurope",
    properties: { scoringUri: "https://…" },
  };

  it("have the properties of a machine-learning resource as ARM has them", () => {
    const { id: _, ...outputs } = answer;
    assert.deepEqual(nativeOutputs("azure-native:machinelearningservices:OnlineEndpoint", answer), outputs);
  });

  it("have the properties of a companion beside its name", () => {
    assert.deepEqual(nativeOutputs("azure-native:storage:StorageAccount", answer), {
      name: "fraud",
      location: "westeurope",
      scoringUri: "https://…",
    });
  });
});
