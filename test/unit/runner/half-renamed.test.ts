import { strict as assert } from "node:assert";
import type { StateResource } from "../../../runner/engine/stack-state";
import { isHalfRenamed, withoutFormerHosts } from "../../../runner/recover/half-renamed";

const host = "urn:pulumi:dev::serving::OnlineEndpoint::fraud-endpoint";
const resource = (id: string, more: Partial<StateResource> = {}): StateResource => ({
  urn: `urn:${id.split("/").length > 2 ? id.split("/").at(-1) : host}`,
  type: "azure-native:machinelearningservices:OnlineDeployment",
  id,
  ...more,
});
const endpoint = (id: string, more: Partial<StateResource> = {}) => resource(id, { urn: host, ...more });
const within = { deletedWith: host };

describe("a state whose rename is half over", () => {
  const old = [
    endpoint("/e/old", { delete: true }),
    resource("/e/old/deployments/blue", { ...within, delete: true }),
    resource("/e/old/deployments/left", within),
  ];
  const made = [endpoint("/e/new"), resource("/e/new/deployments/blue", within)];

  it("lets new deployments no longer go with the old endpoint, and leaves all else", () => {
    const all = [...old, ...made];
    assert.equal(isHalfRenamed(all), true);
    const [, , , , blue] = withoutFormerHosts(all);
    assert.deepEqual(blue, resource("/e/new/deployments/blue"));
    assert.deepEqual(withoutFormerHosts(all).slice(0, 4), all.slice(0, 4));
    assert.equal(isHalfRenamed(withoutFormerHosts(all)), false);
  });

  it("is none where nothing is replaced, or where all is gone with the old one", () => {
    assert.equal(isHalfRenamed(made), false);
    assert.equal(isHalfRenamed([...old, endpoint("/e/new")]), false);
  });
});
