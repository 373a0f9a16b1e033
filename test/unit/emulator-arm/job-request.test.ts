import assert from "node:assert/strict";
import { parseBody } from "../../../emulator/arm/body/parse";
import { inCamelCase, jobRequest } from "../../../emulator/arm/batch/job-request";

const read = (body: unknown) => parseBody(jobRequest, inCamelCase(body)).properties;

describe("the body that asks for a batch job", () => {
  it("is read as Microsoft's documentation writes it, and as its SDK does", () => {
    const documented = read({
      properties: {
        InputData: { heartDataset: { JobInputType: "UriFolder", Uri: "azureml://datastores/d/paths/p" } },
        OutputData: { Score: { JobOutputType: "UriFile", Uri: "azureml://datastores/d/paths/o/x.csv" } },
      },
    });
    assert.deepEqual(Object.keys(documented.inputData), ["heartDataset"]);
    assert.deepEqual(Object.keys(documented.outputData), ["Score"]);
    assert.equal(documented.inputData["heartDataset"]?.uri, "azureml://datastores/d/paths/p");

    const sent = read({
      properties: {
        inputData: { UriFolder: { jobInputType: "uriFolder", uri: "u" } },
        ...{ compute: { isLocal: true, instanceCount: 5 }, retrySettings: { maxRetries: 2, timeout: "PT90S" } },
        ...{ miniBatchSize: "20", outputFileName: "z.csv", name: "j1", properties: { experimentName: "e" } },
      },
    });
    assert.deepEqual(Object.keys(sent.inputData), ["UriFolder"]);
    assert.deepEqual([sent.miniBatchSize, sent.compute?.instanceCount], [20, 5]);
    assert.deepEqual(sent.retrySettings, { maxRetries: 2, timeout: "PT1M30S" });
    assert.deepEqual(sent.properties, { experimentName: "e" });
  });

  it("keeps the names of tags as they are", () => {
    assert.deepEqual(read({ Properties: { Tags: { Team: "Risk" } } }).tags, { Team: "Risk" });
  });

  const refused: [what: string, properties: object, message: RegExp][] = [
    [
      "a type that is none",
      { inputData: { a: { jobInputType: "Table" } } },
      /inputData\.a\.jobInputType: 'Table' given/,
    ],
    ["a mini batch of 0", { miniBatchSize: 0 }, /miniBatchSize/],
    ["a threshold below -1", { errorThreshold: "-2" }, /errorThreshold/],
    ["an unknown member", { miniBatch: 1 }, /miniBatch: there is no such member/],
    ["a file in a folder", { outputFileName: "a/b" }, /outputFileName: is no name of a file/],
  ];
  for (const [what, properties, message] of refused) {
    it(`is refused with ${what}`, () => assert.throws(() => read({ properties }), message));
  }

  it("is refused where it is none", () => assert.throws(() => read("later"), /body/));
});
