import { strict as assert } from "node:assert";
import type { InstanceCountInputs } from "../../../arm/instance-count";
import { checkCount, createCount, diffCount, readCount, recorded } from "../../../provider/instance-count";

const workspaceId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w";
const blue: InstanceCountInputs = {
  ...{ workspaceId, endpointName: "fraud", deploymentName: "blue" },
  ...{ initial: 2, declared: "v1" },
};
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const never = async () => assert.fail("nothing is to be read");

describe("the number of instances of an autoscaled deployment", () => {
  it("is the initial one of a deployment that is not there", async () => {
    const { inputs, failures } = await checkCount({}, blue, async () => undefined);
    assert.deepEqual([inputs.instances, failures], [2, []]);
    assert.deepEqual(createCount(inputs), {
      id: `${workspaceId}/onlineEndpoints/fraud/deployments/blue`,
      outs: { ...blue, instances: 2 },
    });
  });

  it("is the live one of a deployment that was there before", async () => {
    const { inputs } = await checkCount({}, blue, async () => 7);
    assert.equal(inputs.instances, 7);
  });

  it("stays the recorded one while nothing else changes, and is not even read", async () => {
    const { inputs } = await checkCount({ ...blue, instances: 2 }, { ...blue, initial: 3 }, never);
    assert.equal(inputs.instances, 2);
    assert.deepEqual(diffCount(recorded({ ...blue, instances: 2 }), inputs), { changes: false, replaces: [] });
  });

  for (const declared of ["v2", unknown]) {
    it(`is the live one with any change (${declared})`, async () => {
      const olds = recorded({ ...blue, instances: 2 });
      const { inputs } = await checkCount(olds, { ...blue, declared }, async () => 5);
      assert.equal(inputs.instances, 5);
      assert.deepEqual(diffCount(olds, inputs), { changes: true, replaces: [] });
    });
  }

  it("is not read where a preview knows no workspace yet", async () => {
    const { inputs } = await checkCount({}, { ...blue, workspaceId: unknown }, never);
    assert.equal(inputs.instances, 2);
  });

  it("is not guessed where it can't be read", async () => {
    const { failures } = await checkCount({}, blue, async () => Promise.reject(new Error("403 Forbidden")));
    assert.deepEqual(failures, [
      {
        property: "",
        reason: 'deploymentName: "blue" given, its live number of instances can\'t be read: 403 Forbidden',
      },
    ]);
  });

  it("is refreshed with the deployment, and gone with it", async () => {
    const props = recorded({ ...blue, instances: 2 });
    const { props: live, inputs } = await readCount("id", props, async () => 6);
    assert.deepEqual([live?.instances, inputs?.instances], [6, 6]);
    assert.deepEqual(await readCount("id", props, async () => undefined), {});
  });

  it("is another resource for another deployment", () => {
    const { replaces } = diffCount(recorded(blue), { ...blue, deploymentName: "green", endpointName: "FRAUD" });
    assert.deepEqual(replaces, ["deploymentName"]);
  });
});
