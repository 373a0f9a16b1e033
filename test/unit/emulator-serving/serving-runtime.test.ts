import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { DeploymentFailure } from "../../../emulator/serving/contract";
import { skip } from "../../skip";
import { deployment, listeningAddresses, startServing, type Scored } from "./real-endpoint";

interface Told {
  version: number;
  pid: number;
  cwd: string;
  environment: Record<string, string>;
}
const told = ({ status, body }: Scored): Told => {
  assert.equal(status, 200, body);
  return JSON.parse(body) as Told;
};

describe("the serving runtime, with real inference servers", function () {
  this.timeout(180_000);
  let serving: Awaited<ReturnType<typeof startServing>>;
  before(function () {
    if (process.platform !== "linux") skip(this, "reads /proc");
  });
  beforeEach(async () => {
    serving = await startServing({ blue: 100 });
  });
  afterEach(() => serving.stop());

  /** Sends requests one after the other from `clients` clients while `work` runs, and returns all answers. */
  const underLoad = async (clients: number, work: () => Promise<void>): Promise<Scored[]> => {
    const answers: Scored[] = [];
    let running = true;
    const client = async (): Promise<void> => {
      while (running) answers.push(await serving.score({ sleep: 0.002 }));
    };
    const all = Array.from({ length: clients }, client);
    await work();
    running = false;
    await Promise.all(all);
    return answers;
  };
  const statuses = (answers: Scored[]): number[] => [...new Set(answers.map(({ status }) => status))];
  const pidOf = async (): Promise<number> => told(await serving.score()).pid;

  it("serves the scoring script with the service's environment and nothing of the emulator's", async () => {
    process.env["SECRET_OF_THE_SHELL"] = "leak";
    try {
      const model = { folder: serving.folder, name: "m", version: "3" };
      await serving.runtime.apply(deployment("blue", { model, environmentVariables: { OWN: "1", LANG: "C" } }));
      const { environment, cwd, version } = told(await serving.score());
      assert.equal(version, 1);
      assert.equal(environment["AZUREML_MODEL_DIR"], serving.folder);
      assert.equal(environment["AML_APP_ROOT"], join(__dirname, "scoring", "v1"));
      assert.equal(environment["AZUREML_ENTRY_SCRIPT"], join(__dirname, "scoring", "v1", "score.py"));
      assert.deepEqual([environment["OWN"], environment["LANG"]], ["1", "C"]);
      assert.deepEqual(
        Object.keys(environment).filter((name) => /SECRET|AZURE_|ARM_|PULUMI|npm/i.test(name)),
        [],
      );
      assert.ok(cwd.startsWith(serving.folder));
    } finally {
      delete process.env["SECRET_OF_THE_SHELL"];
    }
  });

  it("listens on loopback only, on a port for each instance", async () => {
    await serving.runtime.apply(deployment("blue", { instanceCount: 2 }));
    const addresses = [...new Set(listeningAddresses(serving.processes()))];
    assert.equal(addresses.length, 2);
    for (const address of addresses) assert.match(address, /^0100007F:/);
  });

  it("keeps what the instances print, in memory and in a file", async () => {
    await serving.runtime.apply(deployment("blue"));
    assert.match(serving.runtime.logs("FRAUD", "Blue", "InferenceServer"), /hello from init/);
    assert.equal(serving.runtime.logs("fraud", "blue", "InferenceServer", 2).split("\n").length, 2);
    assert.match(serving.runtime.logs("fraud", "blue", "StorageInitializer"), /scoring/);
    const file = join(serving.folder, "fraud", "blue", "inference-server.log");
    await serving.runtime.remove("fraud", "blue");
    assert.match(readFileSync(file, "utf8"), /hello from init/);
  });

  const failures: [what: string, changes: Parameters<typeof deployment>[1], code: string, says: RegExp][] = [
    [
      "a script that fails in init",
      { environmentVariables: { FAIL_INIT: "1" } },
      "ResourceNotReady",
      /the model is broken/,
    ],
    ["a missing script", { code: { folder: __dirname, scoringScript: "no.py" } }, "ResourceNotReady", /No such file/],
    ["an environment without server", { environment: { image: "ubuntu" } }, "ResourceNotReady", /no inference server/],
    ["an unreadable conda file", { environment: { condaFile: "a: [" } }, "ImageBuildFailure", /not YAML/],
    [
      "a script that is not ready in time",
      {
        environmentVariables: { SLOW_INIT: "60" },
        readinessProbe: { initialDelay: 0, period: 1, timeout: 1, successThreshold: 1, failureThreshold: 1 },
      },
      "ResourceNotReady",
      /Readiness probe/,
    ],
  ];
  for (const [what, changes, code, says] of failures) {
    it(`fails with ${code} for ${what}, and leaves no process`, async () => {
      await assert.rejects(serving.runtime.apply(deployment("blue", changes)), (error) => {
        assert.ok(error instanceof DeploymentFailure);
        assert.equal(error.code, code);
        assert.match(error.message, says);
        return true;
      });
      assert.equal((await serving.score()).headers["ms-azureml-model-error-reason"], "model_not_ready");
      assert.deepEqual(serving.processes(), []);
    });
  }

  it("starts a crashed instance again", async () => {
    await serving.runtime.apply(deployment("blue"));
    const before = await pidOf();
    const crash = await serving.score({ crash: true });
    assert.equal(crash.status, 424);
    let answer = crash;
    while (answer.status !== 200) answer = await serving.score();
    assert.notEqual(told(answer).pid, before);
    assert.match(
      serving.runtime.logs("fraud", "blue", "InferenceServer"),
      /Restarting the container: killed by SIGKILL/,
    );
  });

  it("scales out and in without a failed request", async () => {
    await serving.runtime.apply(deployment("blue", { maxConcurrentRequestsPerInstance: 2 }));
    const first = await pidOf();
    const seen = new Set<number>();
    const answers = await underLoad(3, async () => {
      await serving.runtime.apply(deployment("blue", { maxConcurrentRequestsPerInstance: 2, instanceCount: 3 }));
      while (seen.size < 3) seen.add(await pidOf());
      await serving.runtime.apply(deployment("blue", { maxConcurrentRequestsPerInstance: 2 }));
    });
    assert.deepEqual(statuses(answers), [200]);
    assert.ok(seen.has(first));
    assert.equal(await pidOf(), first);
    assert.equal(serving.processes().length, 2);
  });

  it("rolls changed content without a failed request, and answers with the new one in the end", async () => {
    const spec = { instanceCount: 3, maxConcurrentRequestsPerInstance: 2 };
    await serving.runtime.apply(deployment("blue", spec));
    const answers = await underLoad(3, () => serving.runtime.apply(deployment("blue", { ...spec, version: "v2" })));
    assert.deepEqual(statuses(answers), [200]);
    assert.deepEqual(new Set(answers.map((answer) => told(answer).version)), new Set([1, 2]));
    for (let i = 0; i < 10; i++) assert.equal(told(await serving.score()).version, 2);
  });

  it("keeps the old instances serving where the new content does not come up", async () => {
    await serving.runtime.apply(deployment("blue"));
    const before = await pidOf();
    const broken = deployment("blue", { version: "v2", environmentVariables: { FAIL_INIT: "1" } });
    await assert.rejects(serving.runtime.apply(broken), DeploymentFailure);
    assert.equal(await pidOf(), before);
  });

  it("starts nothing anew where only the front end's limits change", async () => {
    await serving.runtime.apply(deployment("blue"));
    const before = await pidOf();
    await serving.runtime.apply(deployment("blue", { requestTimeoutMs: 1_000, maxConcurrentRequestsPerInstance: 4 }));
    assert.equal(await pidOf(), before);
    assert.equal((await serving.score({ sleep: 3 })).status, 408);
  });

  it("finishes the requests under way before it removes a deployment", async () => {
    await serving.runtime.apply(deployment("green"));
    const headers = { "azureml-model-deployment": "green" };
    const slow = serving.score({ sleep: 1 }, headers);
    while (!(await busy())) await new Promise((settled) => setImmediate(settled));
    await serving.runtime.remove("fraud", "green");
    assert.equal((await slow).status, 200);
    assert.equal((await serving.score({}, headers)).status, 404);
    assert.deepEqual(serving.processes(), []);

    /** The one seat is taken: a second request is let in to wait, a third is not. */
    async function busy(): Promise<boolean> {
      const answers = [serving.score({}, headers), serving.score({}, headers)];
      return (await Promise.race(answers)).status === 429;
    }
  });

  it("stops a deployment that is still starting when it is removed", async () => {
    const starting = serving.runtime.apply(deployment("blue"));
    const failed = assert.rejects(starting, DeploymentFailure);
    while (serving.processes().length === 0) await new Promise((settled) => setImmediate(settled));
    await serving.runtime.remove("fraud", "blue");
    await failed;
    assert.deepEqual(serving.processes(), []);
  });
});
