import { strict as assert } from "node:assert";
import { CondaFileError, INFERENCE_SERVER, pythonRequirements } from "../../../emulator/serving/python/requirements";

const conda = (...dependencies: string[]): string => `dependencies:\n${dependencies.map((d) => `- ${d}\n`).join("")}`;
const linesOf = (condaFile: string, image?: string): string[] => pythonRequirements({ condaFile, image }).lines;

describe("the requirements of a Python environment", () => {
  const packages: [conda: string, pip: string[]][] = [
    ["numpy", ["numpy"]],
    ["numpy=1.26", ["numpy==1.26.*"]],
    ["numpy=1.26.4", ["numpy==1.26.4.*"]],
    ["numpy=1.26.*", ["numpy==1.26.*"]],
    ["numpy=1.26.4=py311h64a7726_0", ["numpy==1.26.4.*"]],
    ["numpy==1.26.4", ["numpy==1.26.4"]],
    ['"numpy >=1.26, <2"', ["numpy>=1.26,<2"]],
    ["conda-forge::scikit-learn=1.5", ["scikit-learn==1.5.*"]],
    ["pytorch=2.2", ["torch==2.2.*"]],
    ["python=3.10", []],
    ["pip=24.0", []],
  ];
  for (const [given, expected] of packages) {
    it(`are ${JSON.stringify(expected)} for the conda package ${given}`, () => {
      assert.deepEqual(linesOf(conda(given)), expected);
    });
  }

  it("keep the pip section as it is, options first, sorted, each once, without comments", () => {
    const file = `
name: any
channels: [conda-forge, defaults]
dependencies:
  - python=3.10.4
  - pip
  - pip:
    - pandas>=2  # frames
    - --extra-index-url https://packages.example/simple
    - inference-schema[numpy-support]==1.8.0
    - pandas>=2
`;
    assert.deepEqual(pythonRequirements({ condaFile: file }), {
      pythonVersion: "3.10",
      lines: [
        "--extra-index-url https://packages.example/simple",
        "inference-schema[numpy-support]==1.8.0",
        "pandas>=2",
      ],
    });
  });

  it("get the inference server from a base image for inference, and from no other", () => {
    assert.deepEqual(linesOf(conda("numpy"), "mcr.microsoft.com/azureml/minimal-py311-INFERENCE:latest"), [
      INFERENCE_SERVER,
      "numpy",
    ]);
    assert.deepEqual(linesOf(conda("numpy"), "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"), ["numpy"]);
    assert.deepEqual(pythonRequirements({ image: "inference" }).lines, [INFERENCE_SERVER]);
  });

  for (const named of [
    "azureml-inference-server-http",
    "azureml_inference_server_http[all]==1.4",
    "azureml-defaults",
  ]) {
    it(`keep the inference server that the file itself names as ${named}`, () => {
      assert.deepEqual(linesOf(`dependencies: [{pip: ["${named}"]}]`, "inference"), [named]);
    });
  }

  const refused: [given: string, says: RegExp][] = [
    ["dependencies: [{pip: [-r requirements.txt]}]", /"-r requirements.txt".*not uploaded/],
    ["dependencies: [{pip: [-e .]}]", /not uploaded/],
    ["dependencies: {a: b}", /list `dependencies`/],
    ["- numpy", /list `dependencies`/],
    ["a: [", /not YAML/],
    ["dependencies: ['numpy numpy']", /"numpy numpy" given/],
    ["dependencies: [{conda: [a]}]", /one `pip:` list/],
  ];
  for (const [given, says] of refused) {
    it(`refuse ${JSON.stringify(given)} and say why`, () => {
      assert.throws(
        () => linesOf(given),
        (error) => error instanceof CondaFileError && says.test(error.message),
      );
    });
  }
});
