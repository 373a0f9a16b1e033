import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { realParts } from "../../emulator/parts";
import { type Emulator, start } from "../../emulator/start";
import { MAIN } from "../unit/cli/command";
import { ExampleStack } from "./example-stack";

interface Listed {
  deployment: string;
  collection: string;
  layout: string;
  files: number;
  records: number;
}

interface Told {
  collection: string;
  record: { correlationid: string; data: unknown };
}

/** The example as its README runs it: the real engine, inference server, collector's package and blob store. */
describe("the example that collects data", function () {
  this.timeout(900_000);
  let folder = "";
  let emulator: Emulator;
  let stack: ExampleStack;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "azureml-collecting-"));
    const options = { folder: join(folder, "azure") };
    emulator = await start(options, realParts(options));
    stack = await ExampleStack.create("data-collector", emulator.status);
  });
  after(async () => {
    await stack.remove();
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const where = (): string[] => ["-s", emulator.status.subscriptionId, "-g", "payments-dev", "-w", "serving-dev"];
  const data = (verb: string, ...words: string[]): Promise<string> =>
    stack.run(process.execPath, MAIN, "data", verb, "payments-dev", ...words, ...where());
  const invoke = (): Promise<string> =>
    stack.run(...[process.execPath, MAIN, "endpoint", "invoke", "payments-dev", "--file", "request.json"], ...where());
  const told = (text: string): Told[] =>
    text
      .split("\n")
      .filter(Boolean)
      .map((line): Told => JSON.parse(line));

  it("comes up in one update, and a second one has nothing to do", async () => {
    await stack.up();
    assert.deepEqual(await stack.preview(), []);
  });

  it("tells records as they come, inputs and outputs under one correlation id", async () => {
    const child = spawn(
      process.execPath,
      [MAIN, "data", "tail", "payments-dev", "-n", "0", "--follow", "--json", ...where()],
      {
        env: { ...process.env, PULUMI_AZUREML_ARM_URL: emulator.status.armUrl },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const ended = new Promise<number | null>((done) => child.once("close", done));
    const ready = new Promise((done) => child.stderr.once("data", done));
    try {
      await ready; // it has looked, and says so
      assert.match(await invoke(), /"suspicious":\s*\[\s*false,\s*true\s*\]/);
      const records: Told[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        const found: Told = JSON.parse(line);
        if (found.collection !== "request") records.push(found);
        if (records.length === 2) break;
      }
      const [one, other] = records.sort((a, b) => a.collection.localeCompare(b.collection));
      assert.deepEqual([one?.collection, other?.collection], ["model_inputs", "model_outputs"]);
      assert.deepEqual(one?.record.data, [
        { amount: 12.5, country: "FR" },
        { amount: 4000, country: "DE" },
      ]);
      assert.deepEqual(other?.record.data, [{ suspicious: false }, { suspicious: true }]);
      assert.equal(one?.record.correlationid, other?.record.correlationid);
    } finally {
      child.kill("SIGINT");
    }
    assert.equal(await ended, 0);
  });

  it("lists them with their records, and fetches their files", async () => {
    const listed: Listed[] = JSON.parse(await data("list", "--count", "--json"));
    const custom = listed.filter(({ collection }) => collection !== "request");
    assert.deepEqual(
      custom.map(({ deployment, collection, layout, files, records }) => [
        deployment,
        collection,
        layout,
        files,
        records,
      ]),
      [
        ["blue", "model_inputs", "json-lines", 1, 1],
        ["blue", "model_outputs", "json-lines", 1, 1],
      ],
    );
    const [last] = told(await data("tail", "-c", "model_inputs", "-n", "1", "--json"));
    const to = join(folder, "collected");
    const files: string[] = JSON.parse(await data("download", "--to", to, "-c", "model_inputs", "--json"));
    assert.equal(files.length, 1);
    assert.match(files[0] ?? "", /^payments-dev\/blue\/model_inputs\/\d{4}\/\d\d\/\d\d\/\d\d\/blue-[0-9a-f]+\.jsonl$/);
    assert.deepEqual(JSON.parse(await readFile(join(to, files[0] ?? ""), "utf8")), last?.record);
  });

  it("is taken away as a whole", async () => {
    await stack.run("pulumi", "destroy", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive");
  });
});
