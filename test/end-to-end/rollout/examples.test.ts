import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workspaceId } from "../../../arm/ids";
import { OnlineEndpoints } from "../../../azure/online-endpoints";
import { RolloutAzure } from "../../soak/rollout/azure";
import { load } from "../../unit/setup/modules";
import { ExampleStack } from "../example-stack";

/** The examples as their READMEs run them, by the real engine and control plane; instances are servers that come up at once. */
describe("the examples of rollouts", function () {
  this.timeout(600_000);
  let folder = "";
  let azure: RolloutAzure;
  let stack: ExampleStack;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "azureml-examples-"));
    azure = await RolloutAzure.start(folder);
  });
  after(async () => {
    await azure.stop();
    await rm(folder, { recursive: true, force: true });
  });
  /** Makes the stack of an example for the tests of this block. */
  const play = (example: string): void => {
    before(async () => void (stack = await ExampleStack.create(example, azure.status)));
    after(() => stack.remove());
  };
  /** Writes to an endpoint and its deployments since the request log had so many lines, as `PUT fraud`. */
  const writes = async (endpoint: string, since = 0): Promise<string[]> =>
    (await azure.requests(since))
      .filter(({ method }) => ["PUT", "PATCH", "DELETE"].includes(method))
      .map(({ method, path }) => `${method} ${path.split("/onlineEndpoints/")[1] ?? ""}`)
      .filter((request) => request.split(/[ /]/)[1] === endpoint);
  const logged = async (): Promise<number> => (await azure.requests()).length;
  /** Live weights of an endpoint; without a group, of one in the workspace that is there from the start. */
  const weights = async (endpointName: string, group?: string) => {
    const { client, workspaceId: local } = azure.endpoints;
    const { subscriptionId } = azure.status;
    const own = group && workspaceId({ subscriptionId, resourceGroupName: group, workspaceName: "serving-dev" });
    const endpoint = await new OnlineEndpoints(own ?? local, client).get(endpointName);
    return endpoint?.properties.traffic;
  };

  describe("by stage", () => {
    play("rollout-by-stage");
    const live = () => weights("checkout-dev", "by-stage-dev");
    const moves = (...lines: string[]) => [
      "~ pulumi-nodejs:dynamic/azureml:EndpointSettings: (update)",
      "~ traffic : {",
      ...lines,
      "~ 1 to update",
    ];

    it("a line of configuration moves the weights that its preview shows, and takes them back", async () => {
      await stack.configure("stage=provision");
      await stack.up();
      assert.deepEqual(await live(), { blue: 100 });

      await stack.configure("stage=canary-10");
      assert.deepEqual(await stack.previewLines(), moves("~ blue : 100 => 90", "+ green: 10"));
      await stack.up();
      assert.deepEqual(await live(), { blue: 90, green: 10 });

      await stack.configure("stage=canary-50");
      assert.deepEqual(await stack.previewLines(), moves("~ blue : 90 => 50", "~ green: 10 => 50"));
      await stack.up();
      assert.deepEqual(await live(), { blue: 50, green: 50 });

      await stack.rollout("rollback");
      assert.deepEqual(await live(), { blue: 100 });
      await stack.configure("stage=provision");
      const since = await logged();
      await stack.up();
      assert.deepEqual(await writes("checkout-dev", since), [], "there is nothing to write");
    });

    it("what retires goes once it has no weights, and the next release takes its name", async () => {
      await stack.configure("stage=full");
      await stack.up();
      await stack.configure("stage=retire");
      assert.deepEqual(await stack.preview(), ["delete checkout-blue", "delete checkout-blue-deployment"]);
      await stack.up();
      assert.deepEqual(await live(), { green: 100 });

      const next = { '"green", "v2"': '"blue", "v3"', '"blue", "v1"': '"green", "v2"' };
      await stack.edit((program) =>
        Object.entries(next).reduce((text, [before, after]) => text.replace(before, after), program),
      );
      await stack.configure("stage=provision");
      assert.deepEqual(await stack.preview(), ["create checkout-blue", "create checkout-blue-deployment"]);
    });
  });

  describe("a third release", () => {
    play("rollout-third-release");

    it("is a line more: a candidate beside what serves, and no other change", async () => {
      await stack.configure("pace=0s", "releases[0]=v1");
      await stack.up();
      await stack.configure("releases[1]=v2");
      assert.match(await stack.rollout("run"), /up: blue goes\n.*stop: green has all live traffic/);
      assert.deepEqual(await stack.preview(), []);

      await stack.configure("releases[2]=v3");
      assert.deepEqual(await stack.preview(), ["create search-blue", "create search-blue-deployment"]);
      const since = await logged();
      assert.match(await stack.rollout("run"), /a rollout from green to blue begins; weights \{"green":100\}/);
      assert.deepEqual(await weights("search-dev", "releases-dev"), { blue: 100 });
      const done = (await writes("search-dev", since)).filter((each) => each.includes("/deployments/"));
      assert.deepEqual(done, ["PUT search-dev/deployments/blue", "DELETE search-dev/deployments/green"]);
      assert.deepEqual(await stack.preview(), []);
    });
  });

  describe("adopted", () => {
    play("rollout-adopted");

    it("what the az CLI made is taken over untouched, replaced by a release, and goes once", async () => {
      const { pythonOfSdk } = await load<{ pythonOfSdk: () => string }>("python-sdk.mjs");
      await stack.run(pythonOfSdk(), "create.py");
      assert.deepEqual(await writes("fraud"), ["PUT fraud", "PUT fraud/deployments/blue", "PUT fraud"]);

      const since = await logged();
      const takeover = await stack.preview();
      assert.deepEqual(
        takeover.filter((change) => !change.startsWith("create ")),
        ["import fraud-blue-deployment"],
      );
      assert.deepEqual(
        takeover.filter((change) => change.startsWith("create ")),
        ["fraud", "fraud", "fraud-blue", "fraud-settings", "fraud-settings"].map((name) => `create ${name}`),
      );
      await stack.configure("pace=0s");
      await stack.up();
      assert.deepEqual(await stack.preview(), []);
      assert.deepEqual(await writes("fraud", since), []);
      assert.deepEqual(await weights("fraud"), { blue: 100 });

      await stack.edit((program) => program.replace(/^ +import: .*\n/m, ""));
      await stack.configure("release=v2");
      const next = await stack.preview();
      assert.deepEqual(
        next.filter((change) => !change.startsWith("create ") || change.includes("fraud")),
        ["create fraud-green", "create fraud-green-deployment"],
      );
      assert.match(await stack.rollout("run"), /succeeded: green has all live traffic/);
      assert.deepEqual(await weights("fraud"), { green: 100 });
      const deletions = (await writes("fraud", since)).filter((each) => each.startsWith("DELETE "));
      assert.deepEqual(deletions, ["DELETE fraud/deployments/blue"]);
      assert.deepEqual(await stack.preview(), []);
    });
  });
});
