import { strict as assert } from "node:assert";
import { type CheckedDefault, checkDefault } from "../../../provider/batch-default-check";
import { BatchWeights } from "../../../provider/batch-weights";
import { FakeBatch, liveBatch, wanted } from "./fake-batch";

/** What the engine gives for what only the update will know. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("the check of a batch endpoint's default", () => {
  let service: FakeBatch;
  beforeEach(() => void (service = new FakeBatch()));
  const check = async (olds: Partial<CheckedDefault>, news: Partial<CheckedDefault>) => {
    const { failures } = await checkDefault(
      { ...wanted, ...olds },
      { ...wanted, ...news },
      () => new BatchWeights(service),
    );
    return failures.map(({ reason }) => reason).join("\n");
  };
  const both = ["blue", "green"];

  it("asks nobody about a first default among declared deployments", async () => {
    const news = { ...wanted, deployments: both, defaultDeployment: "blue" };
    const { failures, inputs } = await checkDefault({}, news, () => assert.fail("opened"));
    assert.deepEqual([failures, inputs], [[], news]);
  });

  it("refuses a default that is not declared", async () => {
    assert.match(
      await check({}, { deployments: both, defaultDeployment: "red" }),
      /^defaultDeployment: "red" given, the endpoint has no deployment of this name; declared are blue, green$/,
    );
  });

  it("refuses to take the live default away while nothing else becomes the default", async () => {
    const text = await check({ deployments: both }, { deployments: ["green"] });
    assert.match(
      text,
      /^defaultDeployment: blue is the default deployment and the program no longer declares it; name/,
    );
  });

  it("refuses the same where `deployments` is left out altogether, also where the default goes on being named", async () => {
    const olds = { deployments: both, defaultDeployment: "blue" };
    assert.match(await check(olds, {}), /^defaultDeployment: blue is the default deployment and the program no longer/);
    assert.match(
      await check(olds, { defaultDeployment: "blue" }),
      /^defaultDeployment: blue is the default deployment/,
    );
    assert.equal(await check({ deployments: ["green"] }, {}), "");
  });

  it("lets the default move and its former deployment go in one update", async () => {
    const olds = { deployments: both, defaultDeployment: "blue" };
    assert.equal(await check(olds, { deployments: ["green"], defaultDeployment: "green" }), "");
  });

  it("lets a deployment go that is not the default", async () => {
    assert.equal(await check({ deployments: both }, { deployments: ["blue"] }), "");
  });

  it("refuses to take the live default away where the program's own default is not written, since the state has it", async () => {
    service.live = liveBatch({ defaults: { deploymentName: "green" } });
    const olds = { deployments: both, defaultDeployment: "blue" };
    const text = await check(olds, { deployments: ["blue"], defaultDeployment: "blue" });
    assert.match(text, /green is the default deployment .*`pulumi up --refresh` writes it$/);
  });

  it("refuses to move from a default that somebody else changed since, and takes what is wanted already", async () => {
    const olds = { deployments: ["blue", "green", "red"], defaultDeployment: "red" };
    const news = { ...olds, defaultDeployment: "green" };
    assert.match(await check(olds, news), /"green" given, the state says "red" and live is "blue": somebody else/);
    assert.equal(await check(olds, { ...olds, defaultDeployment: "blue" }), "");
  });

  it("lets one be named that is declared elsewhere and ready, and refuses one that is not", async () => {
    assert.equal(await check({}, { defaultDeployment: "green" }), "");
    service.deployments["green"] = "Failed";
    assert.match(await check({}, { defaultDeployment: "green" }), /deployment green is Failed, the default is one/);
    assert.match(
      await check({}, { defaultDeployment: "red" }),
      /"red" given, deployment red is not there, .*; declare it/,
    );
    service.live = undefined;
    assert.match(
      await check({}, { defaultDeployment: "red" }),
      /there is no endpoint yet that has a deployment of this/,
    );
  });

  it("judges what a preview knows, and leaves the rest for the update", async () => {
    const news = { workspaceId: unknown, deployments: ["green"], defaultDeployment: "green" };
    assert.equal(await check({ deployments: both }, news), "");
    assert.equal(await check({ deployments: both }, { deployments: ["green"], defaultDeployment: unknown }), "");
    assert.equal(await check({}, { defaultDeployment: "green", connection: { clientId: unknown } }), "");
    assert.equal(service.reads, 1);
  });

  it("says that the live default can't be read", async () => {
    service.get = () => Promise.reject(new Error("403"));
    assert.match(await check({ deployments: both }, { deployments: [] }), /its live default can't be read: 403$/);
  });

  it("has a default that the program takes up again written, whatever the state says", async () => {
    const news = { ...wanted, deployments: both, defaultDeployment: "blue" };
    const { inputs } = await checkDefault({ ...wanted, deployments: both }, news, () => new BatchWeights(service));
    assert.deepEqual(inputs.takesOver, ["defaultDeployment"]);
  });
});
