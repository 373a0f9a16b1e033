import { strict as assert } from "node:assert";
import { copyFileSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Code, Environment, ManagedOnlineEndpoint, RegisteredModel } from "../../components";
import { contentListing } from "../../arm/content-listing";
import { readLocalContent, sha256 } from "../../components/local-content";
import { runProgram, workspace } from "./program";

const fixtures = join(__dirname, "fixtures");
const types = {
  code: "azure-native:machinelearningservices:CodeVersion",
  model: "azure-native:machinelearningservices:ModelVersion",
  environment: "azure-native:machinelearningservices:EnvironmentVersion",
  upload: "pulumi-nodejs:dynamic/azureml:BlobUpload",
};
/** What azure-native's own SDK adds to every asset version. */
const sdkDefaults = { isAnonymous: false, isArchived: false };
const image = "mcr.microsoft.com/azureml/minimal-py312-inference:latest";

/** The message of the error that `make` throws inside a program. */
async function refusal(make: () => unknown): Promise<string> {
  let thrown: unknown;
  const run = await runProgram("up", () => {
    try {
      make();
    } catch (error) {
      thrown = error;
    }
  });
  assert.ok(pulumi.ResourceError.isInstance(thrown), `no ResourceError: ${String(thrown)}`);
  assert.deepEqual(
    run.resources.filter(({ type }) => !type.startsWith("azureml:") && type !== "pulumi:pulumi:Stack"),
    [],
  );
  return thrown.message;
}

describe("Environment", () => {
  it("registers image and conda file under a version that is their content", async () => {
    const run = await runProgram(
      "up",
      () => new Environment("py", { workspace, image, condaFile: join(fixtures, "conda.yaml") }),
    );

    const { inputs } = run.find(types.environment, "py-version");
    assert.match(String(inputs.version), /^[0-9a-f]{16}$/);
    assert.deepEqual(inputs, {
      workspaceName: "w",
      resourceGroupName: "g",
      name: "py-dev",
      version: inputs.version,
      properties: {
        image,
        condaFile: "dependencies:\n  - pip:\n      - numpy\n",
        osType: "Linux",
        autoRebuild: "Disabled",
        ...sdkDefaults,
      },
    });
  });

  it("gives the same content the same version and other content another", async () => {
    const versions: Record<string, unknown> = {};
    const run = await runProgram("up", () => {
      new Environment("one", { workspace, image, condaFile: join(fixtures, "conda.yaml") });
      new Environment("two", { workspace, image, condaFile: join(fixtures, "conda.yaml"), description: "same" });
      new Environment("three", { workspace, image });
    });
    for (const name of ["one", "two", "three"])
      versions[name] = run.find(types.environment, `${name}-version`).inputs.version;

    assert.equal(versions.one, versions.two);
    assert.notEqual(versions.one, versions.three);
  });

  it("knows its id in a preview, so that reviewers see which version a deployment gets", async () => {
    let id: pulumi.Output<string> | undefined;
    await runProgram("preview", () => {
      ({ id } = new Environment("py", { workspace, image }));
    });

    const known = await new Promise((resolve) => id?.apply(resolve));
    assert.match(String(known), /workspaces\/w\/environments\/py-dev\/versions\/[0-9a-f]{16}$/);
  });

  it("refuses a conda file that is missing, no YAML, or without dependencies", async () => {
    const given = (file: string) => () => new Environment("py", { workspace, image, condaFile: join(fixtures, file) });

    assert.match(await refusal(given("absent.yaml")), /condaFile: ".*absent\.yaml" given, there is no such file/);
    assert.match(await refusal(given("broken.yaml")), /condaFile: ".*broken\.yaml" given, this is no YAML: line \d/);
    assert.match(await refusal(given("empty.yaml")), /a conda file has a list `dependencies`/);
  });
});

describe("Code", () => {
  it("uploads a folder by its content and registers it", async () => {
    const run = await runProgram("up", () => new Code("scoring", { workspace, path: join(fixtures, "code") }));

    const { __provider, ...upload } = run.find(types.upload, "scoring-upload").inputs;
    assert.deepEqual(Object.keys(upload).sort(), ["account", "digest", "files", "kind", "name", "path", "workspaceId"]);
    assert.deepEqual(Object.keys(upload.files as object), ["either.py", "no_run.py", "score.py"]);
    assert.deepEqual(run.find(types.code, "scoring-version").inputs, {
      workspaceName: "w",
      resourceGroupName: "g",
      name: "scoring-dev",
      version: run.find(types.code, "scoring-version").inputs.version,
      properties: { codeUri: `https://store.example/${String(upload.digest)}/code`, ...sdkDefaults },
    });
  });

  it("is the same version on another machine, and another one when a file changes", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "code-"));
    try {
      copyFileSync(join(fixtures, "code", "score.py"), join(elsewhere, "score.py"));
      const version = async () => {
        const run = await runProgram("up", () => new Code("scoring", { workspace, path: elsewhere }));
        return run.find(types.code, "scoring-version").inputs.version;
      };
      const first = await version();
      assert.equal(await version(), first);
      writeFileSync(join(elsewhere, "score.py"), "def init(): pass\ndef run(data): return 1\n");
      assert.notEqual(await version(), first);
      for (const name of ["10", "9"]) writeFileSync(join(elsewhere, name), name);
      const { files, digest } = readLocalContent(elsewhere);
      assert.equal(digest, sha256(contentListing(files)));
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it("is another version under another name, since it lies elsewhere then", async () => {
    const parent = mkdtempSync(join(tmpdir(), "code-"));
    try {
      const version = async (name: string) => {
        cpSync(join(fixtures, "code"), join(parent, name), { recursive: true });
        const run = await runProgram("up", () => new Code("scoring", { workspace, path: join(parent, name) }));
        return run.find(types.code, "scoring-version").inputs.version;
      };
      assert.notEqual(await version("one"), await version("two"));
    } finally {
      rmSync(parent, { recursive: true });
    }
  });

  it("refuses a link that leads nowhere, and a version of its own for local content", async () => {
    const folder = mkdtempSync(join(tmpdir(), "code-"));
    try {
      symlinkSync("/no/such/place", join(folder, "link.py"));
      const message = await refusal(() => new Code("c", { workspace, path: folder, version: "7" }));
      assert.match(message, /link\.py" given, this link leads nowhere/);
      assert.match(message, /version: "7" given, the version of code on this machine is its content; leave it out/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("takes code that lies in a blob store already, without an upload", async () => {
    const run = await runProgram(
      "up",
      () => new Code("scoring", { workspace, uri: "https://a.example/c/code", version: "7" }),
    );

    const { inputs } = run.find(types.code, "scoring-version");
    assert.deepEqual(
      [inputs.version, inputs.properties],
      ["7", { codeUri: "https://a.example/c/code", ...sdkDefaults }],
    );
    assert.equal(
      run.resources.some(({ type }) => type === types.upload),
      false,
    );
  });

  it("refuses a folder that is missing, and two sources at once", async () => {
    assert.match(
      await refusal(() => new Code("c", { workspace, path: "no/such" })),
      /path: "no\/such" given, there is no such folder/,
    );
    assert.match(
      await refusal(() => new Code("c", { workspace, path: fixtures, uri: "https://x" })),
      /give exactly one of the two/,
    );
    assert.match(await refusal(() => new Code("c", { workspace })), /give exactly one of the two/);
  });
});

describe("RegisteredModel", () => {
  it("uploads a file or folder by its content and registers it", async () => {
    const path = join(fixtures, "conda.yaml");
    const run = await runProgram("up", () => new RegisteredModel("cancer", { workspace, path, description: "first" }));

    const { digest, kind } = run.find(types.upload, "cancer-upload").inputs;
    assert.equal(kind, "file");
    assert.deepEqual(run.find(types.model, "cancer-version").inputs, {
      workspaceName: "w",
      resourceGroupName: "g",
      name: "cancer-dev",
      version: run.find(types.model, "cancer-version").inputs.version,
      properties: {
        modelUri: `azureml://datastores/workspaceblobstore/paths/${String(digest)}/conda.yaml`,
        modelType: "custom_model",
        description: "first",
        ...sdkDefaults,
      },
    });
  });

  it("refuses names that the service has no place for", async () => {
    const message = await refusal(
      () => new RegisteredModel("m", { workspace, path: "no/such", modelName: "llama-3.1", version: "?" }),
    );

    assert.match(message, /3 faults/);
    assert.match(message, /modelName: "llama-3\.1" given, a name has 1 to 255 letters, digits, dashes and underscores/);
    assert.match(message, /version: "\?" given/);
  });
});

describe("a deployment's scoring script", () => {
  const deployed = (scoringScript: string) => () => {
    const code = new Code("scoring", { workspace, uri: undefined, path: join(fixtures, "code") });
    const blue = {
      code,
      scoringScript,
      environment: "/environments/e/versions/1",
      instanceType: "Standard_DS3_v2",
      instanceCount: 1,
    };
    return new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments: { blue } });
  };
  const thrownBy = async (make: () => unknown) => {
    let message = "";
    await runProgram("up", () => {
      try {
        make();
      } catch (error) {
        message = String(error);
      }
    });
    return message;
  };

  it("needs an environment, as a custom model does", async () => {
    const bare = () => {
      const code = new Code("scoring", { workspace, path: join(fixtures, "code") });
      const blue = { code, scoringScript: "score.py", instanceType: "Standard_DS3_v2", instanceCount: 1 };
      return new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments: { blue } });
    };
    assert.match(await thrownBy(bare), /deployments\.blue\.environment: code and models of your own format need/);
  });

  it("has to exist and to define run", async () => {
    assert.equal(await thrownBy(deployed("score.py")), "");
    assert.equal(await thrownBy(deployed("either.py")), "");
    assert.match(await thrownBy(deployed("absent.py")), /scoringScript: "absent\.py" given, there is no such file in/);
    assert.match(
      await thrownBy(deployed("no_run.py")),
      /scoringScript: "no_run\.py" given, the script does not define run; define run\(data\)/,
    );
  });
});
