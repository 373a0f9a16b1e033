import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { returningAtOnce } from "../../../emulator/arm/machine-learning/deployments-return";
import { DeploymentFailure } from "../../../emulator/serving/contract";
import { deployment, endpoint, endpointWith, register } from "./bodies";
import { FakeServing } from "./fake-serving";
import { LocalAzureMl, type Answer } from "./local-azure-ml";

describe("a local Azure ML that is started again", () => {
  let local: LocalAzureMl;
  beforeEach(async () => {
    local = await LocalAzureMl.start();
    await register(local);
  });
  afterEach(() => local.stop());
  const at = (name: string): string => `${local.workspace}/onlineEndpoints/${name}`;
  const end = async (link: string | null): Promise<Answer> => {
    let answer = await local.get(link ?? "");
    while (answer.status === 202 || answer.body?.status === "InProgress") answer = await local.get(link ?? "");
    return answer;
  };
  const linkOf = ({ headers }: Answer): string | null => headers.get("azure-asyncoperation") ?? headers.get("location");
  const applied = (): string[] => local.serving.applied.map((spec) => `${spec.endpoint}/${spec.deployment}`);
  /** Waits for a deployment to be applied. */
  const up = async (count: number): Promise<void> => {
    while (local.serving.applied.length < count) await new Promise((resolve) => setImmediate(resolve));
  };

  it("answers every read as before, with the same addresses, keys and tokens", async () => {
    const path = await endpointWith(local, "kept", "blue");
    await local.finish("PUT", at("tokens"), endpoint({ authMode: "AMLToken" }));
    const reads = ["/onlineEndpoints", "/models", "/datastores", "/onlineEndpoints/kept/deployments/blue", ""];
    const all = async (): Promise<unknown[]> => [
      local.url,
      ...(await Promise.all(reads.map(async (read) => (await local.get(`${local.workspace}${read}`)).body))),
      (await local.send("POST", `${path}/listKeys`)).body,
    ];
    const before = await all();
    const { accessToken } = (await local.send("POST", `${at("tokens")}/token`)).body;
    await local.restart();
    assert.deepEqual(await all(), before);
    assert.equal(local.serving.directory?.validAmlToken("tokens", accessToken), true);
    assert.equal((await local.finish("PUT", at("kept"), endpoint())).status, 200, "it is no second one");
  });

  it("makes nothing again that was deleted, also of what is there from the start", async () => {
    await local.finish("DELETE", local.group);
    await local.restart();
    assert.equal((await local.get(local.group)).status, 404);
  });

  describe("goes on with an operation that was under way", () => {
    it("a PUT that creates", async () => {
      local.hold();
      const answer = await local.put(at("made"), endpoint());
      await local.restart();
      assert.equal((await end(linkOf(answer))).body.status, "Succeeded");
      assert.equal((await local.get(at("made"))).body.properties.provisioningState, "Succeeded");
      assert.equal(local.serving.directory?.find("made")?.name, "made");
    });

    it("a PUT of a deployment, whose files and instances it gets", async () => {
      const root = await endpointWith(local, "grown");
      local.hold();
      const answer = await local.put(`${root}/deployments/blue`, deployment(local));
      await local.restart();
      assert.equal((await end(linkOf(answer))).body.status, "Succeeded");
      assert.deepEqual(applied(), ["grown/blue"]);
    });

    it("a PATCH that scales, on top of what served", async () => {
      const root = await endpointWith(local, "scaled", "blue");
      local.hold();
      const answer = await local.send("PATCH", `${root}/deployments/blue`, { sku: { capacity: 3 } });
      await local.restart();
      assert.equal((await end(linkOf(answer))).body.sku.capacity, 3);
      assert.deepEqual(
        local.serving.applied.map(({ instanceCount }) => instanceCount),
        [1, 3],
      );
    });

    it("regenerateKeys, with the keys that were drawn", async () => {
      const root = await endpointWith(local, "keyed");
      local.hold();
      const answer = await local.send("POST", `${root}/regenerateKeys`, {
        keyType: "Primary",
        keyValue: "k".repeat(32),
      });
      await local.restart();
      assert.equal((await end(linkOf(answer))).status, 200);
      assert.equal((await local.send("POST", `${root}/listKeys`)).body.primaryKey, "k".repeat(32));
    });

    it("a DELETE, without running again what it deletes", async () => {
      const root = await endpointWith(local, "going", "blue");
      local.hold();
      const answer = await local.send("DELETE", `${root}/deployments/blue`);
      await local.restart();
      assert.equal((await end(linkOf(answer))).status, 204);
      assert.equal((await local.get(`${root}/deployments/blue`)).status, 404);
      assert.deepEqual(applied(), []);
    });

    it("the deletion of a group", async () => {
      await endpointWith(local, "gone", "blue");
      local.hold();
      const answer = await local.send("DELETE", local.group);
      await local.restart();
      assert.equal((await end(linkOf(answer))).status, 200);
      assert.equal((await local.get(local.group)).status, 404);
      assert.equal(local.blobs.accounts.size, 0);
    });

    it("an update that fails then: the old content serves and the operation tells why", async () => {
      const root = await endpointWith(local, "failing", "blue");
      local.hold();
      const answer = await local.put(`${root}/deployments/blue`, deployment(local, { description: "new" }));
      const serving = new FakeServing();
      const apply = serving.runtime.apply.bind(serving.runtime);
      serving.runtime.apply = async (spec) => {
        if (serving.applied.length === 1) serving.failure = new DeploymentFailure("ResourceNotReady", "crashed");
        await apply(spec);
      };
      await local.restart({ serving });
      assert.equal((await end(linkOf(answer))).body.error.code, "ResourceNotReady");
      const { properties } = (await local.get(`${root}/deployments/blue`)).body;
      assert.deepEqual([properties.provisioningState, properties.description], ["Failed", undefined]);
    });
  });

  it("remembers operations that have ended, and how", async () => {
    const root = await endpointWith(local, "told");
    local.serving.failure = new DeploymentFailure("ResourceNotReady", "crashed");
    const failed = await local.put(`${root}/deployments/blue`, deployment(local));
    const before = await end(linkOf(failed));
    await local.restart();
    assert.deepEqual((await local.get(linkOf(failed) ?? "")).body, before.body);
    assert.equal(before.body.status, "Failed");
  });

  describe("runs its deployments again", () => {
    it("those that had come up, with their files, even where these are gone from the machine", async () => {
      await endpointWith(local, "back", "blue", "green");
      const [before] = local.serving.applied;
      await local.finish("PATCH", `${at("back")}/deployments/green`, { sku: { capacity: 2 } });
      await rm(join(local.folder, "deployments"), { recursive: true });
      await local.restart();
      await up(2);
      assert.deepEqual(applied().sort(), ["back/blue", "back/green"]);
      assert.deepEqual(
        local.serving.applied.find((spec) => spec.deployment === "blue"),
        before,
      );
      assert.equal(local.serving.applied.find((spec) => spec.deployment === "green")?.instanceCount, 2);
    });

    it("with the assets that it came up with, deleted ones too", async () => {
      await endpointWith(local, "loyal", "blue");
      await local.send("DELETE", `${local.workspace}/environments/sklearn/versions/1`);
      await local.restart();
      await up(1);
      assert.equal(local.serving.applied[0]?.environment.image, "mcr.example/base");
    });

    it("not those that never came up", async () => {
      const root = await endpointWith(local, "never", "green");
      local.serving.failure = new DeploymentFailure("ResourceNotReady", "crashed");
      await local.finish("PUT", `${root}/deployments/blue`, deployment(local));
      await local.restart();
      await up(1);
      assert.deepEqual(applied(), ["never/green"]);
    });

    it("also one whose last update failed: what served before", async () => {
      const root = await endpointWith(local, "old", "blue");
      local.serving.failure = new DeploymentFailure("ResourceNotReady", "crashed");
      await local.finish("PUT", `${root}/deployments/blue`, deployment(local, { environmentVariables: { NEW: "1" } }));
      await local.restart();
      await up(1);
      assert.deepEqual(local.serving.applied[0]?.environmentVariables, {});
    });

    it("without being ready any later, and with changes of a deployment waiting for it", async () => {
      const root = await endpointWith(local, "slow", "blue");
      const serving = new FakeServing();
      const apply = serving.runtime.apply.bind(serving.runtime);
      let release = (): void => undefined;
      const gate = new Promise<void>((resolve) => (release = resolve));
      serving.runtime.apply = async (spec) => {
        await apply(spec);
        if (serving.applied.length === 1) await gate;
      };
      await local.restart({ serving });
      await up(1);
      const answer = await local.send("PATCH", `${root}/deployments/blue`, { sku: { capacity: 2 } });
      assert.equal(answer.status, 202);
      assert.equal(applied().length, 1);
      release();
      assert.equal((await end(linkOf(answer))).status, 200);
      assert.equal(local.serving.applied.at(-1)?.instanceCount, 2);
    });

    describe("a few at a time", () => {
      /** Instances that come up when they are told to. */
      const held = (): { serving: FakeServing; most: () => number; letUp: () => void } => {
        const serving = new FakeServing();
        const apply = serving.runtime.apply.bind(serving.runtime);
        const waiting: (() => void)[] = [];
        let [now, most] = [0, 0];
        serving.runtime.apply = async (spec) => {
          most = Math.max(most, ++now);
          await apply(spec);
          await new Promise<void>((resolve) => waiting.push(resolve));
          now--;
        };
        const stop = serving.runtime.stop.bind(serving.runtime);
        serving.runtime.stop = async () => {
          for (const release of waiting.splice(0)) release();
          await stop();
        };
        return { serving, most: () => most, letUp: () => waiting.shift()?.() };
      };
      const blues = (count: number): string[] => Array.from({ length: count }, (_, index) => `blue${index}`);
      const turns = async (): Promise<void> => {
        for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      };

      it("those with live traffic first, then the oldest", async () => {
        const names = blues(returningAtOnce + 3);
        const root = await endpointWith(local, "many", ...names);
        await endpointWith(local, "late", "green");
        const live = names.at(-1) ?? "";
        await local.finish("PUT", root, endpoint({ traffic: { [live]: 100 } }));
        const { serving, most, letUp } = held();
        await local.restart({ serving });
        await up(returningAtOnce);
        await turns();
        assert.equal(applied().length, returningAtOnce, "more than fit come back");
        for (let count = 1; count <= names.length; count++) {
          letUp();
          await up(Math.min(returningAtOnce + count, names.length + 1));
        }
        letUp();
        // Files arrive in their own time, so those that are let in together may come up in any order.
        assert.ok(applied().slice(0, returningAtOnce).includes(`many/${live}`), applied().join());
        assert.deepEqual(applied().slice(returningAtOnce), [
          ...names.slice(returningAtOnce - 1, -1).map((name) => `many/${name}`),
          "late/green",
        ]);
        assert.equal(most(), returningAtOnce);
      });

      it("but at once one that is to be changed, and never one that is deleted meanwhile", async () => {
        const names = blues(returningAtOnce + 2);
        const root = await endpointWith(local, "busy", ...names);
        const { serving, letUp } = held();
        await local.restart({ serving });
        await up(returningAtOnce);
        const [gone, changed] = names.slice(-2);
        assert.equal((await local.finish("DELETE", `${root}/deployments/${gone}`)).status, 204);
        const answer = await local.send("PATCH", `${root}/deployments/${changed}`, { sku: { capacity: 2 } });
        await up(returningAtOnce + 1);
        assert.equal(applied().at(-1), `busy/${changed}`);
        let ended: Answer | undefined;
        void end(linkOf(answer)).then((last) => (ended = last));
        while (ended === undefined || applied().length < names.length) {
          letUp();
          await new Promise((resolve) => setImmediate(resolve));
        }
        assert.equal(ended.status, 200);
        assert.deepEqual(
          local.serving.applied.filter(({ deployment }) => deployment === changed).map((spec) => spec.instanceCount),
          [1, 2],
        );
        assert.ok(!applied().includes(`busy/${gone}`));
      });

      it("and none any more once the emulator is stopped", async () => {
        await endpointWith(local, "stopped", ...blues(returningAtOnce + 3));
        const { serving } = held();
        await local.restart({ serving });
        await up(returningAtOnce);
        await local.stop();
        assert.equal(applied().length, returningAtOnce);
        assert.ok(!local.progress.some((line) => line.includes("did not come up")));
      });
    });

    it("and says which did not come up, without calling them failed", async () => {
      const root = await endpointWith(local, "lost", "blue");
      const serving = new FakeServing();
      serving.failure = new DeploymentFailure("ResourceNotReady", "no more");
      await local.restart({ serving });
      await up(1);
      while (!local.progress.some((line) => line.includes("lost/blue"))) await new Promise((r) => setImmediate(r));
      assert.match(local.progress.join("\n"), /deployment lost\/blue did not come up again: no more/);
      assert.equal((await local.get(`${root}/deployments/blue`)).body.properties.provisioningState, "Succeeded");
    });
  });

  describe("on other ports", () => {
    it("says so, and has the new address in every record", async () => {
      const root = await endpointWith(local, "moved");
      const before = new URL(local.url);
      const blobEndpoint = (await local.get(`${local.workspace}/datastores/workspaceblobstore`)).body.properties
        .endpoint;
      await local.restart({ port: await freePort() });
      assert.notEqual(new URL(local.url).port, before.port);
      const { properties } = (await local.get(root)).body;
      assert.match(properties.properties.AzureAsyncOperationUri, new RegExp(`^${local.url}/`));
      assert.match(local.progress.join("\n"), new RegExp(`port ${before.port} of the arm side is \\d+ now`));
      const now = (await local.get(`${local.workspace}/datastores/workspaceblobstore`)).body.properties.endpoint;
      assert.equal(now, blobEndpoint, "no other address is changed");
    });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : 0;
}
