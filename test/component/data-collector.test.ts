import { strict as assert } from "node:assert";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  Code,
  DataCollector,
  type DataCollectorSpec,
  EndpointRef,
  Environment,
  ManagedOnlineEndpoint,
  type OnlineDeploymentSpec,
} from "../../components";
import { collectionWarnings } from "../../components/collection-warnings";
import { condaPackages } from "../../components/conda-packages";
import { usesIn } from "../../components/collector-uses";
import { runProgram, workspace, type Run } from "./program";

const types = {
  data: "azure-native:machinelearningservices:DataVersion",
  deployment: "azure-native:machinelearningservices:OnlineDeployment",
  role: "azure-native:authorization:RoleAssignment",
};
const fixtures = join(__dirname, "fixtures");
const blue = { model: "/models/m/versions/1", instanceType: "Standard_DS3_v2", instanceCount: 1 };
const account = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/collected";
const store = { datastore: "collected", path: "fraud/data", scope: account };

function collecting(dataCollector: DataCollectorSpec, more: Partial<OnlineDeploymentSpec> = {}): ManagedOnlineEndpoint {
  const deployments = { blue: { ...blue, dataCollector, ...more } };
  return new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments });
}

function sent(run: Run, name = "fraud-blue-deployment"): unknown {
  const { properties } = run.find(types.deployment, name).inputs;
  return typeof properties === "object" && properties ? Reflect.get(properties, "dataCollector") : undefined;
}

const asset = (name: string, version = "1"): string => `${workspace.id}/data/${name}/versions/${version}`;

describe("DataCollector", () => {
  for (const mode of ["up", "preview"] as const) {
    it(`registers exactly an asset for each collection, as Microsoft's SDK does, and sends every default (${mode})`, async () => {
      const run = await runProgram(mode, () =>
        collecting({
          collections: { model_inputs: {}, model_outputs: { samplingRate: 0.5 }, request: { mode: "Disabled" } },
          rollingRate: "Day",
        }),
      );

      assert.deepEqual(
        run.resources.filter(({ type }) => /DataCollector|DataVersion|Role/.test(type)).map(({ name }) => name),
        [
          "fraud-blue-collector",
          "fraud-blue-collector-model_inputs-data",
          "fraud-blue-collector-model_outputs-data",
          "fraud-blue-collector-request-data",
        ],
      );
      assert.deepEqual(run.find(types.data, "fraud-blue-collector-model_inputs-data").inputs, {
        workspaceName: "w",
        resourceGroupName: "g",
        name: "fraud-dev-blue-model_inputs",
        version: "1",
        properties: {
          dataType: "uri_folder",
          dataUri: "azureml://datastores/workspaceblobstore/paths/modelDataCollector/fraud-dev/blue/model_inputs",
        },
      });
      assert.deepEqual(sent(run), {
        collections: {
          model_inputs: {
            dataCollectionMode: "Enabled",
            samplingRate: 1,
            dataId: asset("fraud-dev-blue-model_inputs"),
          },
          model_outputs: {
            dataCollectionMode: "Enabled",
            samplingRate: 0.5,
            dataId: asset("fraud-dev-blue-model_outputs"),
          },
          request: { dataCollectionMode: "Disabled", samplingRate: 1, dataId: asset("fraud-dev-blue-request") },
        },
        rollingRate: "Day",
      });
    });
  }

  it("sends nothing and registers nothing where nothing is collected", async () => {
    const run = await runProgram(
      "up",
      () => new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments: { blue } }),
    );

    assert.equal(sent(run), undefined);
    assert.deepEqual(
      run.resources.filter(({ type }) => type === types.data),
      [],
    );
  });

  it("captures headers and names the identity that writes", async () => {
    const clientId = "11111111-2222-3333-4444-555555555555";
    const run = await runProgram("up", () =>
      collecting({ collections: { request: { clientId } }, captureHeaders: ["x-customer", "X-Region"] }),
    );

    assert.deepEqual(sent(run), {
      collections: {
        request: {
          dataCollectionMode: "Enabled",
          samplingRate: 1,
          dataId: asset("fraud-dev-blue-request"),
          clientId,
        },
      },
      rollingRate: "Hour",
      requestLogging: { captureHeaders: ["x-customer", "X-Region"] },
    });
  });

  it("lets the endpoint's identity into a store of the user's own, once for all deployments", async () => {
    const dataCollector = { collections: { model_inputs: {} }, store };
    const run = await runProgram(
      "up",
      () =>
        new ManagedOnlineEndpoint("fraud", {
          workspace,
          authMode: "Key",
          deployments: { blue: { ...blue, dataCollector }, green: { ...blue, dataCollector } },
        }),
    );

    const roles = run.resources.filter(({ type }) => type === types.role);
    assert.deepEqual(
      roles.map(({ name, inputs }) => [name, inputs]),
      [
        [
          "fraud-collector-collected-role",
          {
            scope: account,
            principalId: "system-assigned",
            principalType: "ServicePrincipal",
            roleDefinitionId:
              "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe",
          },
        ],
      ],
    );
    const { inputs } = run.find(types.data, "fraud-green-collector-model_inputs-data");
    assert.deepEqual(inputs.properties, {
      dataType: "uri_folder",
      dataUri: "azureml://datastores/collected/paths/fraud/data/model_inputs",
    });
    assert.match(String(inputs.version), /^[0-9a-f]{16}$/);
  });

  it("keeps the place of a store whose path is left out apart by endpoint and deployment", async () => {
    const run = await runProgram("up", () =>
      collecting({ collections: { model_inputs: {} }, store: { datastore: "collected" } }),
    );

    const { properties } = run.find(types.data, "fraud-blue-collector-model_inputs-data").inputs;
    assert.deepEqual(properties, {
      dataType: "uri_folder",
      dataUri: "azureml://datastores/collected/paths/modelDataCollector/fraud-dev/blue/model_inputs",
    });
    assert.deepEqual(
      run.resources.filter(({ type }) => type === types.role),
      [],
    );
  });

  it("lets a transform change an asset", async () => {
    const run = await runProgram("up", () =>
      collecting({
        collections: { model_inputs: {} },
        transform: { data: ({ args }) => ({ args: { ...args, version: "7" } }) },
      }),
    );

    assert.equal(run.find(types.data, "fraud-blue-collector-model_inputs-data").inputs.version, "7");
  });

  it("serves a deployment that is not made by this library", async () => {
    let collector: DataCollector | undefined;
    await runProgram("up", () => {
      const endpoint = { workspace, endpointName: "other" };
      collector = new DataCollector("own", { endpoint, deploymentName: "Blue", collections: { model_inputs: {} } });
    });

    const dataId = collector?.properties.collections["model_inputs"]?.dataId;
    assert.equal(await new Promise((done) => pulumi.output(dataId).apply(done)), asset("other-blue-model_inputs"));
  });
});

describe("DataCollector with bad input", () => {
  const faults: [string, Partial<DataCollectorSpec>, RegExp][] = [
    [
      "a sampling rate above 1",
      { collections: { model_inputs: { samplingRate: 50 } } },
      /deployments\.blue\.dataCollector\.collections\.model_inputs\.samplingRate: 50 given, a sampling rate is a share from 0 to 1/,
    ],
    [
      "a negative sampling rate",
      { collections: { model_inputs: { samplingRate: -0.1 } } },
      /samplingRate: -0\.1 given/,
    ],
    ["no number", { collections: { model_inputs: { samplingRate: NaN } } }, /samplingRate: null given/],
    ["no collection", { collections: {} }, /dataCollector\.collections: nothing is collected/],
    [
      "six custom collections",
      { collections: Object.fromEntries([..."abcdef"].map((name) => [name, {}])) },
      /dataCollector\.collections: 6 given, a scoring script has at most 5 collectors/,
    ],
    [
      "a name with a capital letter",
      { collections: { Model_Inputs: {} } },
      /collections\.Model_Inputs: "Model_Inputs" given, a collection's name is in lower case.*write model_inputs/,
    ],
    ["a name that no asset can have", { collections: { "model inputs": {} } }, /a name has 1 to 255 letters/],
    [
      "a name that leaves no room for endpoint and deployment",
      { collections: { [`a${"b".repeat(189)}`]: {} } },
      /a collection's name has at most 189 characters/,
    ],
    [
      "headers without payloads",
      { captureHeaders: ["x-customer"] },
      /captureHeaders: \["x-customer"\] given, headers are captured with collection request or response/,
    ],
    [
      "headers with a payload that is disabled",
      { collections: { request: { mode: "Disabled" } }, captureHeaders: ["x-customer"] },
      /headers are captured with collection request or response/,
    ],
    [
      "a header that is none",
      { collections: { request: {} }, captureHeaders: ["x customer"] },
      /captureHeaders\[0\]: "x customer" given, this is no header's name/,
    ],
    [
      "the header with the key",
      { collections: { request: {} }, captureHeaders: ["Authorization"] },
      /captureHeaders\[0\]: "Authorization" given, it holds the caller's key/,
    ],
    [
      "a header named twice",
      { collections: { request: {} }, captureHeaders: ["x-a", "X-A"] },
      /captureHeaders\[1\]: "X-A" given, this header is named twice/,
    ],
    [
      "a rolling rate that is none",
      // What a program in plain JavaScript may say.
      JSON.parse('{ "rollingRate": "Week" }'),
      /rollingRate: "Week" given, it is one of Year \| Month \| Day \| Hour \| Minute/,
    ],
    [
      "a client id that is none",
      { collections: { model_inputs: { clientId: "writer" } } },
      /clientId: "writer" given, a client id is a GUID/,
    ],
    ["a datastore that is none", { store: { datastore: "my-store" } }, /store\.datastore: "my-store" given/],
    [
      "a path with a slash first",
      { store: { datastore: "s", path: "/a" } },
      /store\.path: "\/a" given, this is a folder/,
    ],
    ["a path upwards", { store: { datastore: "s", path: "a/../b" } }, /store\.path: "a\/\.\.\/b" given/],
    [
      "a scope that is no storage account",
      { store: { datastore: "s", scope: workspace.id } },
      /store\.scope: .* given, this is not the ARM id of a storage account/,
    ],
  ];
  for (const [what, given, message] of faults) {
    it(`refuses ${what} before anything is registered below it`, async () => {
      const { thrown, run } = await refusal(() => collecting({ collections: { model_inputs: {} }, ...given }));

      assert.match(thrown.message, message);
      assert.equal(thrown.hideStack, true);
      assert.deepEqual(
        run.resources.filter(({ type }) => type.startsWith("azure-native")),
        [],
      );
    });
  }

  it("names all faults at once, with those of the deployment", async () => {
    const { thrown } = await refusal(() =>
      collecting(
        { collections: { A: { samplingRate: 2 } }, captureHeaders: ["x-a"], store: { datastore: "-" } },
        { instanceCount: 0 },
      ),
    );

    assert.match(thrown.message, /5 faults/);
  });

  it("refuses a scope where the endpoint lives elsewhere, whose identity nobody knows here", async () => {
    const { thrown } = await refusal(
      () =>
        new EndpointRef("fraud", {
          workspace,
          endpointName: "fraud",
          deployments: { blue: { ...blue, dataCollector: { collections: { model_inputs: {} }, store } } },
        }),
    );

    assert.match(thrown.message, /store\.scope: this program does not make the endpoint/);
  });

  it("refuses two scopes for one datastore", async () => {
    const with_ = (scope: string): OnlineDeploymentSpec => ({
      ...blue,
      dataCollector: { collections: { model_inputs: {} }, store: { ...store, scope } },
    });
    const deployments = { blue: with_(account), green: with_(`${account}2`) };
    const { thrown } = await refusal(
      () => new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments }),
    );

    assert.match(thrown.message, /another deployment of the endpoint says .*collected for it/);
  });
});

describe("modelDataCollection", () => {
  const environment = (file: string): Environment =>
    new Environment("py", { workspace, image: "image", condaFile: join(fixtures, file) });

  it("switches the older collector on beside the variables of the user's own", async () => {
    const run = await runProgram("up", () => {
      const deployments = {
        blue: { ...blue, environmentVariables: { LEVEL: "info" }, modelDataCollection: { boundary: "Hour" as const } },
      };
      new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments });
    });

    const { properties } = run.find(types.deployment, "fraud-blue-deployment").inputs;
    assert.deepEqual(typeof properties === "object" && properties && Reflect.get(properties, "environmentVariables"), {
      LEVEL: "info",
      AML_MODEL_DC_STORAGE_ENABLED: "true",
      AML_MODEL_DC_BOUNDARY: "hour",
    });
  });

  it("refuses a conda file without the package, and a variable that says otherwise", async () => {
    const { thrown } = await refusal(() => {
      const deployments = {
        blue: {
          ...blue,
          environment: environment("conda.yaml"),
          environmentVariables: { AML_MODEL_DC_STORAGE_ENABLED: "false" },
          modelDataCollection: {},
        },
      };
      new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments });
    });

    assert.match(thrown.message, /2 faults/);
    assert.match(thrown.message, /blue\.environmentVariables\.AML_MODEL_DC_STORAGE_ENABLED: "false" given/);
    assert.match(thrown.message, /blue\.environment: .*needs azureml-monitoring, and the conda file does not list it/);
  });

  it("takes a conda file with the package", async () => {
    const run = await runProgram("up", () => {
      const deployments = {
        blue: { ...blue, environment: environment("monitoring.yaml"), modelDataCollection: {} },
      };
      new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments });
    });

    run.find(types.deployment, "fraud-blue-deployment");
  });
});

describe("what does not fit together in data collection", () => {
  const cases: [string, Partial<OnlineDeploymentSpec>, RegExp[], string?][] = [
    ["nothing where code, collections and packages fit", on("model_inputs", "model_outputs", "request"), []],
    [
      "a collector whose collection is off",
      on("model_inputs"),
      [/makes Collector\(name="model_outputs"\), and dataCollector\.collections does not enable model_outputs/],
    ],
    [
      "a collection that the code does not write",
      on("model_inputs", "model_outputs", "features"),
      [/collections\.features is enabled, and the code makes no Collector\(name="features"\)/],
    ],
    [
      "a conda file without the package",
      on("model_inputs", "model_outputs"),
      [/conda\.yaml does not list azureml-ai-monitoring, which the code imports/],
      "conda.yaml",
    ],
    [
      "the older collector that no code imports",
      { ...on("model_inputs", "model_outputs"), modelDataCollection: {} },
      [/the code does not import azureml\.monitoring/],
    ],
  ];
  for (const [what, spec, expected, conda = "monitoring.yaml"] of cases) {
    it(`tells ${what}`, async () => {
      let warnings: string[] = [];
      await runProgram("up", () => {
        const code = new Code("code", { workspace, path: join(fixtures, "collecting") });
        const environment = new Environment("py", { workspace, image: "i", condaFile: join(fixtures, conda) });
        warnings = collectionWarnings({ ...blue, code, scoringScript: "score.py", environment, ...spec });
      });

      assert.equal(warnings.length, expected.length, warnings.join("\n"));
      expected.forEach((pattern, index) => assert.match(warnings[index] ?? "", pattern));
    });
  }

  const sources: [string, string, { names?: string[]; computed?: boolean; older?: boolean }][] = [
    ["an alias", 'from azureml.ai.monitoring import Collector as C\nx = C(name="a")', { names: ["a"] }],
    [
      "a list in brackets",
      'from azureml.ai.monitoring import (\n  Collector,\n)\nx=Collector(name="a")',
      { names: ["a"] },
    ],
    [
      "the module's full name",
      'import azureml.ai.monitoring\nx=azureml.ai.monitoring.Collector(name="a")',
      { names: ["a"] },
    ],
    ["a computed name", "from azureml.ai.monitoring import Collector\nx=Collector(name=NAME)", { computed: true }],
    ["a formatted name", 'from azureml.ai.monitoring import Collector\nx=Collector(name=f"a_{b}")', { computed: true }],
    ["a Collector of somebody else's", 'from mine import Collector\nx=Collector(name="a")', {}],
    ["the older package", "from azureml.monitoring import ModelDataCollector", { older: true }],
  ];
  for (const [what, source, { names = [], computed = false, older = false }] of sources) {
    it(`reads ${what}`, () => {
      assert.deepEqual(usesIn([source]), { names: new Set(names), computed, older });
    });
  }

  it("knows no packages of a conda file that leads on to others, and reads every spelling of a name", () => {
    assert.deepEqual(
      condaPackages(join(fixtures, "monitoring.yaml")),
      new Set(["python", "pip", "azureml-ai-monitoring", "azureml-monitoring"]),
    );
    assert.equal(condaPackages(join(fixtures, "broken.yaml")), undefined);
  });
});

function on(...names: string[]): Partial<OnlineDeploymentSpec> {
  return { dataCollector: { collections: Object.fromEntries(names.map((name) => [name, {}])) } };
}

async function refusal(make: () => unknown): Promise<{ thrown: pulumi.ResourceError; run: Run }> {
  let thrown: unknown;
  const run = await runProgram("up", () => {
    try {
      make();
    } catch (error) {
      thrown = error;
    }
  });
  assert.ok(pulumi.ResourceError.isInstance(thrown), `no ResourceError: ${String(thrown)}`);
  return { thrown, run };
}
