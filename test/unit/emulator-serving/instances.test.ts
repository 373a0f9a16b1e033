import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { DeploymentFailure, type InstanceView, type Probe } from "../../../emulator/serving/contract";
import { InstanceFaults } from "../../../emulator/faults/instance-faults";
import { ActiveFault } from "../../../emulator/faults/active-fault";
import { skip } from "../../skip";
import { deployment, startServing } from "./real-endpoint";

const quick = (changes: Partial<Probe> = {}): Probe => ({
  ...{ initialDelay: 0, period: 1, timeout: 1, successThreshold: 1, failureThreshold: 30 },
  ...changes,
});

describe("instances, with real inference servers", function () {
  this.timeout(120_000);
  let serving: Awaited<ReturnType<typeof startServing>>;
  before(function () {
    if (process.platform !== "linux") skip(this, "reads /proc");
  });
  beforeEach(async () => {
    serving = await startServing({ blue: 100 });
  });
  afterEach(() => serving.stop());

  const instances = (): readonly InstanceView[] => serving.runtime.instances("Fraud", "Blue");
  const states = (): string[] => instances().map(({ state }) => state);
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((settled) => setTimeout(settled, 10));
  };
  const pid = async (): Promise<number | undefined> => {
    const { status, body } = await serving.score();
    return status === 200 ? (JSON.parse(body) as { pid: number }).pid : undefined;
  };

  it("have a short name each that stays over a restart, and lines of their own", async () => {
    await serving.runtime.apply(deployment("blue", { instanceCount: 2 }));
    const before = instances();
    assert.equal(new Set(before.map(({ name }) => name)).size, 2);
    for (const { name, state, restarts } of before) {
      assert.match(name, /^blue-[0-9a-f]{5}$/);
      assert.deepEqual([state, restarts], ["ready", 0]);
      assert.match(serving.runtime.instanceLogs("fraud", "blue", name), / hello from init$/m);
      assert.ok(existsSync(join(serving.folder, "fraud", "blue", `${name}.log`)));
    }
    const [first, second] = before;
    assert.ok(first && second);
    const heard: string[] = [];
    const end = serving.runtime.watchLogs("FRAUD", "blue", (instance, lines) => {
      for (const line of lines) heard.push(`${instance}: ${line}`);
    });
    serving.runtime.crash("fraud", "blue", first.name);
    await until(() => instances()[0]?.restarts === 1 && states()[0] === "ready");
    assert.deepEqual(instances(), [{ name: first.name, state: "ready", restarts: 1 }, second]);
    assert.ok(heard.includes(`${first.name}: Restarting the container: killed by SIGKILL`));
    assert.ok(heard.some((line) => line.startsWith(`${first.name}: `) && line.endsWith(" hello from init")));
    assert.ok(!heard.some((line) => line.startsWith(second.name)));
    assert.doesNotMatch(serving.runtime.instanceLogs("fraud", "blue", second.name), /Restarting/);
    assert.match(serving.runtime.logs("fraud", "blue", "InferenceServer"), /Restarting/);
    const status = serving.runtime.containerStatus("fraud", "blue");
    assert.match(status, /^Instance status:\nSystemSetup: Succeeded\nUserContainerImagePull: Succeeded\n/);
    assert.match(status, /\nUserContainerStart: Succeeded\n\nContainer events:\nKind: Pod, Name: Pulling, /);
    const names = [...status.matchAll(/Name: (\w+), Type: (\w+), Time: \d{4}-[\d-]+T[\d:.]+Z, /g)].map(
      ([, one]) => one,
    );
    const both = ["Created", "Started", "Created", "Started"];
    assert.deepEqual(names, ["Pulling", "Pulled", "Downloaded", ...both, "BackOff", "Created", "Started"]);

    end();
    const count = heard.length;
    await serving.runtime.remove("fraud", "blue");
    assert.equal(heard.length, count);
    assert.deepEqual(instances(), []);
    assert.equal(serving.runtime.instanceLogs("fraud", "blue", first.name), "");
    assert.ok(!existsSync(join(serving.folder, "fraud", "blue", `${first.name}.log`)));
    const log = readFileSync(join(serving.folder, "fraud", "blue", "inference-server.log"), "utf8");
    assert.match(log, /Restarting/);
  });

  it("that are not there can't be crashed or hung, and the error says which there are", async () => {
    assert.throws(() => serving.runtime.crash("fraud", "blue"), /fraud\/blue: none of that name runs/);
    await serving.runtime.apply(deployment("blue"));
    const [one] = instances();
    assert.throws(
      () => serving.runtime.hang("fraud", "blue", "x"),
      new RegExp(`has no such instance; it has ${one?.name}`),
    );
  });

  it("hang and go on: requests wait, and are answered after that", async () => {
    await serving.runtime.apply(deployment("blue"));
    const same = await pid();
    serving.runtime.hang("fraud", "blue");
    let answered = false;
    const waiting = serving.score().finally(() => (answered = true));
    // A request that is refused shows that the first has the seat and the second waits for it.
    const second = serving.score();
    while ((await serving.score()).status !== 429);
    assert.equal(answered, false);
    serving.runtime.resume("fraud", "blue");
    assert.deepEqual([(await waiting).status, (await second).status], [200, 200]);
    assert.equal(await pid(), same);
    assert.equal(instances()[0]?.restarts, 0);
  });

  it("that hang get no requests when readiness fails, and are started again when liveness does", async () => {
    const readinessProbe = quick({ failureThreshold: 1 });
    const probes = { startupProbe: quick(), readinessProbe, livenessProbe: quick({ failureThreshold: 3 }) };
    await serving.runtime.apply(deployment("blue", { instanceCount: 2, ...probes }));
    const [hung, other] = instances();
    assert.ok(hung && other);
    const seen: string[] = [];
    serving.runtime.hang("fraud", "blue", hung.name);
    await until(() => {
      const [state = ""] = states();
      if (seen.at(-1) !== state) seen.push(state);
      return instances()[0]?.restarts === 1 && state === "ready";
    });
    assert.deepEqual(seen, ["ready", "unready", "restarting", "ready"]);
    assert.equal(instances()[1]?.restarts, 0);
    const log = serving.runtime.instanceLogs("fraud", "blue", hung.name);
    assert.match(log, /Readiness probe failed/);
    assert.match(log, /Restarting the container: liveness probe failed/);
    assert.equal((await serving.score()).status, 200);
  });

  it("that hang become ready again without a restart where they answer in time", async () => {
    const readinessProbe = quick({ failureThreshold: 1 });
    await serving.runtime.apply(deployment("blue", { startupProbe: quick(), readinessProbe }));
    const same = await pid();
    serving.runtime.hang("fraud", "blue");
    await until(() => states()[0] === "unready");
    assert.equal((await serving.score()).headers["ms-azureml-model-error-reason"], "model_not_ready");
    serving.runtime.resume("fraud", "blue");
    await until(() => states()[0] === "ready");
    assert.equal(await pid(), same);
  });

  it("that hang are gone when they are stopped", async () => {
    await serving.runtime.apply(deployment("blue"));
    serving.runtime.hang("fraud", "blue");
    await serving.runtime.remove("fraud", "blue");
    assert.deepEqual(serving.processes(), []);
  });

  it("don't count readiness while the startup probe has not succeeded", async () => {
    const patient = { startupProbe: quick(), readinessProbe: quick({ failureThreshold: 2 }) };
    await serving.runtime.apply(deployment("blue", { ...patient, environmentVariables: { SLOW_INIT: "3" } }));
    assert.deepEqual(states(), ["ready"]);
  });

  it("fail the start where the startup probe does not succeed in time", async () => {
    const startupProbe = quick({ failureThreshold: 2 });
    const slow = deployment("blue", { startupProbe, environmentVariables: { SLOW_INIT: "60" } });
    await assert.rejects(serving.runtime.apply(slow), (error) => {
      assert.ok(error instanceof DeploymentFailure);
      assert.equal(error.code, "ResourceNotReady");
      assert.match(error.message, /^Startup probe did not succeed/);
      return true;
    });
    assert.deepEqual(serving.processes(), []);
  });

  it("are rolled a fifth at a time, never fewer than there should be", async () => {
    const spec = { instanceCount: 5 };
    await serving.runtime.apply(deployment("blue", spec));
    const old = new Set(instances().map(({ name }) => name));
    let [most, leastReady] = [0, 5];
    let rolling = true;
    const rolled = serving.runtime
      .apply(deployment("blue", { ...spec, version: "v2" }))
      .finally(() => (rolling = false));
    while (rolling) {
      most = Math.max(most, instances().length);
      leastReady = Math.min(leastReady, states().filter((state) => state === "ready").length);
      await new Promise((settled) => setTimeout(settled, 5));
    }
    await rolled;
    assert.deepEqual([most, leastReady], [6, 5]);
    assert.ok(!instances().some(({ name }) => old.has(name)));
  });

  it("are crashed and hung by faults, until these are cleared", async () => {
    await serving.runtime.apply(deployment("blue"));
    const faults = new InstanceFaults(serving.runtime);
    const where = { endpoint: "fraud", deployment: "blue" };
    const crash = new ActiveFault("f1", { kind: "crash-instance", ...where, every: 0.05, times: 3 });
    faults.begin(crash);
    await until(() => crash.trigger.left === 0);
    await until(() => (instances()[0]?.restarts ?? 0) > 0 && states()[0] === "ready");

    const hang = new ActiveFault("f2", { kind: "hang-instance", ...where });
    faults.begin(hang);
    const waiting = serving.score();
    hang.clear();
    assert.equal((await waiting).status, 200);
  });
});
