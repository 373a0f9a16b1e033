import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "./client";
import { Expectations } from "./expectations";
import { Random } from "./random";
import { processesOf, Victim } from "./victim";

export interface KillOptions {
  count: number;
  seed: number;
  onKill?: (report: KillReport) => void;
}

export interface KillReport {
  kill: number;
  /** Writes that clients had sent before this kill, answers that were checked after it. */
  writes: number;
  checked: number;
  /** Milliseconds from the start of the process to its status. */
  restart: number;
}

/** Kills an emulator `count` times under the hands of its clients, and throws where an answer did not hold. */
export async function killAndCheck({ count, seed, onKill }: KillOptions): Promise<void> {
  const random = new Random(seed);
  const [folder, certificates] = await Promise.all(
    ["azureml-kills-", "azureml-kills-tls-"].map((name) => mkdtemp(join(tmpdir(), name))),
  );
  assert.ok(folder !== undefined && certificates !== undefined);
  const expectations = new Expectations();
  let victim = await Victim.start(folder, certificates);
  try {
    for (let kill = 1; kill <= count; kill++) {
      const clients = ["ada", "bea", "cal", "dag"].map(
        (name) => new Client(name, new Random(random.below(2 ** 31)), expectations),
      );
      const { armUrl } = victim.status;
      const works = Promise.all(clients.map((client) => client.work(victim)));
      works.catch(() => undefined); // awaited below
      await sleep(random.below(1500));
      await victim.kill(random.of(["alone", "with its blob store"]), folder);
      const writes = (await works).reduce((sum, more) => sum + more, 0);

      const began = performance.now();
      victim = await Victim.start(folder, certificates);
      const restart = performance.now() - began;
      const before = expectations.checked;
      await expectations.hold(victim);
      await consistent(victim);
      assert.equal(victim.status.armUrl, armUrl, "it has another port");
      assert.deepEqual(victim.said, [], "it says what went wrong");
      assert.ok(processesOf(folder).length <= 2, JSON.stringify(processesOf(folder)));
      onKill?.({ kill, writes, checked: expectations.checked - before, restart });
    }
  } finally {
    await victim.kill("alone", folder);
    const end = Date.now() + 10_000;
    while (processesOf(folder).length > 0 && Date.now() < end) await sleep(50);
    const left = processesOf(folder);
    await Promise.all([folder, certificates].map((path) => rm(path, { recursive: true, force: true })));
    assert.deepEqual(left, [], "no process outlives its emulator");
  }
}

/** What must hold whatever happened: weights name deployments that are there and sum up, datastores have containers. */
async function consistent(victim: Victim): Promise<void> {
  const group = `/subscriptions/${victim.status.subscriptionId}/resourceGroups/${victim.status.resourceGroup}`;
  const listed = async (path: string) => (await victim.send("GET", path))?.body.value ?? [];
  for (const workspace of await listed(`${group}/providers/Microsoft.MachineLearningServices/workspaces`)) {
    const datastores = await listed(`${workspace.id}/datastores`);
    assert.equal(datastores.length, 2, `${workspace.id} is half`);
    for (const { id, properties } of datastores) {
      const secrets = await victim.send("POST", `${id}/listSecrets`, {});
      const { endpoint, accountName, containerName } = properties;
      const container = `http://${endpoint}/${accountName}/${containerName}?restype=container&comp=list`;
      const list = await fetch(`${container}&${secrets?.body.sasToken}`);
      assert.equal(list.status, 200, `${id}: its container answers ${list.status}`);
    }
    for (const endpoint of await listed(`${workspace.id}/onlineEndpoints`)) {
      const names = (await listed(`${endpoint.id}/deployments`)).map(({ name }: { name: string }) => name);
      const weights = Object.entries<number>(endpoint.properties.traffic);
      const sum = weights.reduce((total, [, weight]) => total + weight, 0);
      assert.ok(sum === 0 || sum === 100, `${endpoint.id}: weights sum to ${sum}`);
      for (const [name] of weights)
        assert.ok(names.includes(name), `${endpoint.id}: traffic for ${name}, which is gone`);
    }
  }
}
