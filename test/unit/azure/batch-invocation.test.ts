import assert from "node:assert/strict";
import { type BatchInvocation, invocationBody, invocationFaults } from "../../../azure/batch/invocation";

const input = { type: "UriFolder", uri: "azureml://datastores/d/paths/p" } as const;

describe("what a batch job is asked for with", () => {
  it("says nothing that the deployment says already", () => {
    assert.deepEqual(invocationBody({ input, deployment: "green" }), {
      properties: { inputData: { input: { jobInputType: "UriFolder", uri: input.uri } } },
    });
  });

  it("says everything in the service's words", () => {
    const all: BatchInvocation = {
      ...{ input, name: "j1", outputFolder: "azureml://datastores/d/paths/o/", outputFileName: "x.csv" },
      ...{ miniBatchSize: 5, instanceCount: 2, errorThreshold: 0, maxRetries: 0, timeoutSeconds: 90 },
    };
    assert.deepEqual(invocationBody(all), {
      properties: {
        inputData: { input: { jobInputType: "UriFolder", uri: input.uri } },
        outputData: { score: { jobOutputType: "UriFolder", uri: "azureml://datastores/d/paths/o/" } },
        ...{ name: "j1", outputFileName: "x.csv", miniBatchSize: 5, compute: { instanceCount: 2 }, errorThreshold: 0 },
        retrySettings: { maxRetries: 0, timeout: "PT1M30S" },
      },
    });
  });

  const faults: [field: string, value: number][] = [
    ["miniBatchSize", 0],
    ["miniBatchSize", 1.5],
    ["instanceCount", 0],
    ["errorThreshold", -2],
    ["errorThreshold", NaN],
    ["maxRetries", -1],
    ["timeoutSeconds", 0],
  ];
  for (const [field, value] of faults) {
    it(`is refused with ${field} ${value}`, () => {
      const found = invocationFaults({ input, [field]: value });
      assert.deepEqual([found.length, found[0]?.field], [1, field]);
    });
  }

  it("is fine at its limits", () => {
    const least = { miniBatchSize: 1, instanceCount: 1, errorThreshold: -1, maxRetries: 0, timeoutSeconds: 1 };
    assert.deepEqual(invocationFaults({ input, ...least }), []);
  });
});
