import { randomUUID } from "node:crypto";
import type { Expectations } from "./expectations";
import type { Random } from "./random";
import type { Victim } from "./victim";

const location = "westeurope";
const providers = "providers/Microsoft.MachineLearningServices/workspaces";

/** Someone who works with an emulator, at random, on resources of their own. */
export class Client {
  constructor(
    private readonly name: string,
    private readonly random: Random,
    private readonly expect: Expectations,
  ) {}

  /** Goes on until the emulator does not answer. */
  async work(victim: Victim): Promise<number> {
    for (let works = 0; ; works++) {
      const outcome = await this.act(victim, this.random.below(15));
      if (outcome === "no answer") return works;
    }
  }

  private act(victim: Victim, which: number): Promise<Outcome> {
    if (which < 3) return this.putEndpoint(victim);
    if (which < 7) return this.putDeployment(victim);
    if (which < 9) return this.scale(victim);
    if (which < 11) return this.registerAsset(victim);
    if (which === 11) return this.random.below(2) === 0 ? this.deleteDeployment(victim) : this.deleteEndpoint(victim);
    if (which === 12) return this.regenerate(victim);
    return which === 13 ? this.workspace(victim) : this.group(victim);
  }

  private groupOf({ status }: Victim): string {
    return `/subscriptions/${status.subscriptionId}/resourceGroups/${status.resourceGroup}`;
  }

  private workspaceOf(victim: Victim): string {
    return `${this.groupOf(victim)}/${providers}/${victim.status.workspace}`;
  }

  private endpointOf(victim: Victim): string {
    return `${this.workspaceOf(victim)}/onlineEndpoints/${this.name}-${this.random.below(2)}`;
  }

  private async putEndpoint(victim: Victim): Promise<Outcome> {
    const path = this.endpointOf(victim);
    const served = this.expect.below(path).filter((other) => other.includes("/deployments/"));
    const names = served.map((other) => other.slice(other.lastIndexOf("/") + 1));
    const share = this.random.of([0, 100, 30]);
    const [one, two] = names;
    const traffic =
      one === undefined || share === 0
        ? {}
        : {
            [one]: two === undefined ? 100 : share,
            ...(two !== undefined && share < 100 ? { [two]: 100 - share } : {}),
          };
    const body = { location, identity: { type: "SystemAssigned" }, properties: { authMode: "Key", traffic } };
    return this.write(victim, "PUT", path, (mark) => ({ ...body, tags: { mark } }));
  }

  private async deleteEndpoint(victim: Victim): Promise<Outcome> {
    return this.remove(victim, this.endpointOf(victim));
  }

  private deploymentOf(victim: Victim): string {
    return `${this.endpointOf(victim)}/deployments/${this.random.of(["blue", "green"])}`;
  }

  private async putDeployment(victim: Victim): Promise<Outcome> {
    const environmentId = `${this.workspaceOf(victim)}/environments/${this.name}/versions/1`;
    const environment = { properties: { image: "mcr.example/base", condaFile: "dependencies: []" } };
    if ((await victim.send("PUT", environmentId, environment)) === undefined) return "no answer";
    const properties = { endpointComputeType: "Managed", environmentId };
    const body = { location, sku: { name: "Default", capacity: 1 + this.random.below(3) }, properties };
    return this.write(victim, "PUT", this.deploymentOf(victim), (mark) => ({ ...body, tags: { mark } }));
  }

  private async scale(victim: Victim): Promise<Outcome> {
    const sku = { capacity: 1 + this.random.below(4) };
    const path = this.deploymentOf(victim);
    if (this.expect.mark(path) === undefined) return "answered";
    return this.write(victim, "PATCH", path, (mark) => ({ sku, tags: { mark } }));
  }

  private async deleteDeployment(victim: Victim): Promise<Outcome> {
    return this.remove(victim, this.deploymentOf(victim));
  }

  private async regenerate(victim: Victim): Promise<Outcome> {
    const endpoint = this.endpointOf(victim);
    if (this.expect.mark(endpoint) === undefined || this.expect.isPending(endpoint)) return "answered";
    const key = randomUUID().replaceAll("-", "");
    const read = async (later: Victim): Promise<string | undefined> => {
      const answer = await later.send("POST", `${endpoint}/listKeys`);
      return answer?.status === 200 ? String(answer.body.primaryKey) : undefined;
    };
    const path = `${endpoint}#key`;
    if (this.expect.mark(path) === undefined) {
      // Later it is one of two keys, so the first one has to be known.
      const present = await read(victim);
      if (present === undefined) return "no answer";
      this.expect.sent(path, present, read);
      this.expect.done(path);
    }
    this.expect.sent(path, key, read);
    const answer = await victim.send("POST", `${endpoint}/regenerateKeys`, { keyType: "Primary", keyValue: key });
    return this.follow(victim, path, answer);
  }

  /** Uploads a file, registers it, and expects to read it ever after. */
  private async registerAsset(victim: Victim): Promise<Outcome> {
    const content = randomUUID();
    const path = `${this.workspaceOf(victim)}/models/${this.name}/versions/${content}`;
    const place = (await victim.send("POST", `${path}/startPendingUpload`, {}))?.body?.blobReferenceForConsumption;
    if (place === undefined) return "no answer";
    const [container, query] = String(place.credential.sasUri).split("?");
    const blob = `${container}/files/model.bin`;
    const uploaded = await fetch(`${blob}?${query}`, {
      method: "PUT",
      headers: { "x-ms-blob-type": "BlockBlob", "x-ms-version": "2021-12-02" },
      body: content.repeat(1 + this.random.below(2000)),
    }).catch(() => undefined);
    if (!uploaded?.ok) return "no answer";
    const read = async (later: Victim): Promise<string | undefined> => {
      const found = await later.send("GET", path);
      if (found?.status !== 200) return undefined;
      const at = new URL(String(found.body.properties.modelUri));
      const stored = await fetch(`${at.href}/model.bin?${query}`);
      const text = await stored.text();
      return stored.ok && text.replaceAll(content, "") === "" ? content : `unreadable: ${stored.status} ${text.length}`;
    };
    this.expect.sent(path, content, read);
    const model = { properties: { modelUri: `${container}/files`, modelType: "custom_model" } };
    return this.follow(victim, path, await victim.send("PUT", path, model));
  }

  /** A workspace with its two datastores, or its end. */
  private async workspace(victim: Victim): Promise<Outcome> {
    const group = this.groupOf(victim);
    const path = `${group}/${providers}/${this.name}-workspace`;
    if (this.expect.mark(path) !== undefined && this.random.below(2) === 0) return this.remove(victim, path);
    const properties = {
      storageAccount: `${group}/providers/Microsoft.Storage/storageAccounts/localazureml`,
      keyVault: `${group}/providers/Microsoft.KeyVault/vaults/local-vault`,
      applicationInsights: `${group}/providers/Microsoft.Insights/components/local-insights`,
    };
    const body = { location, identity: { type: "SystemAssigned" }, properties };
    return this.write(victim, "PUT", path, (mark) => ({ ...body, tags: { mark } }));
  }

  /** A group with a storage account and a container in it, or its end. */
  private async group(victim: Victim): Promise<Outcome> {
    const path = `/subscriptions/${victim.status.subscriptionId}/resourceGroups/${this.name}`;
    if (this.expect.mark(path) !== undefined && this.random.below(2) === 0) return this.remove(victim, path);
    const made = await this.write(victim, "PUT", path, (mark) => ({ location, tags: { mark } }));
    if (made === "no answer" || this.expect.mark(path) === undefined) return made;
    const account = `${path}/providers/Microsoft.Storage/storageAccounts/${this.name.replaceAll("-", "")}`;
    const body = { location, kind: "StorageV2", sku: { name: "Standard_LRS" } };
    if ((await this.write(victim, "PUT", account, (mark) => ({ ...body, tags: { mark } }))) === "no answer")
      return "no answer";
    const answer = await victim.send("PUT", `${account}/blobServices/default/containers/data`, {});
    return answer === undefined ? "no answer" : "answered";
  }

  private async write(victim: Victim, method: string, path: string, body: (mark: string) => object): Promise<Outcome> {
    if (this.expect.isPending(path)) return "answered";
    const mark = randomUUID();
    this.expect.sent(path, mark);
    return this.follow(victim, path, await victim.send(method, path, body(mark)));
  }

  private async remove(victim: Victim, path: string): Promise<Outcome> {
    if (this.expect.mark(path) === undefined || this.expect.isPending(path)) return "answered";
    this.expect.sent(path, undefined);
    return this.follow(victim, path, await victim.send("DELETE", path));
  }

  /** Takes an answer to a write for what it says; waits for the end of the operation, or not. */
  private async follow(victim: Victim, path: string, answer: Awaited<ReturnType<Victim["send"]>>): Promise<Outcome> {
    if (answer === undefined) return "no answer";
    if (answer.status >= 400) {
      if (answer.status >= 500) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      this.expect.refused(path);
      return "answered";
    }
    const link = answer.headers.get("azure-asyncoperation") ?? answer.headers.get("location");
    if (link === null) {
      this.expect.done(path);
      return "answered";
    }
    this.expect.accepted(path, link);
    for (;;) {
      const polled = await victim.send("GET", link);
      if (polled === undefined) return "no answer";
      if (polled.body?.status !== "InProgress" && polled.status !== 202) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.expect.done(path);
    return "answered";
  }
}

type Outcome = "answered" | "no answer";
