import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBatchEngine } from "../../../emulator/batch/engine";
import { type Clock, systemClock } from "../../../emulator/clock";
import type { FaultControl } from "../../../emulator/faults/faults";
import { homeFolder } from "../../../emulator/home";
import type { Parts } from "../../../emulator/parts";
import { start, type Emulator } from "../../../emulator/start";
import type { EmulatorStatus } from "../../../emulator/status";
import { certificatesIn, type Certificates } from "../../../emulator/tls/certificates";
import { FakeBlobStore } from "./fake-blob-store";
import { FakeServing } from "./fake-serving";

export interface Answer {
  status: number;
  headers: Headers;
  // The tests look into answers of many shapes; a wrong one shows as a failed comparison.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** Where it keeps its state and its log, and what each operation waits for. */
export interface LocalOptions {
  requestLog?: string;
  folder?: string;
  pace?: Parts["pace"];
  /** Default: instances that are none, and no front end. */
  serving?: FakeServing;
  /** Default: the machine's. */
  clock?: Clock;
}

let certificates: Promise<Certificates> | undefined;

/** Made once for all tests of a run. */
function testCertificates(): Promise<Certificates> {
  certificates ??= mkdtemp(join(tmpdir(), "azureml-certificates-")).then(certificatesIn);
  return certificates;
}

/** A local Azure ML with fake blobs and fake instances, spoken to by real HTTP. */
export class LocalAzureMl {
  readonly blobs = new FakeBlobStore();
  serving = new FakeServing();
  readonly progress: string[] = [];
  private emulator: Emulator | undefined;
  private gate: Promise<void> = Promise.resolve();
  private release = (): void => undefined;

  private constructor(
    readonly folder: string,
    private readonly pace: Parts["pace"] = async () => undefined,
    private readonly clock: Clock = systemClock,
  ) {}

  static async start({ folder, pace, serving, clock, ...options }: LocalOptions = {}): Promise<LocalAzureMl> {
    const local = new LocalAzureMl(folder ?? (await mkdtemp(join(tmpdir(), "azureml-test-"))), pace, clock);
    if (serving) local.serving = serving;
    await local.begin(options);
    return local;
  }

  async stop(): Promise<void> {
    this.open();
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Stops it with all that is under way, and starts another one in its folder with instances of its own. */
  async restart(options: { port?: number; serving?: FakeServing } = {}): Promise<void> {
    await this.end();
    this.serving = options.serving ?? new FakeServing();
    this.open();
    await this.begin(options);
  }

  private async begin(options: { requestLog?: string; port?: number }): Promise<void> {
    const { serving } = this;
    this.emulator = await start(
      { folder: this.folder, ...options, onProgress: (line) => this.progress.push(line) },
      {
        clock: this.clock,
        folderFree: async () => undefined,
        blobs: async () => this.blobs,
        serving: () => serving,
        batch: () => createBatchEngine({ folder: join(this.folder, "batch"), pythonHome: homeFolder() }),
        certificates: testCertificates,
        pace: async (operation) => {
          await this.pace(operation);
          await this.gate;
        },
      },
    );
  }

  private async end(): Promise<void> {
    await this.emulator?.stop();
    this.emulator = undefined;
  }

  get status(): EmulatorStatus {
    if (!this.emulator) throw new Error("the local Azure ML is not running");
    return this.emulator.status;
  }

  get faults(): FaultControl {
    if (!this.emulator) throw new Error("the local Azure ML is not running");
    return this.emulator.faults;
  }

  get url(): string {
    return this.emulator?.status.armUrl ?? "";
  }

  get subscription(): string {
    return `/subscriptions/${this.emulator?.status.subscriptionId}`;
  }

  get group(): string {
    return `${this.subscription}/resourceGroups/${this.emulator?.status.resourceGroup}`;
  }

  get workspace(): string {
    return `${this.group}/providers/Microsoft.MachineLearningServices/workspaces/${this.emulator?.status.workspace}`;
  }

  /** Keeps operations from doing their work until {@link open}. */
  hold(): void {
    this.gate = new Promise((resolve) => (this.release = resolve));
  }

  /** Lets operations go on. */
  open(): void {
    this.gate = Promise.resolve();
    this.release();
  }

  /** A request; the path may be a whole URL and may have a query of its own. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const url = new URL(path, this.url);
    if (!url.searchParams.has("api-version")) url.searchParams.set("api-version", "2024-10-01");
    const answer = await fetch(url, {
      method,
      headers: { "authorization": "Bearer local", "content-type": "application/json", ...headers },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
  }

  get(path: string): Promise<Answer> {
    return this.send("GET", path);
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.send("PUT", path, body);
  }

  /** Sends a write and follows its operation; the last answer, or that of the operation where it failed. */
  async finish(method: string, path: string, body?: unknown): Promise<Answer> {
    const first = await this.send(method, path, body);
    const link = first.headers.get("azure-asyncoperation") ?? first.headers.get("location");
    if (first.status >= 400 || link === null) return first;
    for (;;) {
      const answer = await this.get(link);
      const running = answer.status === 202 || answer.body?.status === "InProgress";
      if (!running) return method === "PUT" && answer.body.status === "Succeeded" ? this.get(path) : answer;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
