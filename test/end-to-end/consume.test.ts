import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { connect } from "../../azure/connect";
import type { OnlineEndpoints } from "../../azure/online-endpoints";
import { openScoring } from "../../azure/scoring/open-scoring";
import { ScoringClient } from "../../azure/scoring/scoring-client";
import { Azure } from "../load/azure";
import { endpointName, serving, type Serving } from "../load/program";
import { type InlineStack, Stacks } from "../load/stacks";
import { SteadyCaller } from "../load/steady-caller";
import { MAIN } from "../unit/cli/command";

/** Seconds that an Azure ML token is good here. */
const LIFETIME = 4;

/** Requests a second. */
const RATE = 25;

const root = resolve(__dirname, "../..");
const run = promisify(execFile);

describe("clients of an endpoint", function () {
  this.timeout(900_000);
  let folder: string;
  let azure: Azure;
  let stacks: Stacks;
  let stack: InlineStack;
  let endpoints: OnlineEndpoints;
  const wanted: Serving = { deployments: { blue: 1 }, traffic: { blue: 100 } };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "azureml-consume-"));
    azure = await Azure.start(folder, { tokenLifetime: LIFETIME });
    stacks = await Stacks.open(azure.status, folder);
    stack = await stacks.stack("main");
    await stack.up(() => serving(azure.workspace, wanted));
    endpoints = connect(azure.workspace);
  });
  after(async () => {
    stacks?.close();
    await azure?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The command, as a user would type it, against this local Azure ML. */
  const cli = (...args: string[]) => {
    const { subscriptionId, resourceGroup, workspace } = azure.status;
    const where = ["-s", subscriptionId, "-g", resourceGroup, "-w", workspace];
    return run(process.execPath, [MAIN, "endpoint", ...args, ...where]);
  };

  async function connection(): Promise<Record<string, string>> {
    const scoringUri = (await endpoints.get(endpointName))?.properties.scoringUri ?? "";
    return { scoringUri, authMode: "Key", endpointId: `${azure.workspace}/onlineEndpoints/${endpointName}` };
  }

  async function connectionWithKeys(): Promise<Record<string, string>> {
    const { primaryKey: key, secondaryKey: otherKey } = await endpoints.listKeys(endpointName);
    return { ...(await connection()), key, otherKey };
  }

  it("score in each language of the examples", async () => {
    const request = join(folder, "request.json");
    await writeFile(request, '{"sleep": 0}');
    const known = await connectionWithKeys();
    const env = { ...process.env, ENDPOINT_CONNECTION: JSON.stringify(known) };
    const example = (file: string) => join(root, "examples/clients", file);
    const clients = [
      run(process.execPath, ["-r", "ts-node/register/transpile-only", example("score.ts"), request], {
        env,
        cwd: root,
      }),
      run("python3", [example("score.py"), request], { env }),
      run(example("score.sh"), [request], { env: { ...env, SCORING_URI: known.scoringUri, KEY: known.key } }),
    ];
    for (const { stdout } of await Promise.all(clients)) assert.deepEqual(JSON.parse(stdout), { version: "1" });
  });

  it("score by the command, many at once, and read what the script takes", async () => {
    const lines = join(folder, "requests.jsonl");
    const answers = join(folder, "answers.jsonl");
    await writeFile(lines, '{"sleep": 0}\n{"sleep": 0.01}\n');
    const many = ["--lines", "-f", lines, "--repeat", "5", "--concurrency", "3", "-o", answers, "--json"];
    const { count, failed, byStatus } = JSON.parse((await cli("invoke", endpointName, ...many)).stdout);
    assert.deepEqual([count, failed, byStatus], [10, 0, { "200": 10 }]);
    const { swagger } = JSON.parse((await cli("swagger", endpointName)).stdout);
    assert.equal(swagger, "2.0");
    const { openapi } = JSON.parse((await cli("swagger", endpointName, "--spec-version", "3")).stdout);
    assert.match(openapi, /^3\./);
  });

  it("lose no request while both keys are made new", async () => {
    const opened = await openScoring(endpoints, endpointName);
    const signedIn = ScoringClient.fromConnection(JSON.stringify(await connection()));
    const callers = [opened, signedIn].map((client) => new SteadyCaller(client, RATE));
    // The service knows no key of before afterwards.
    const before = await endpoints.listKeys(endpointName);
    for (let round = 0; round < 2; round += 1) await cli("keys", "rotate", endpointName, "--pause", "2");
    await sleep(1000); // requests with the last keys
    await Promise.all(callers.map((caller) => caller.stop()));
    const now = await endpoints.listKeys(endpointName);
    for (const key of Object.values(before)) assert.ok(!Object.values(now).includes(key));
    for (const { failures, answered } of callers) {
      assert.deepEqual(failures, []);
      assert.ok(answered > RATE, `${answered} answered`);
    }
    await Promise.all([opened.close(), signedIn.close()]);
  });

  it("lose no request while tokens expire, and go over to them when the auth mode has changed", async () => {
    const client = await openScoring(endpoints, endpointName);
    await stack.up(() => serving(azure.workspace, { ...wanted, authMode: "AMLToken" }));
    const caller = new SteadyCaller(client, RATE);
    const { authMode, token } = JSON.parse((await cli("token", endpointName, "--json")).stdout);
    assert.equal(authMode, "AMLToken");
    const before = await azure.timesAsked("/token");
    await sleep(3 * LIFETIME * 1000);
    await caller.stop();
    assert.deepEqual(caller.failures, []);
    assert.ok(caller.answered > RATE, `${caller.answered} answered`);
    assert.ok((await azure.timesAsked("/token")) >= before + 2, "the token was not renewed");
    // The first one is over by now.
    const { scoringUri = "" } = await connection();
    const late = new ScoringClient(scoringUri, { token: () => token });
    await assert.rejects(late.score({ sleep: 0 }), { name: "ScoringError", reason: "unauthorized" });
    await Promise.all([late.close(), client.close()]);
  });
});
