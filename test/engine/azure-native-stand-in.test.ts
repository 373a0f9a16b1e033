import { strict as assert } from "node:assert";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import {
  Datastore,
  listOnlineEndpointKeysOutput,
  OnlineDeployment,
  OnlineEndpoint,
} from "@pulumi/azure-native/machinelearningservices";
import type { OnlineEndpointArgs } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import { FakeArm, SUBSCRIPTION, TENANT, WORKSPACE } from "./fake-arm";
import { inlineStack } from "./stack";
import type { InlineStack } from "./stack";

const place = { resourceGroupName: "rg", workspaceName: "main" };
const properties = { authMode: "Key" };

/** All that the engine keeps in its backend, as it lies on disk. */
async function keptFiles(folder: string): Promise<string> {
  const files = await readdir(join(folder, "stacks"), { recursive: true, withFileTypes: true });
  const texts = files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), "utf8"));
  return (await Promise.all(texts)).join();
}

/** A program of one endpoint. */
const endpoint =
  (args: Partial<OnlineEndpointArgs> = {}, options: pulumi.CustomResourceOptions = {}): pulumi.automation.PulumiFn =>
  async () => {
    new OnlineEndpoint("shop", { ...place, endpointName: "shop", properties, ...args }, options);
  };

describe("azure-native stand-in under the engine", function () {
  this.timeout(300_000);
  let arm: FakeArm;
  let inline: InlineStack;

  beforeEach(async () => {
    arm = await new FakeArm().start();
    inline = await inlineStack(arm.url);
  });

  afterEach(async () => {
    await arm.stop();
    await inline.remove();
  });

  const up = async (program: pulumi.automation.PulumiFn) =>
    (await inline.stack.up({ program })).summary.resourceChanges;
  const failingUp = async (program: pulumi.automation.PulumiFn): Promise<string> => {
    const error: unknown = await inline.stack.up({ program }).then(
      () => assert.fail("the update went through"),
      (caught: unknown) => caught,
    );
    return String(error);
  };
  const state = async () => {
    const { deployment } = await inline.stack.exportStack();
    return JSON.stringify(deployment);
  };
  const writes = (): string[] => arm.requests.filter((request) => !request.startsWith("GET"));

  it("previews with unknowns, creates, and has nothing to do afterwards", async () => {
    const seen: string[] = [];
    const program: pulumi.automation.PulumiFn = async () => {
      const shop = new OnlineEndpoint("shop", { ...place, properties });
      pulumi.all([shop.location, shop.properties.authMode]).apply((known) => seen.push(known.join(" ")));
      pulumi.all([shop.name, shop.properties.scoringUri]).apply((later) => seen.push(later.join(" ")));
      const { primaryKey } = listOnlineEndpointKeysOutput({ ...place, endpointName: shop.name });
      return { key: primaryKey, who: getClientConfigOutput() };
    };

    const preview = await inline.stack.preview({ program });
    assert.deepEqual(preview.changeSummary, { create: 2 });
    assert.deepEqual(seen, ["westeurope Key"], "the location is the resource group's; the name is not known yet");
    assert.deepEqual(writes(), []);

    const { outputs } = await inline.stack.up({ program });
    const name = /^PUT onlineEndpoints\/(shop[0-9a-f]{8})$/.exec(writes()[0] ?? "")?.[1] ?? "";
    assert.deepEqual(seen.slice(1), ["westeurope Key", `${name} http://127.0.0.1/${name}/score`]);
    assert.equal(outputs["key"]?.value, "first");
    assert.equal(outputs["who"]?.value.subscriptionId, SUBSCRIPTION);
    assert.equal(outputs["who"]?.value.tenantId, TENANT);

    assert.deepEqual(await up(program), { same: 2 });
    assert.deepEqual(
      writes().filter((write) => write.startsWith("PUT")),
      [`PUT onlineEndpoints/${name}`],
    );
  });

  it("keeps secret inputs secret in the state, and sends them", async () => {
    const secrets = { secretsType: "AccountKey" as const, key: pulumi.secret("hush-key") };
    const credentials = { credentialsType: "AccountKey" as const, secrets };
    const description = pulumi.secret("hush-text");
    await up(async () => {
      const store = { datastoreType: "AzureBlob" as const, credentials, description };
      new Datastore("store", { ...place, name: "store", properties: store });
    });
    assert.match(JSON.stringify(arm.bodies.get("datastores/store")), /hush-key.*hush-text/);
    assert.doesNotMatch(await keptFiles(inline.folder), /hush/);
  });

  it("shows drift in a refresh, and mends it", async () => {
    const program = endpoint({ tags: { team: "ml" } });
    await up(program);
    const live = arm.find("onlineEndpoints/shop") ?? assert.fail("not there");
    arm.store("onlineEndpoints/shop", { ...live, tags: { team: "somebody else" } });

    const refreshed = await inline.stack.refresh();
    assert.deepEqual(refreshed.summary.resourceChanges, { same: 1, update: 1 });
    assert.deepEqual(await up(program), { same: 1, update: 1 });
    assert.deepEqual(arm.find("onlineEndpoints/shop")?.["tags"], { team: "ml" });
    assert.deepEqual((await inline.stack.refresh()).summary.resourceChanges, { same: 2 });

    arm.remove("onlineEndpoints/shop");
    assert.deepEqual((await inline.stack.refresh()).summary.resourceChanges, { delete: 1, same: 1 });
  });

  it("deletes first on a rename, unless it is told to create first", async () => {
    await up(endpoint());
    assert.deepEqual(await up(endpoint({ endpointName: "store" })), { replace: 1, same: 1 });
    assert.deepEqual(writes().slice(1), ["DELETE onlineEndpoints/shop", "PUT onlineEndpoints/store"]);

    await up(endpoint({ endpointName: "market" }, { deleteBeforeReplace: false }));
    assert.deepEqual(writes().slice(3), ["PUT onlineEndpoints/market", "DELETE onlineEndpoints/store"]);
  });

  it("refuses to create what exists, imports it, and leaves alone what the program ignores", async () => {
    const body = {
      location: "westeurope",
      identity: { type: "SystemAssigned", principalId: "p" },
      properties: { ...properties, traffic: {} },
    };
    arm.store("onlineEndpoints/shop", body);
    assert.match(
      await failingUp(endpoint()),
      /cannot create already existing resource '\/subscriptions\/.*\/onlineEndpoints\/shop'/,
    );

    const args: Partial<OnlineEndpointArgs> = { location: "westeurope", identity: { type: "SystemAssigned" } };
    const import_ = `${WORKSPACE}/onlineEndpoints/shop`;
    // The SDK writes a default into the program that the imported endpoint does not have.
    assert.deepEqual(await up(endpoint(args, { import: import_, ignoreChanges: ["properties.publicNetworkAccess"] })), {
      import: 1,
      same: 1,
    });

    const other = { ...args, properties: { ...properties, traffic: { blue: 100 } }, tags: { a: "b" } };
    assert.deepEqual(await up(endpoint(other, { ignoreChanges: ["properties", "tags"] })), { same: 2 });
    assert.deepEqual(writes(), []);
  });

  it("keeps a failed create in the state, tells ARM's reason, and goes on with an update", async () => {
    arm.fates.set("/blue", { failure: { code: "BadArgument", message: "no such model" } });
    arm.fates.set("/green", { stuck: true });
    const program: pulumi.automation.PulumiFn = async () => {
      const shop = new OnlineEndpoint("shop", { ...place, endpointName: "shop", properties });
      for (const name of ["blue", "green"]) {
        const args = {
          ...place,
          endpointName: shop.name,
          deploymentName: name,
          properties: { endpointComputeType: "Managed" as const },
        };
        new OnlineDeployment(name, args, { customTimeouts: { create: "1s" } });
      }
    };
    const output = await failingUp(program);
    assert.match(output, /Status=200 Code="BadArgument" Message="no such model"/);
    assert.match(output, /operation timed out/);
    assert.match(await state(), /"provisioningState":"Failed"/);

    arm.fates.clear();
    assert.deepEqual(await up(program), { same: 2, update: 2 });
    assert.deepEqual(await up(program), { same: 4 });
    assert.doesNotMatch(await state(), /initErrors/);
  });

  it("tells what is wrong before anything is sent", async () => {
    const output = await failingUp(endpoint({ workspaceName: "w", properties: { authMode: "" } }));
    assert.match(output, /'workspaceName' does not match expression/);
    assert.deepEqual(writes(), []);
  });

  it("stops when the engine is killed in the middle of an operation", async () => {
    arm.fates.set("onlineEndpoints/shop", { stuck: true });
    const engine = await inline.runFromFolder(`
      const { OnlineEndpoint } = require("@pulumi/azure-native/machinelearningservices");
      new OnlineEndpoint("shop", ${JSON.stringify({ ...place, endpointName: "shop", properties })});
    `);
    await arm.until("PUT onlineEndpoints/shop");
    engine.kill("SIGKILL");
    await arm.abandoned();
  });
});
