import { strict as assert } from "node:assert";
import { findCloud, isLoopback } from "../../../azure/cloud";

describe("findCloud", () => {
  const clouds: [string | undefined, string, string][] = [
    [undefined, "https://management.azure.com", "https://ml.azure.com/.default"],
    ["public", "https://management.azure.com", "https://ml.azure.com/.default"],
    ["AzureCloud", "https://management.azure.com", "https://ml.azure.com/.default"],
    ["usgovernment", "https://management.usgovcloudapi.net", "https://ml.azure.us/.default"],
    ["AzureUSGovernment", "https://management.usgovcloudapi.net", "https://ml.azure.us/.default"],
    ["China", "https://management.chinacloudapi.cn", "https://ml.azure.cn/.default"],
  ];
  for (const [environment, armUrl, scoringScope] of clouds) {
    it(`knows ${environment ?? "the public cloud where none is named"}`, () => {
      const cloud = findCloud(environment);
      assert.deepEqual(
        [cloud.armUrl, cloud.armScope, cloud.scoringScope],
        [armUrl, `${armUrl}/.default`, scoringScope],
      );
      assert.equal(cloud.local, false);
    });
  }

  it("refuses a cloud that does not exist rather than taking the public one", () => {
    assert.throws(
      () => findCloud("mars"),
      /^Error: environment: "mars" given, .* choose public, usgovernment or china$/,
    );
  });

  it("goes to a local Azure ML whatever the environment says", () => {
    const cloud = findCloud("china", "http://127.0.0.1:8080/");
    assert.equal(cloud.armUrl, "http://127.0.0.1:8080");
    assert.equal(cloud.local, true);
  });

  for (const url of ["https://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://127.8.8.8"]) {
    it(`takes ${url} as local`, () => assert.equal(isLoopback(url), true));
  }

  const elsewhere = [
    "http://10.0.0.1:8080",
    "https://management.azure.com",
    "http://127.0.0.1.example.com",
    "http://127.0.0.1@example.com",
    "http://localhost.example.com",
    "ftp://127.0.0.1",
    "127.0.0.1:8080",
    "nonsense",
  ];
  for (const url of elsewhere) {
    it(`refuses ${url} as local`, () => {
      assert.throws(() => findCloud(undefined, url), /PULUMI_AZUREML_ARM_URL: ".*" given, only a loopback URL/);
    });
  }
});
