import assert from "node:assert/strict";
import type { CliStack } from "./cli-stack";
import type { Desired } from "./desired";

/** State, service and program say the same, nothing is pending, and no secret stands in the state in clear. */
export async function allAgree(stack: CliStack, desired: Desired): Promise<void> {
  const { azure } = stack;
  const state = await stack.state();
  assert.deepEqual(state.pending_operations ?? [], [], "nothing is pending");
  assert.ok(!(await stack.stateText()).includes("swordfish"), "the secret is not in clear");

  const inService = (await servedBy(stack)).map((id) => id.toLowerCase()).sort();
  const serving = /:Online(Endpoint|Deployment)$/;
  const inState = state.resources
    .filter(({ type, custom }: { type: string; custom: boolean }) => custom && serving.test(type))
    .map(({ id }: { id: string }) => id.toLowerCase())
    .sort();
  assert.deepEqual(inState, inService, "the state has what the service has");

  const endpoint = `${azure.workspace}/onlineEndpoints/${desired.endpointName}`;
  const wanted = [endpoint, ...Object.keys(desired.deployments).map((name) => `${endpoint}/deployments/${name}`)];
  assert.deepEqual(inService, wanted.map((id) => id.toLowerCase()).sort(), "the service has what the program says");

  const { properties, tags } = (await azure.get(endpoint)).body;
  const now = { traffic: positive(properties.traffic), mirror: positive(properties.mirrorTraffic), tags };
  const { traffic, mirror } = desired;
  assert.deepEqual(now, { traffic, mirror, tags: desired.tags }, "weights and tags are as the program says");
  for (const [name, { instances, model }] of Object.entries(desired.deployments)) {
    const { body } = await azure.get(`${endpoint}/deployments/${name}`);
    assert.equal(body.properties.provisioningState, "Succeeded", name);
    assert.equal(body.sku.capacity, instances, `instances of ${name}`);
    assert.match(body.properties.model, new RegExp(`/versions/${model}$`), `model of ${name}`);
  }
}

/** Ids of all endpoints and deployments that there are. */
async function servedBy({ azure }: CliStack): Promise<string[]> {
  const endpoints: { id: string }[] = (await azure.get(`${azure.workspace}/onlineEndpoints`)).body.value;
  const deployments = await Promise.all(
    endpoints.map(async ({ id }): Promise<{ id: string }[]> => (await azure.get(`${id}/deployments`)).body.value),
  );
  return [...endpoints, ...deployments.flat()].map(({ id }) => id);
}

function positive(weights: Record<string, number> = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight !== 0));
}
