import assert from "node:assert/strict";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { deployment, endpoint, endpointWith, register } from "../emulator-arm/bodies";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";
import { bounds, patience, seconds, seed } from "./bounds";
import { liveHeap } from "./live-heap";
import { conversations, exchange } from "./raw";
import { jsonText, mutated, query, segment } from "./values";

/** Bytes that the heap may grow by while it is fuzzed; what is created stays, and bodies of megabytes are garbage for a while. */
const growth = 150 * 1024 * 1024;

describe(`fuzzed requests to the control plane (AZUREML_FUZZ_SEED=${seed})`, function () {
  this.timeout(seconds * 1000 + 60_000);
  let local: LocalAzureMl;
  let ws: string;
  let heap: number;
  before(async () => {
    local = await LocalAzureMl.start({ requestLog: join(tmpdir(), `fuzz-${process.pid}`, "arm.jsonl") });
    ws = local.workspace;
    await register(local);
    await endpointWith(local, "target", "blue");
    heap = liveHeap();
  });
  after(() => local.stop());

  const known = (): string[] => [
    ...["", "/onlineEndpoints", "/onlineEndpoints/target", "/onlineEndpoints/target/deployments/blue"].map(
      (at) => ws + at,
    ),
    ...["/onlineEndpoints/target/listKeys", "/onlineEndpoints/target/regenerateKeys"].map((at) => ws + at),
    ...["/onlineEndpoints/target/deployments/blue/getLogs", "/datastores/workspaceblobstore/listSecrets"].map(
      (at) => ws + at,
    ),
    ...["/models/m/versions/1", "/codes/c/versions/1/startPendingUpload", "/computes/c", "/connections/c"].map(
      (at) => ws + at,
    ),
    ...[local.group, local.subscription, "/subscriptions", "/metadata/endpoints", "/discovery"],
  ];

  /** Valid writes, of which every member is tried with values of every type. */
  const writes = (): [method: string, path: string, body: object][] => [
    [
      "PUT",
      `${ws}/onlineEndpoints/fuzzed`,
      endpoint({ traffic: {}, mirrorTraffic: {}, description: "d", properties: { a: "b" } }, { tags: { a: "b" } }),
    ],
    ["PATCH", `${ws}/onlineEndpoints/target`, { tags: { a: "b" }, identity: { type: "SystemAssigned" } }],
    ["PUT", `${ws}/onlineEndpoints/target`, endpoint({ traffic: { blue: 100 } })],
    ["PUT", `${ws}/onlineEndpoints/target/deployments/fuzzed`, deployment(local, probed)],
    ["PATCH", `${ws}/onlineEndpoints/target/deployments/blue`, { sku: { capacity: 2 }, tags: { a: "b" } }],
    ["POST", `${ws}/onlineEndpoints/target/regenerateKeys`, { keyType: "Primary", keyValue: "k" }],
    ["POST", `${ws}/onlineEndpoints/target/deployments/blue/getLogs`, { containerType: "InferenceServer", tail: 5 }],
    [
      "PUT",
      `${ws}/models/fuzzed/versions/1`,
      { properties: { modelUri: "azureml://x", modelType: "custom_model", tags: {} } },
    ],
    [
      "PUT",
      `${ws}/environments/fuzzed/versions/1`,
      { properties: { image: "i", condaFile: "c", inferenceConfig: { livenessRoute: { path: "/", port: 1 } } } },
    ],
    ["PUT", `${ws}/codes/fuzzed/versions/1`, { properties: { codeUri: "http://127.0.0.1/a/b/c" } }],
    ["PUT", `${ws}/data/fuzzed/versions/1`, { properties: { dataUri: "azureml://x", dataType: "uri_file" } }],
    ["POST", `${ws}/codes/fuzzed/versions/2/startPendingUpload`, { pendingUploadType: "TemporaryBlobReference" }],
    [
      "PUT",
      `${ws}/datastores/fuzzed`,
      {
        properties: {
          datastoreType: "AzureBlob",
          accountName: "a",
          containerName: "c",
          credentials: { credentialsType: "AccountKey", secrets: { secretsType: "AccountKey", key: "a" } },
        },
      },
    ],
    [
      "PUT",
      `${ws}/computes/fuzzed`,
      { location: "westeurope", properties: { computeType: "AmlCompute", properties: { vmSize: "Standard_DS3_v2" } } },
    ],
    [
      "PUT",
      `${ws}/connections/fuzzed`,
      {
        properties: { category: "CustomKeys", target: "t", authType: "CustomKeys", credentials: { keys: { a: "b" } } },
      },
    ],
    ["PUT", `${local.subscription}/resourceGroups/fuzzed`, { location: "westeurope", tags: { a: "b" } }],
    [
      "PUT",
      `${local.group}/providers/Microsoft.Storage/storageAccounts/fuzzed`,
      { location: "westeurope", kind: "StorageV2", sku: { name: "Standard_LRS" }, properties: {} },
    ],
    [
      "PUT",
      `${local.group}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-0000-0000-000000000001`,
      { properties: { roleDefinitionId: "r", principalId: "p" } },
    ],
  ];

  async function answersWell(method: string, path: string, body: string | undefined): Promise<void> {
    const what = `${method} ${path.slice(0, 300)} ${body?.slice(0, 500)}`;
    const { status, answer } = await send(method, path, body).catch((error: unknown) =>
      assert.fail(`${what}: ${String(error)}`),
    );
    assert.ok(status < 500, `${what}: ${status} ${local.progress.at(-1) ?? ""}`);
    if (status >= 400 && method !== "HEAD") hasEnvelope(answer, what);
  }

  function send(method: string, path: string, body: string | undefined): Promise<{ status: number; answer: string }> {
    return new Promise((settle, fail) => {
      const { port } = new URL(local.url);
      // Said in any case, since Node sends bodies of GET and HEAD without it.
      const length = Buffer.byteLength(body ?? "");
      const headers = { "authorization": "Bearer x", "content-type": "application/json", "content-length": length };
      const options = { host: "127.0.0.1", port, method, path, headers, timeout: patience };
      const sent = request(options, (response) => {
        text(response).then((answer) => settle({ status: response.statusCode ?? 0, answer }), fail);
      });
      sent.once("timeout", () => sent.destroy(new Error("no answer in time"))).once("error", fail);
      sent.end(body);
    });
  }

  async function talksWell(pieces: string[]): Promise<void> {
    const what = JSON.stringify(pieces).slice(0, 2000);
    for (const { status, body } of await exchange(local.url, pieces)) {
      assert.ok(status < 500, `${status} for ${what}`);
      if (status >= 400) hasEnvelope(body, what);
    }
  }

  it("with any path, query and JSON get an answer with the envelope", async () => {
    const path = fc.oneof(
      fc.array(segment, { maxLength: 12 }).map((parts) => `/${parts.join("/")}`),
      fc
        .tuple(fc.constantFrom(...known()), fc.array(segment, { maxLength: 3 }))
        .map(([base, more]) => [base, ...more].join("/")),
    );
    const method = fc.constantFrom("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS");
    const body = fc.oneof(jsonText, fc.string(), fc.constant(undefined));
    await fc.assert(
      fc.asyncProperty(method, path, query, body, async (verb, where, asked, given) => {
        // A head that is too long is refused before the verb is known, so with a body, which HEAD must not have.
        if (verb === "HEAD" && where.length > 8000) return;
        // Deleting the group that all others lie in would leave nothing to fuzz.
        if (verb === "DELETE" && !where.includes("/onlineEndpoints/")) return;
        await answersWell(
          verb,
          (where + asked).replace(/[^!-~]/g, (odd) => encodeURIComponent(odd)),
          given,
        );
      }),
      bounds,
    );
  });

  it("with bodies that are almost right get an answer with the envelope", async () => {
    const write = fc
      .constantFrom(...writes())
      .chain(([method, path, body]) => mutated(body).map((given): [string, string, string] => [method, path, given]));
    await fc.assert(
      fc.asyncProperty(write, async ([method, path, body]) =>
        answersWell(method, `${path}?api-version=2024-10-01`, body),
      ),
      bounds,
    );
  });

  it("over bare connections are answered with the envelope or closed", async () => {
    await fc.assert(
      fc.asyncProperty(conversations(known(), "x"), async (all) => {
        const kept = all.filter((pieces) => !pieces.some((piece) => piece.startsWith("DELETE")));
        await Promise.all(kept.map(talksWell));
      }),
      bounds,
    );
  });

  it("leave no defect behind, and a server that answers", async () => {
    assert.deepEqual(local.progress, []);
    assert.equal((await local.get(ws)).status, 200);
    const grown = liveHeap() - heap;
    assert.ok(grown < growth, `${Math.round(grown / 1e6)} MB more`);
  });
});

const probed = {
  livenessProbe: { initialDelay: "PT1S", period: "PT1S", timeout: "PT1S", successThreshold: 1, failureThreshold: 1 },
  requestSettings: { requestTimeout: "PT5S", maxConcurrentRequestsPerInstance: 1 },
  environmentVariables: { A: "1" },
  dataCollector: { collections: { request: { dataCollectionMode: "Enabled", samplingRate: 1 } }, rollingRate: "Hour" },
  properties: { a: "b" },
};

function hasEnvelope(text: string, what: string): void {
  const body: unknown = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  })();
  const error: unknown = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
  const good = typeof error === "object" && error !== null && "code" in error && "message" in error;
  assert.ok(
    good && typeof error.code === "string" && typeof error.message === "string",
    `${text.slice(0, 300)} for ${what}`,
  );
}
