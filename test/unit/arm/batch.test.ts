import { strict as assert } from "node:assert";
import { computeNameFaults, fixedComputeFaults, nodeFaults } from "../../../arm/aml-compute";
import { batchChangeFaults } from "../../../arm/batch-change";
import {
  batchDefaultFaults,
  defaultAsSettings,
  defaultFaults,
  droppedDefaultFaults,
  settingsAsDefault,
} from "../../../arm/batch-default";
import { armBatchRetries } from "../../../arm/batch-deployment";
import {
  batchOutputFaults,
  batchRetryFaults,
  batchSizeFaults,
  pipelineSettingFaults,
} from "../../../arm/batch-deployment-faults";
import {
  batchAsWeighted,
  defaultAsTraffic,
  type LiveBatchEndpoint,
  trafficAsDefault,
  weightedAsBatch,
} from "../../../arm/batch-endpoint";
import { parseBatchDeploymentId, parseBatchEndpointId, parseComputeId } from "../../../arm/batch-ids";
import { repeatEndpoint } from "../../../arm/endpoint";
import { describeFault, type Fault } from "../../../arm/fault";

const workspace = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w";
const texts = (faults: readonly Fault[]) => faults.map(describeFault);

describe("batch deployments", () => {
  const sizes: [string, Parameters<typeof batchSizeFaults>[1], string[]][] = [
    ["nothing is said", {}, []],
    [
      "all is at its least",
      { instanceCount: 1, miniBatchSize: 1, maxConcurrencyPerInstance: 1, errorThreshold: -1 },
      [],
    ],
    ["no file may fail", { errorThreshold: 0 }, []],
    ["the compute is as large", { instanceCount: 4, maxNodes: 4 }, []],
    [
      "there are no instances",
      { instanceCount: 0 },
      ["d.instanceCount: 0 given, this is a whole number from 1 to 2147483647"],
    ],
    [
      "the compute is smaller",
      { instanceCount: 5, maxNodes: 4 },
      [
        "d.instanceCount: 5 given, the compute has at most 4 nodes; say fewer instances, or raise the compute's maxNodes",
      ],
    ],
    [
      "a mini batch is empty",
      { miniBatchSize: 0 },
      ["d.miniBatchSize: 0 given, this is a whole number from 1 to 2147483647"],
    ],
    [
      "a mini batch is broken",
      { miniBatchSize: 1.5 },
      ["d.miniBatchSize: 1.5 given, this is a whole number from 1 to 2147483647"],
    ],
    [
      "nothing runs on an instance",
      { maxConcurrencyPerInstance: 0 },
      ["d.maxConcurrencyPerInstance: 0 given, this is a whole number from 1 to 2147483647"],
    ],
    [
      "the threshold is below -1",
      { errorThreshold: -2 },
      ["d.errorThreshold: -2 given, this is a whole number from -1 to 2147483647"],
    ],
    [
      "the threshold is no whole number",
      { errorThreshold: 0.5 },
      ["d.errorThreshold: 0.5 given, this is a whole number from -1 to 2147483647"],
    ],
  ];
  for (const [what, given, faults] of sizes) {
    it(`are judged by their sizes where ${what}`, () => {
      assert.deepEqual(texts(batchSizeFaults("d", given)), faults);
    });
  }

  it("try again 3 times after 30 s unless told otherwise, and 0 is not nothing", () => {
    assert.deepEqual(armBatchRetries(), { maxRetries: 3, timeout: "PT30S" });
    assert.deepEqual(armBatchRetries({ maxRetries: 0, timeoutSeconds: 300 }), { maxRetries: 0, timeout: "PT5M" });
    assert.deepEqual(armBatchRetries({ timeoutSeconds: 90 }), { maxRetries: 3, timeout: "PT1M30S" });
  });

  it("have retries that are whole numbers", () => {
    assert.deepEqual(batchRetryFaults("r", { maxRetries: 0, timeoutSeconds: 1 }), []);
    assert.deepEqual(texts(batchRetryFaults("r", { maxRetries: -1, timeoutSeconds: 0 })), [
      "r.maxRetries: -1 given, this is a whole number from 0 to 2147483647",
      "r.timeoutSeconds: 0 given, this is a whole number of seconds from 1 to 2147483647",
    ]);
  });

  it("have a file only for rows, and its name is no path", () => {
    assert.deepEqual(batchOutputFaults("d", { outputFileName: "scores.csv" }), []);
    assert.deepEqual(batchOutputFaults("d", { outputAction: "AppendRow", outputFileName: "scores.csv" }), []);
    assert.deepEqual(texts(batchOutputFaults("d", { outputAction: "SummaryOnly", outputFileName: "a/b" })), [
      'd.outputFileName: "a/b" given, this is no file name; for example predictions.csv',
      'd.outputFileName: "a/b" given, with SummaryOnly there is no file of rows; leave outputFileName out, or say outputAction: AppendRow',
    ]);
    assert.deepEqual(texts(batchOutputFaults("d", { outputAction: "Rows", loggingLevel: "Loud" })), [
      'd.outputAction: "Rows" given, it is one of AppendRow | SummaryOnly',
      'd.loggingLevel: "Loud" given, it is one of Warning | Info | Debug',
    ]);
  });

  it("take settings of a pipeline component only as texts, and by their arguments where there are some", () => {
    assert.deepEqual(pipelineSettingFaults("o", { step_name: "x" }), []);
    assert.deepEqual(texts(pipelineSettingFaults("o", { verbose: true, force_rerun: "true" })), [
      'o.verbose: true given, a setting is a text; say "true"',
      'o.force_rerun: "true" given, this setting has an argument; say settings.forceRerun',
    ]);
  });
});

describe("a change of a batch deployment", () => {
  it("never makes another kind of it", () => {
    assert.deepEqual(batchChangeFaults("blue", "model", "model"), []);
    assert.match(
      batchChangeFaults("blue", "model", "pipeline").join(),
      /^deployment blue: it is of type model and would/,
    );
  });
});

describe("a batch endpoint's default", () => {
  const live: LiveBatchEndpoint = {
    id: `${workspace}/batchEndpoints/fraud`,
    name: "fraud",
    location: "westeurope",
    tags: { owner: "team" },
    properties: {
      authMode: "AADToken",
      defaults: { deploymentName: "Blue" },
      description: "scores by night",
      properties: { BatchEndpointCreationApiVersion: "2023-10-01" },
      provisioningState: "Succeeded",
      scoringUri: "https://fraud/jobs",
    },
  };

  it("is a split of one", () => {
    assert.deepEqual(
      [defaultAsTraffic("blue"), defaultAsTraffic(null), defaultAsTraffic(undefined)],
      [{ blue: 100 }, {}, {}],
    );
    assert.deepEqual(
      [trafficAsDefault({ blue: 0, green: 100 }), trafficAsDefault({}), trafficAsDefault(null)],
      ["green", undefined, undefined],
    );
    assert.deepEqual(batchAsWeighted(live).properties.traffic, { Blue: 100 });
  });

  it("changes in a body that repeats all else, and says nothing that batch endpoints have not", () => {
    const body = repeatEndpoint(batchAsWeighted(live));
    body.properties.traffic = { green: 100 };
    assert.deepEqual(weightedAsBatch(body), {
      location: "westeurope",
      tags: { owner: "team" },
      properties: {
        authMode: "AADToken",
        defaults: { deploymentName: "green" },
        description: "scores by night",
        properties: { BatchEndpointCreationApiVersion: "2023-10-01" },
      },
    });
  });

  it("keeps other defaults that a later version of the service may have", () => {
    const later = { ...live, properties: { ...live.properties, defaults: { deploymentName: "blue", priority: 1 } } };
    const body = repeatEndpoint(batchAsWeighted(later));
    body.properties.traffic = {};
    assert.deepEqual(weightedAsBatch(body).properties.defaults, { priority: 1 });
  });

  it("is there and back the same, also where there is none", () => {
    for (const inputs of [{ endpointName: "fraud", defaultDeployment: "Blue" }, { endpointName: "fraud" }]) {
      assert.deepEqual(settingsAsDefault(defaultAsSettings(inputs)), inputs);
    }
  });

  it("names a declared deployment, whatever its case", () => {
    assert.deepEqual(defaultFaults("BLUE", ["blue"]), []);
    assert.deepEqual(defaultFaults("blue", undefined), []);
    assert.deepEqual(texts(defaultFaults("red", ["Blue", "green"])), [
      'defaultDeployment: "red" given, the endpoint has no deployment of this name; declared are blue, green',
    ]);
    assert.match(texts(defaultFaults("red", [])).join(), /none is declared/);
  });

  it("is not taken away while it is the default, and may be once another one is", () => {
    const kept = texts(droppedDefaultFaults("Blue", ["blue"], "stays"));
    assert.equal(kept.length, 1);
    assert.match(
      kept.join(),
      /^defaultDeployment: blue is the default deployment and the program no longer declares it; name/,
    );
    assert.deepEqual(droppedDefaultFaults("blue", ["blue"], "moves"), []);
    assert.deepEqual(droppedDefaultFaults("blue", ["green"], "stays"), []);
    assert.deepEqual(droppedDefaultFaults(undefined, ["green"], "stays"), []);
  });

  it("is judged with all that stands beside it, all faults at once", () => {
    const faults = batchDefaultFaults({
      workspaceId: "w",
      endpointName: "-",
      deployments: [],
      defaultDeployment: "blue",
      tags: { a: "" },
      timeoutSeconds: 0,
    });
    assert.deepEqual(
      faults.map(({ field }) => field),
      ["workspaceId", "endpointName", "defaultDeployment", "tags.a", "timeoutSeconds"],
    );
    assert.deepEqual(batchDefaultFaults({ workspaceId: workspace, endpointName: "fraud" }), []);
  });
});

describe("ids of batch", () => {
  it("are taken apart, and others are none", () => {
    const endpoint = { workspaceId: workspace, endpointName: "fraud" };
    assert.deepEqual(parseBatchEndpointId(`${workspace}/batchEndpoints/fraud`), endpoint);
    assert.deepEqual(parseBatchDeploymentId(`${workspace}/batchendpoints/fraud/deployments/blue`), {
      ...endpoint,
      deploymentName: "blue",
    });
    assert.deepEqual(parseComputeId(`${workspace}/computes/cpu`), { workspaceId: workspace, computeName: "cpu" });
    for (const other of [
      "cpu",
      `${workspace}/onlineEndpoints/fraud`,
      `${workspace}/onlineEndpoints/fraud/deployments/b`,
    ]) {
      assert.deepEqual(
        [parseBatchEndpointId(other), parseBatchDeploymentId(other), parseComputeId(other)],
        [undefined, undefined, undefined],
      );
    }
  });
});

describe("a compute cluster", () => {
  const ranges: [Parameters<typeof nodeFaults>[0], string[]][] = [
    [{}, []],
    [{ minNodes: 0, maxNodes: 1, idleSecondsBeforeScaleDown: 1 }, []],
    [{ minNodes: 2, maxNodes: 2 }, []],
    [{ maxNodes: 0 }, ["maxNodes: 0 given, this is a whole number of at least 1"]],
    [{ minNodes: 5 }, ["minNodes: 5 given, it is more than maxNodes, which is 4"]],
    [
      { minNodes: -1, idleSecondsBeforeScaleDown: 0 },
      [
        "minNodes: -1 given, this is a whole number of at least 0",
        "idleSecondsBeforeScaleDown: 0 given, this is a whole number of seconds of at least 1",
      ],
    ],
  ];
  for (const [given, faults] of ranges) {
    it(`scales as ${JSON.stringify(given)} says: ${faults.length} faults`, () => {
      assert.deepEqual(texts(nodeFaults(given)), faults);
    });
  }

  it("keeps size and priority of its nodes", () => {
    assert.deepEqual(fixedComputeFaults("cpu", ["scaleSettings"]), []);
    assert.match(
      fixedComputeFaults("cpu", ["scaleSettings", "vmSize"]).join(),
      /^compute cpu: vmSize cannot change on an existing cluster; declare a new one of another computeName/,
    );
  });

  it("has a name of 3 to 24 letters, digits and dashes that does not end in a number of its own", () => {
    for (const name of ["cpu", "cpu-dev", "cpu2", "a-1-b"]) assert.deepEqual(computeNameFaults("n", name), [], name);
    for (const name of ["cp", "1cpu", "cpu-2", "cpu_dev", "c".repeat(25)]) {
      assert.equal(computeNameFaults("n", name).length, 1, name);
    }
  });
});
