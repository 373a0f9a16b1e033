import assert from "node:assert/strict";
import type { PendingOperation, StackState, StateResource } from "../../../runner/engine/stack-state";
import { withImported, withOwnInputs } from "../../../runner/recover/imported-state";
import { answered, question, type RecoveryStep, unrecorded } from "../../../runner/recover/recovery-step";

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc" };
const type = "azure-native:machinelearningservices:OnlineDeployment";
const urn = `urn:pulumi:dev::shop::${type}::fraud-blue-deployment`;
const id = "/subscriptions/s/onlineEndpoints/fraud/deployments/blue";

const creation: StateResource = {
  urn,
  type,
  custom: true,
  inputs: { deploymentName: "blue", properties: { environmentVariables: { TOKEN: secret, LEVEL: "info" } } },
  parent: "urn:pulumi:dev::shop::azureml:index:OnlineDeployment::fraud-blue",
  provider: "urn:pulumi:dev::shop::pulumi:providers:azure-native::mine::1234",
  dependencies: ["urn:pulumi:dev::shop::a::b"],
  protect: true,
};
const operation: PendingOperation = { type: "creating", resource: creation };
const answer = {
  id,
  name: "blue",
  properties: { provisioningState: "Succeeded", environmentVariables: { TOKEN: "swordfish", LEVEL: "info" } },
};
const step: RecoveryStep = { operation, remedy: "import", reason: "", found: { id, state: "Succeeded", answer } };
const stateOf = (...resources: StateResource[]): StackState => ({
  version: 3,
  deployment: { manifest: { time: "2026-11-25T00:00:00Z" }, resources, pending_operations: [operation] },
});

describe("a resource that recovery takes into the state", () => {
  const [imported] = withImported(stateOf(), [step]).deployment.resources ?? [];
  assert.ok(imported);

  it("has the inputs, parent, provider, dependencies and protection that the program gave it, and the service's id", () => {
    const { id: given, outputs: _, created: __, modified: ___, ...rest } = imported;
    assert.equal(given, id);
    assert.deepEqual(rest, creation);
  });

  it("has what the service tells as outputs, and in them no secret in clear", () => {
    assert.deepEqual(imported.outputs, {
      name: "blue",
      properties: { provisioningState: "Succeeded", environmentVariables: { TOKEN: secret, LEVEL: "info" } },
    });
  });

  it("leaves no operation pending, and all other resources as they are", () => {
    const other: StateResource = { urn: "urn:pulumi:dev::shop::a::b", type: "a", custom: true, id: "b" };
    const { deployment } = withImported(stateOf(other), [step]);
    assert.deepEqual(deployment.pending_operations, []);
    assert.deepEqual(deployment.resources?.[0], other);
  });

  it("comes after the one that it replaces, which waits for its end as the engine would have it", () => {
    const old: StateResource = { ...creation, id: "/subscriptions/s/onlineEndpoints/old/deployments/blue" };
    const { resources } = withImported(stateOf(old), [step]).deployment;
    assert.deepEqual(
      resources?.map((one) => [one.id, one.delete]),
      [
        [old.id, true],
        [id, undefined],
      ],
    );
  });

  it("takes the place of one that was deleted to be made again, before those that depend on it", () => {
    const deleted: StateResource = { ...creation, id, pendingReplacement: true };
    const dependent: StateResource = { urn: "urn:pulumi:dev::shop::a::b", type: "a", dependencies: [urn] };
    const { resources } = withImported(stateOf(deleted, dependent), [step]).deployment;
    assert.deepEqual(
      resources?.map((one) => [one.urn, one.pendingReplacement, one.delete]),
      [
        [urn, undefined, undefined],
        [dependent.urn, undefined, undefined],
      ],
    );
  });

  it("gets its own inputs back after the engine has read it", () => {
    const mixed = stateOf({ ...creation, id, inputs: { ...creation.inputs, tags: {}, kind: "Managed" } });
    assert.deepEqual(withOwnInputs(mixed, [step])?.deployment.resources?.[0]?.inputs, creation.inputs);
    assert.equal(withOwnInputs(stateOf({ ...creation, id }), [step]), undefined, "nothing to write");
  });
});

describe("the remedy of an interrupted operation", () => {
  const cases: [what: string, operation: PendingOperation, inState: StateResource[], expected: string][] = [
    ["settings of an endpoint", creating("pulumi-nodejs:dynamic/azureml:EndpointSettings"), [], "forget"],
    ["an upload", creating("pulumi-nodejs:dynamic/azureml:BlobUpload"), [], "forget"],
    ["a dynamic resource of others", creating("pulumi-nodejs:dynamic:Resource"), [], "look yourself"],
    ["another provider's", creating("kubernetes:core/v1:Namespace"), [], "look yourself"],
    ["an update", { type: "updating", resource: creation }, [{ ...creation, id }], "refresh"],
    ["a deletion", { type: "deleting", resource: creation }, [{ ...creation, id }], "refresh"],
    ["a deletion that was over", { type: "deleting", resource: creation }, [], "forget"],
  ];
  for (const [what, pending, inState, expected] of cases) {
    it(`of ${what} is: ${expected}`, () => {
      const asked = question(pending, inState);
      assert.equal(asked.ask === "nothing" && asked.remedy, expected);
    });
  }

  it("of a creation is for the service to say: import what is there, forget what is not", () => {
    assert.deepEqual(question(operation, []), { ask: "service" });
    const found = { id, state: "Succeeded", answer };
    assert.equal(answered(operation, found, []).remedy, "import");
    assert.equal(answered(operation, undefined, []).remedy, "forget");
    assert.equal(answered(operation, found, [{ ...creation, id: id.toUpperCase() }]).remedy, "forget");
  });

  const moved = `urn:pulumi:dev::shop::team$${type}::fraud-blue-deployment`;
  const found = { id: id.toUpperCase(), state: "Succeeded", answer };
  const owners: [what: string, owner: StateResource, owned: RegExp | undefined][] = [
    [
      "under another name",
      { ...creation, urn: moved, id },
      /^the state has it as .*team.*: where it only moved, give the component `aliases`$/,
    ],
    ["and it waits there for its end", { ...creation, id, delete: true }, /^the state has it already$/],
    ["by another API version", { ...creation, type: type.replace(":On", "/v20240401:On"), id }, /^the state has it/],
    [
      "as the id of another type",
      { ...creation, type: "pulumi-nodejs:dynamic/azureml:EndpointSettings", id },
      undefined,
    ],
    ["though it was deleted to be made again", { ...creation, id, pendingReplacement: true }, undefined],
  ];
  const below: StateResource[] = ["urn:pulumi:dev::shop::a::b", creation.parent ?? ""].map((one) => ({
    urn: one,
    type: "a",
  }));
  for (const [what, owner, owned] of owners) {
    it(`of what the state has ${what} is ${owned ? "never" : "still"} to import it`, () => {
      const inState = [...below, owner];
      const steps = [answered(operation, found, [owner]), unrecorded(creation, found, undefined, inState)];
      assert.deepEqual(
        steps.map(({ remedy }) => remedy),
        owned ? ["forget", "leave"] : ["import", "import"],
      );
      if (owned) for (const { reason } of steps) assert.match(reason, owned);
    });
  }

  it("of what moved below a component that the state has already is to undo the move first", () => {
    const owner = { ...creation, urn: moved, id, parent: "urn:pulumi:dev::shop::team::fraud" };
    const { reason } = unrecorded(creation, found, undefined, [...below, owner]);
    assert.match(reason, /: where it only moved, undo the move, run `pulumi up`, then move it and give .*`aliases`$/);
  });

  it("of what rests on something that the state lacks is to leave it, whoever made it", () => {
    const { remedy, reason } = unrecorded(creation, found, undefined, below.slice(0, 1));
    assert.equal(remedy, "leave");
    assert.match(reason, /the state lacks urn:.*::fraud-blue; `import` in the program takes it over$/);
  });

  it("of a creation that failed is to import it, and says that it failed", () => {
    const { remedy, reason } = answered(operation, { id, state: "Failed", answer }, []);
    assert.equal(remedy, "import");
    assert.match(reason, /FAILED/);
  });

  function creating(ofType: string): PendingOperation {
    return { type: "creating", resource: { ...creation, type: ofType } };
  }
});
