import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openState } from "../../../emulator/arm/store/state";
import { AzuriteBlobStore } from "../../../emulator/blobs/azurite-blob-store";
import { installedAzurite } from "../../../emulator/blobs/azurite-install";
import { startAzurite } from "../../../emulator/blobs/azurite-process";
import { BlobPort } from "../../../emulator/blobs/blob-port";
import { collectedBlobs } from "../../../emulator/collection/collected-blobs";
import type { CollectionEvent, DataCollection } from "../../../emulator/collection/contract";
import { SPOOL } from "../../../emulator/collection/leftovers";
import { Spool } from "../../../emulator/collection/spool";
import { homeFolder } from "../../../emulator/home";
import type { DeploymentSpec, ServedEndpoint } from "../../../emulator/serving/contract";
import { startFrontEnd } from "../../../emulator/serving/front-end";
import { createServingRuntime } from "../../../emulator/serving/runtime";
import { deployment } from "../emulator-serving/real-endpoint";

/** With Microsoft's two collectors, unmodified. */
const CONDA_FILE = `
name: collecting
dependencies:
  - pip
  - pip:
    - azureml-inference-server-http==1.5.1
    - azureml-ai-monitoring==1.0.0
    - azureml-monitoring==0.1.0a21
`;

export const ACCOUNT = "collected";
export const CONTAINER = "store";
export const SOURCE = "/subscriptions/s/resourceGroups/g/workspaces/w/onlineEndpoints/fraud/deployments/blue";

/** A deployment whose script collects. */
export function collecting(
  name: string,
  rates: Readonly<Record<string, number>>,
  more: Partial<DataCollection> = {},
  changes: Partial<DeploymentSpec> = {},
): DeploymentSpec {
  const place = (collection: string) => ({
    account: ACCOUNT,
    container: CONTAINER,
    path: `fraud/${name}/${collection}`,
  });
  const collections = Object.entries(rates).map(([collection, samplingRate]) => [
    collection,
    { samplingRate, place: place(collection) },
  ]);
  return deployment(name, {
    code: { folder: join(__dirname, "scoring"), scoringScript: "score.py" },
    environment: { condaFile: CONDA_FILE },
    dataCollection: {
      ...{ source: SOURCE, rollingRate: "Hour", captureHeaders: [] },
      ...more,
      collections: Object.fromEntries(collections),
    },
    ...changes,
  });
}

/** Real inference servers with real collectors, that write into a real blob store; the clock is the test's. */
export class CollectingEndpoint {
  now = new Date("2026-11-29T21:30:00Z");
  random = (): number => Math.random();
  readonly events: CollectionEvent[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(
    private readonly blobs: AzuriteBlobStore,
    private readonly folder: string,
    readonly endpoint: ServedEndpoint,
    private readonly closeState: () => Promise<void> | void,
  ) {}

  runtime!: ReturnType<typeof createServingRuntime>;
  private url = "";
  private closeFrontEnd: () => Promise<void> = async () => undefined;

  static async start(): Promise<CollectingEndpoint> {
    const folder = mkdtempSync(join(tmpdir(), "collecting-"));
    const { store, close } = openState(folder);
    const installed = await installedAzurite(homeFolder(), () => undefined);
    const port = await BlobPort.open(0);
    const log = (): void => undefined;
    const blobs = new AzuriteBlobStore({
      ...{ store, port, log },
      start: (accounts) => startAzurite({ installed, location: join(folder, "blobs"), port, log }, accounts),
    });
    await blobs.addAccount(ACCOUNT);
    const endpoint: ServedEndpoint = {
      ...{ name: "fraud", authMode: "Key", keys: { primaryKey: "k", secondaryKey: "l" } },
      ...{ traffic: { blue: 100 }, mirrorTraffic: {} },
    };
    const made = new CollectingEndpoint(blobs, folder, endpoint, close);
    await made.begin();
    return made;
  }

  /** Starts serving, as a new emulator would in the same folder. */
  async begin(): Promise<void> {
    const collectors = {
      ...{ blobs: collectedBlobs(this.blobs), now: () => this.now, random: () => this.random(), flushMs: 50 },
      onEvent: (event: CollectionEvent) => {
        this.events.push(event);
        for (const tell of this.waiting) tell();
      },
    };
    const folder = join(this.folder, "serving");
    this.runtime = createServingRuntime({ folder, pythonHome: homeFolder(), log: () => undefined, collectors });
    const frontEnd = await startFrontEnd({
      directory: {
        find: (name) => (name === "fraud" ? this.endpoint : undefined),
        validAmlToken: () => false,
        mayScore: () => true,
      },
      runtime: this.runtime,
    });
    this.url = frontEnd.url;
    this.closeFrontEnd = () => frontEnd.close();
  }

  async score(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const given = { "authorization": "Bearer k", "content-type": "application/json", ...headers };
    const answer = await fetch(`${this.url}/fraud/score`, {
      ...{ method: "POST", headers: given, body: body instanceof Uint8Array ? body : JSON.stringify(body) },
    });
    return answer;
  }

  /** Leaves a record of an instance that is gone, as a killed emulator does. */
  leave(name: string, path: string, text: string): void {
    const folder = join(this.folder, "serving", "fraud", name);
    mkdirSync(folder, { recursive: true });
    const spool = new Spool(join(folder, `${name}-gone${SPOOL}`));
    spool.add({ place: { account: ACCOUNT, container: CONTAINER, path }, text });
    spool.close();
  }

  /** Settles when `count` events were told that `wanted` is true of. */
  async until(count: number, wanted: (event: CollectionEvent) => boolean = () => true): Promise<void> {
    await new Promise<void>((settle) => {
      const look = (): void => {
        if (this.events.filter(wanted).length < count) return;
        this.waiting.delete(look);
        settle();
      };
      this.waiting.add(look);
      look();
    });
  }

  /** All blobs below a path, with their text. */
  async files(path: string, container = CONTAINER): Promise<Record<string, string>> {
    const names = await this.blobs.list(ACCOUNT, container, path);
    const target = join(this.folder, "downloaded");
    const files: Record<string, string> = {};
    for (const name of names) {
      await this.blobs.download(ACCOUNT, container, name, target);
      files[name] = await readFile(target, "utf8");
      await rm(target);
    }
    return files;
  }

  /** The records of a collection, of all its files. */
  async records(path: string): Promise<Record<string, unknown>[]> {
    const lines = Object.values(await this.files(path)).flatMap((text) => text.split("\n").filter(Boolean));
    return lines.map((line): Record<string, unknown> => JSON.parse(line));
  }

  /** Ends serving. */
  async end(): Promise<void> {
    await this.closeFrontEnd();
    await this.runtime.stop();
  }

  async stop(): Promise<void> {
    await this.end();
    await this.blobs.stop();
    await this.closeState();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
