/**
 * Two ups, again and again: one that gives weights, one that changes a tag and does not mention them. Prints every write
 * that reached the endpoint where the weights are not what they were. Starve it to look for races:
 *
 * `taskset -c 0 nice -n 19 node -r ts-node/register/transpile-only test/load/unmentioned-weights.ts [count]`
 */
import { strict as assert } from "node:assert";
import { ManagedOnlineEndpoint, type ManagedOnlineEndpointArgs } from "pulumi-azureml";
import { assets, ServingStack } from "../engine/serving-stack";

const count = Number(process.argv[2] ?? 50);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function once(): Promise<void> {
  const stack = await ServingStack.create();
  const { workspace } = stack;
  const program = (args: Partial<ManagedOnlineEndpointArgs>) => () => {
    const blue = { ...assets(workspace), instanceType: "Standard_DS3_v2", instanceCount: 1 };
    new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments: { blue }, ...args });
  };
  const weights = async (): Promise<unknown> =>
    (await stack.azure.get(`${workspace}/onlineEndpoints/fraud-dev`)).body.properties.traffic;
  const told: string[] = [];
  try {
    told.push((await stack.up(program({ traffic: { blue: 100 } }))).steps.join("\n"));
    assert.deepEqual(await weights(), { blue: 100 }, "after the up that gives them");
    told.push((await stack.up(program({ tags: { team: "risk" } }))).steps.join("\n"));
    assert.deepEqual(await weights(), { blue: 100 }, "after the up that does not mention them");
  } catch (error) {
    print(`steps:\n${told.join("\n--\n")}\nwrites:\n${await stack.endpointWrites()}`);
    throw error;
  } finally {
    await stack.remove();
  }
}

async function main(): Promise<void> {
  for (let round = 1; round <= count; round++) {
    const began = performance.now();
    await once();
    print(`${round} of ${count}: as asked, in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
