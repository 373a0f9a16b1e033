import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "@pulumi/pulumi/automation";
import { ServingStack } from "../serving-stack";
import { program } from "./program";

/** What an earlier version recorded, and the writes that made its resources. */
interface Fixture {
  state: Deployment;
  writes: { method: string; path: string; body: { properties?: Content } }[];
}

interface Content {
  codeUri?: string;
  modelUri?: string;
}

/** What today's code updates in the state of an earlier version, each with its reason. */
const explained: Record<string, string[]> = { "0.1.0-16aa54a.json": [] };

const states = join(__dirname, "states");

for (const file of readdirSync(states)) {
  describe(`a state of ${file.replace(".json", "")}`, function () {
    this.timeout(120_000);
    let stack: ServingStack;
    before(async () => {
      stack = await ServingStack.create({
        projectName: "upgrade",
        env: { PULUMI_CONFIG_PASSPHRASE: "upgrade" },
      });
    });
    after(() => stack.remove());

    function read(): Fixture {
      const { armUrl, scoringUrl, blobUrl, subscriptionId, resourceGroup } = stack.azure.status;
      const places: Record<string, string> = {
        ...{ arm: armUrl, armHost: new URL(armUrl).host, scoring: scoringUrl, blobs: blobUrl },
        ...{ project: process.cwd(), subscription: subscriptionId, group: resourceGroup },
      };
      const text = readFileSync(join(states, file), "utf8");
      return JSON.parse(text.replace(/\{(\w+)\}/g, (name, key: string) => places[key] ?? name));
    }

    /** Puts a file where a model or code says that its files are. */
    async function upload(path: string, { codeUri, modelUri }: Content): Promise<void> {
      if (codeUri) {
        const [account = "", container = "", ...blob] = new URL(codeUri).pathname.slice(1).split("/");
        stack.azure.blobs.planContainer(account, container);
        stack.azure.blobs.upload(account, container, `${blob.join("/")}/score.py`, "code");
      }
      const blob = modelUri?.split("/paths/")[1];
      if (blob === undefined) return;
      const workspace = path.slice(0, path.indexOf("/models/"));
      const { properties } = (await stack.azure.get(`${workspace}/datastores/workspaceblobstore`)).body;
      stack.azure.blobs.upload(properties.accountName, properties.containerName, blob, "weights");
    }

    it("is previewed with nothing replaced, deleted or created, and with no update that is not explained", async () => {
      const { state, writes } = read();
      for (const { method, path, body } of writes) {
        await upload(path, body.properties ?? {});
        const made = await stack.azure.finish(method, path, body);
        assert.ok(
          made.status < 300 && made.body?.status !== "Failed",
          `${method} ${path}: ${JSON.stringify(made.body)}`,
        );
      }
      await stack.stack.importStack(state);

      const { subscriptionId, resourceGroup: resourceGroupName } = stack.azure.status;
      const preview = await stack.preview(() => program({ subscriptionId, resourceGroupName }));
      assert.deepEqual(preview.steps, explained[file]);
      assert.equal(preview.changes.same, state.deployment.resources.filter(({ type }: Typed) => isOurs(type)).length);
    });
  });
}

interface Typed {
  type: string;
}

/** Resources of the program and the stack, and not the engine's own. */
function isOurs(type: string): boolean {
  return !type.startsWith("pulumi:providers:pulumi-nodejs");
}
