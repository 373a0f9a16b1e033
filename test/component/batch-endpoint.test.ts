import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import {
  AmlCompute,
  BatchEndpoint,
  type BatchEndpointArgs,
  Code,
  type ModelBatchDeploymentSpec,
  RegisteredModel,
} from "../../components";
import { runProgram, workspace } from "./program";

const types = {
  endpoint: "azure-native:machinelearningservices:BatchEndpoint",
  deployment: "azure-native:machinelearningservices:BatchDeployment",
  default: "pulumi-nodejs:dynamic/azureml:BatchDefault",
};
const cpu = `${workspace.id}/computes/cpu`;
const blue: ModelBatchDeploymentSpec = { model: "/models/m/versions/1", compute: cpu };
const blueProperties = {
  model: { referenceType: "Id", assetId: "/models/m/versions/1" },
  compute: cpu,
  resources: { instanceCount: 1 },
  miniBatchSize: 10,
  maxConcurrencyPerInstance: 1,
  retrySettings: { maxRetries: 3, timeout: "PT30S" },
  errorThreshold: -1,
  outputAction: "AppendRow",
  outputFileName: "predictions.csv",
  loggingLevel: "Info",
};

const endpoint = (args: Partial<BatchEndpointArgs> = {}) =>
  new BatchEndpoint("nightly", { workspace, deployments: { blue }, ...args });

const propertiesOf = async (spec: ModelBatchDeploymentSpec) => {
  const run = await runProgram("up", () => endpoint({ deployments: { blue: spec } }));
  return run.find(types.deployment, "nightly-blue-deployment").inputs.properties;
};

describe("BatchEndpoint", () => {
  for (const mode of ["up", "preview"] as const) {
    it(`registers exactly endpoint, deployments and default, with the service's defaults (${mode})`, async () => {
      const run = await runProgram(mode, () => endpoint({ defaultDeployment: "blue" }));

      assert.deepEqual(run.find(types.endpoint, "nightly-endpoint").inputs, {
        workspaceName: "w",
        resourceGroupName: "g",
        endpointName: "nightly-dev",
        location: "westeurope",
        properties: { authMode: "AADToken" },
      });
      assert.deepEqual(run.find(types.deployment, "nightly-blue-deployment").inputs, {
        workspaceName: "w",
        resourceGroupName: "g",
        endpointName: "nightly-dev",
        deploymentName: "blue",
        location: "westeurope",
        properties: blueProperties,
      });
      const { __provider, ...written } = run.find(types.default, "nightly-default").inputs;
      assert.equal(typeof __provider, "string");
      assert.deepEqual(written, {
        workspaceId: workspace.id,
        endpointName: "nightly-dev",
        deployments: ["blue"],
        defaultDeployment: "blue",
        account: { subscriptionId: "s", tenantId: "t" },
      });
      // Frozen: a resource that goes by another name would be replaced in every stack of every user.
      assert.deepEqual(run.resources.map(({ type, name }) => `${type}::${name}`).sort(), [
        "azure-native:machinelearningservices:BatchDeployment::nightly-blue-deployment",
        "azure-native:machinelearningservices:BatchEndpoint::nightly-endpoint",
        "azureml:index:BatchDeployment::nightly-blue",
        "azureml:index:BatchEndpoint::nightly",
        "pulumi-nodejs:dynamic/azureml:BatchDefault::nightly-default",
        "pulumi:pulumi:Stack::project-dev",
      ]);
    });
  }

  it("never sends a default with the endpoint itself, nor an identity", async () => {
    const run = await runProgram("up", () => endpoint({ defaultDeployment: "blue", description: "by night" }));

    const { inputs } = run.find(types.endpoint, "nightly-endpoint");
    assert.deepEqual(inputs.properties, { authMode: "AADToken", description: "by night" });
    assert.equal("identity" in inputs, false);
  });

  it("leaves the default alone where the program says nothing of it", async () => {
    const run = await runProgram("up", () => endpoint());

    assert.equal("defaultDeployment" in run.find(types.default, "nightly-default").inputs, false);
  });

  it("lower-cases names, as the service does", async () => {
    const run = await runProgram("up", () =>
      endpoint({ endpointName: "Nightly", deployments: { Blue: blue }, defaultDeployment: "BLUE" }),
    );

    assert.equal(run.find(types.endpoint, "nightly-endpoint").inputs.endpointName, "nightly");
    assert.equal(run.find(types.deployment, "nightly-blue-deployment").inputs.deploymentName, "blue");
    assert.deepEqual(run.find(types.default, "nightly-default").inputs.deployments, ["blue"]);
  });

  it("passes what is asked for, and a zero is not nothing", async () => {
    const properties = await propertiesOf({
      ...blue,
      code: "/codes/c/versions/1",
      scoringScript: "batch.py",
      environment: "/environments/e/versions/1",
      environmentVariables: { LEVEL: "info" },
      instanceCount: 3,
      miniBatchSize: 4,
      maxConcurrencyPerInstance: 2,
      retrySettings: { maxRetries: 0, timeoutSeconds: 300 },
      errorThreshold: 0,
      outputFileName: "scores.csv",
      loggingLevel: "Debug",
      description: "the first one",
    });

    assert.deepEqual(properties, {
      ...blueProperties,
      codeConfiguration: { codeId: "/codes/c/versions/1", scoringScript: "batch.py" },
      environmentId: "/environments/e/versions/1",
      environmentVariables: { LEVEL: "info" },
      resources: { instanceCount: 3 },
      miniBatchSize: 4,
      maxConcurrencyPerInstance: 2,
      retrySettings: { maxRetries: 0, timeout: "PT5M" },
      errorThreshold: 0,
      outputFileName: "scores.csv",
      loggingLevel: "Debug",
      description: "the first one",
    });
  });

  it("takes sizes that are known only later", async () => {
    const { miniBatchSize, resources } = Object(
      await propertiesOf({ ...blue, miniBatchSize: pulumi.output(4), instanceCount: Promise.resolve(2) }),
    );

    assert.deepEqual([miniBatchSize, resources], [4, { instanceCount: 2 }]);
  });

  it("lets a script write its own files", async () => {
    const { outputAction } = Object(await propertiesOf({ ...blue, outputAction: "SummaryOnly" }));

    assert.equal(outputAction, "SummaryOnly");
  });

  it("runs on a cluster of the same program that scales from zero", async () => {
    const run = await runProgram("preview", () => {
      const compute = new AmlCompute("cpu", { workspace, vmSize: "Standard_DS3_v2", maxNodes: 2 });
      endpoint({ deployments: { blue: { ...blue, compute, instanceCount: 2 } } });
    });

    const { properties } = run.find(types.deployment, "nightly-blue-deployment").inputs;
    assert.equal(Object(properties).compute, `${workspace.id}/computes/cpu-dev`);
  });

  it("deploys a pipeline component, with all settings as texts", async () => {
    const run = await runProgram("up", () => {
      const compute = new AmlCompute("cpu", { workspace, vmSize: "Standard_DS3_v2" });
      endpoint({
        deployments: {
          train: {
            type: "pipeline",
            component: "/components/train/versions/1",
            settings: { defaultCompute: compute, defaultDatastore: "results", forceRerun: true },
            otherSettings: { _azureml_setting: "1" },
            jobDescription: "trains",
            jobTags: { team: "risk" },
          },
          again: { type: "pipeline", component: "/components/a/versions/1", settings: { defaultCompute: cpu } },
        },
      });
    });

    const of = (name: string) =>
      Object(run.find(types.deployment, `nightly-${name}-deployment`).inputs.properties).deploymentConfiguration;
    assert.deepEqual(of("train"), {
      deploymentConfigurationType: "PipelineComponent",
      componentId: { referenceType: "Id", assetId: "/components/train/versions/1" },
      settings: {
        _azureml_setting: "1",
        default_compute: "cpu-dev",
        default_datastore: "results",
        continue_on_step_failure: "false",
        force_rerun: "true",
      },
      description: "trains",
      tags: { team: "risk" },
    });
    assert.deepEqual(of("again").settings, {
      default_compute: "cpu",
      continue_on_step_failure: "false",
      force_rerun: "false",
    });
  });

  it("hands out id, URI and the deployments' ids", async () => {
    let found: pulumi.Output<unknown> | undefined;
    await runProgram("up", () => {
      const { id, scoringUri, deploymentIds } = endpoint({ deployments: { blue, green: blue } });
      found = pulumi.all([id, scoringUri, deploymentIds]);
    });

    const values = await new Promise((resolve) => found?.apply(resolve));
    const deployments = `${workspace.id}/batchEndpoints/nightly-dev/deployments`;
    assert.deepEqual(values, [
      "/id/nightly-endpoint",
      "https://nightly-dev.example/jobs",
      { blue: `${deployments}/blue`, green: `${deployments}/green` },
    ]);
  });

  it("lets a transform change a child's arguments just before it is registered", async () => {
    const run = await runProgram("up", () =>
      endpoint({
        deployments: {
          blue: { ...blue, transform: { deployment: ({ args }) => ({ args: { ...args, tags: { by: "me" } } }) } },
        },
        transform: {
          endpoint: ({ args }, name) => ({ args: { ...args, tags: { name } } }),
          default: ({ args }) => ({ args: { ...args, timeoutSeconds: 60 } }),
        },
      }),
    );

    assert.deepEqual(run.find(types.deployment, "nightly-blue-deployment").inputs.tags, { by: "me" });
    assert.deepEqual(run.find(types.endpoint, "nightly-endpoint").inputs.tags, { name: "nightly-endpoint" });
    assert.equal(run.find(types.default, "nightly-default").inputs.timeoutSeconds, 60);
  });

  it("gives tags and the time that a write may take to the one that writes", async () => {
    const run = await runProgram("up", () => endpoint({ tags: { team: "risk" }, timeouts: { defaultSeconds: 60 } }));

    const { inputs } = run.find(types.default, "nightly-default");
    assert.deepEqual([inputs.tags, inputs.timeoutSeconds], [{ team: "risk" }, 60]);
  });
});

describe("BatchEndpoint with bad input", () => {
  const code = { code: "/codes/c/versions/1", environment: "/environments/e/versions/1" };
  const faults: [string, Partial<BatchEndpointArgs>, RegExp][] = [
    ["a bad endpoint name", { endpointName: "1-x" }, /endpointName: "1-x" given, a name has 3 to 32 letters/],
    ["a bad deployment name", { deployments: { "b-": blue } }, /deployments\.b-: "b-" given, a name has/],
    [
      "names that differ by case",
      { deployments: { blue, BLUE: blue } },
      /deployments\.BLUE: names do not differ by case/,
    ],
    [
      "a default that is not declared",
      { defaultDeployment: "red" },
      /defaultDeployment: "red" given, the endpoint has no deployment of this name; declared are blue/,
    ],
    ["a default of none", { deployments: {}, defaultDeployment: "blue" }, /none is declared/],
    [
      "an empty mini batch",
      { deployments: { blue: { ...blue, miniBatchSize: 0 } } },
      /deployments\.blue\.miniBatchSize: 0 given, this is a whole number from 1/,
    ],
    [
      "a threshold below -1",
      { deployments: { blue: { ...blue, errorThreshold: -2 } } },
      /deployments\.blue\.errorThreshold: -2 given, this is a whole number from -1/,
    ],
    [
      "an output file where there is none",
      { deployments: { blue: { ...blue, outputAction: "SummaryOnly", outputFileName: "x.csv" } } },
      /outputFileName: "x\.csv" given, with SummaryOnly there is no file of rows; leave outputFileName out/,
    ],
    [
      "a retry after no time",
      { deployments: { blue: { ...blue, retrySettings: { timeoutSeconds: 0 } } } },
      /retrySettings\.timeoutSeconds: 0 given, this is a whole number of seconds/,
    ],
    [
      "a compute that is only a name",
      { deployments: { blue: { ...blue, compute: "cpu" } } },
      /deployments\.blue\.compute: "cpu" given, this is not the ARM id of a compute; give an AmlCompute/,
    ],
    [
      "code without a script",
      { deployments: { blue: { ...blue, ...code } } },
      /deployments\.blue\.scoringScript: code needs a scoring script/,
    ],
    [
      "a script without code",
      { deployments: { blue: { ...blue, scoringScript: "batch.py" } } },
      /scoringScript: "batch\.py" given, a scoring script lies in code/,
    ],
    [
      "code without an environment",
      { deployments: { blue: { ...blue, ...code, scoringScript: "batch.py", environment: undefined } } },
      /deployments\.blue\.environment: code needs an environment/,
    ],
    [
      "settings that are no texts",
      {
        deployments: {
          train: { type: "pipeline", component: "", otherSettings: { force_rerun: "true" } },
        },
      },
      /2 faults\n.*deployments\.train\.component: it is missing.*\n.*otherSettings\.force_rerun: "true" given, this setting/,
    ],
    [
      "an import of an online deployment",
      { deployments: { blue: { ...blue, import: `${workspace.id}/onlineEndpoints/nightly-dev/deployments/blue` } } },
      /deployments\.blue\.import: .* given, this is not the ARM id of what is imported here/,
    ],
    [
      "a deployment imported from another endpoint",
      { deployments: { blue: { ...blue, import: `${workspace.id}/batchEndpoints/other/deployments/blue` } } },
      /this deployment belongs to endpoint other, and this endpoint is nightly-dev/,
    ],
    [
      "timeouts that are none",
      { timeouts: { delete: "an hour", defaultSeconds: 0 } },
      /timeouts\.delete: "an hour" given, .*\n.*timeouts\.defaultSeconds: 0 given/,
    ],
  ];
  for (const mode of ["up", "preview"] as const) {
    for (const [what, args, message] of faults) {
      it(`refuses ${what} before anything is registered below it (${mode})`, async () => {
        let thrown: unknown;
        const run = await runProgram(mode, () => {
          try {
            endpoint(args);
          } catch (error) {
            thrown = error;
          }
        });

        assert.ok(pulumi.ResourceError.isInstance(thrown), `no ResourceError: ${String(thrown)}`);
        assert.match(thrown.message, message);
        assert.equal(thrown.hideStack, true);
        assert.deepEqual(
          run.resources.filter(({ type }) => type.startsWith("azure-native")),
          [],
        );
      });
    }
  }

  it("names all faults at once", async () => {
    await runProgram("up", () => {
      const bad = { ...blue, instanceCount: 0, miniBatchSize: 0.5, maxConcurrencyPerInstance: 0, errorThreshold: -2 };
      assert.throws(
        () => endpoint({ endpointName: "-", deployments: { blue: bad }, defaultDeployment: "red" }),
        (error: Error) =>
          /^BatchEndpoint nightly: 6 faults/.test(error.message) &&
          ["instanceCount: 0", "miniBatchSize: 0.5", "Instance: 0", "errorThreshold: -2", '"red"', '"-"'].every(
            (part) => error.message.includes(part),
          ),
      );
    });
  });

  it("refuses more instances than the program's own cluster has, and models that do not score by themselves", async () => {
    await runProgram("up", () => {
      const compute = new AmlCompute("cpu", { workspace, vmSize: "Standard_DS3_v2", maxNodes: 2 });
      const model = new RegisteredModel("model", { workspace, uri: "azureml://datastores/d/paths/m" });
      assert.throws(
        () => endpoint({ deployments: { blue: { model, compute, instanceCount: 3 } } }),
        /blue\.code: a custom_model does not score by itself.*\n.*instanceCount: 3 given, the compute has at most 2 nodes/,
      );
    });
  });

  it("refuses a scoring script that does not take mini batches", async () => {
    await runProgram("up", () => {
      const folder = new Code("code", { workspace, path: `${__dirname}/fixtures/code` });
      const spec = { ...blue, ...code, code: folder, scoringScript: "no_run.py" };
      assert.throws(
        () => endpoint({ deployments: { blue: spec } }),
        /scoringScript: "no_run\.py" given, the script does not define run; define run\(mini_batch\)/,
      );
    });
  });
});
