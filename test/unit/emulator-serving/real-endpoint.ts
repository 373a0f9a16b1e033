import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { homeFolder } from "../../../emulator/home";
import type { DeploymentSpec, Probe, ServedEndpoint } from "../../../emulator/serving/contract";
import { startFrontEnd, type FrontEnd } from "../../../emulator/serving/front-end";
import { createServingRuntime } from "../../../emulator/serving/runtime";

const PROBE: Probe = { initialDelay: 10, period: 10, timeout: 2, successThreshold: 1, failureThreshold: 30 };

export const CONDA_FILE = `
name: scoring
channels: [conda-forge]
dependencies:
  - pip
  - pip:
    - azureml-inference-server-http==1.5.1
`;

/** A deployment of a small scoring script, `scoring/v1` unless said otherwise. */
export function deployment(
  name: string,
  changes: Partial<DeploymentSpec> & { version?: "v1" | "v2" } = {},
): DeploymentSpec {
  const { version = "v1", ...rest } = changes;
  return {
    endpoint: "fraud",
    deployment: name,
    code: { folder: join(__dirname, "scoring"), scoringScript: `${version}/score.py` },
    environment: { image: "mcr.microsoft.com/azureml/minimal-py311-inference:latest", condaFile: CONDA_FILE },
    environmentVariables: {},
    instanceCount: 1,
    requestTimeoutMs: 20_000,
    maxConcurrentRequestsPerInstance: 1,
    livenessProbe: PROBE,
    readinessProbe: PROBE,
    appInsightsEnabled: false,
    ...rest,
  };
}

export interface Scored {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

/** A real runtime with a front end; endpoint `fraud`, key `k`. */
export async function startServing(traffic: Record<string, number>) {
  const folder = mkdtempSync(join(tmpdir(), "serving-"));
  const runtime = createServingRuntime({ folder, pythonHome: homeFolder(), log: () => undefined });
  const endpoint: ServedEndpoint = {
    name: "fraud",
    authMode: "Key",
    keys: { primaryKey: "k", secondaryKey: "l" },
    traffic,
    mirrorTraffic: {},
  };
  const frontEnd = await startFrontEnd({
    directory: {
      find: (name) => (name === "fraud" ? endpoint : undefined),
      validAmlToken: () => false,
      mayScore: () => false,
    },
    runtime,
  });
  return {
    runtime,
    endpoint,
    folder,
    /** The inference server processes of this runtime. */
    processes: (): number[] =>
      processesUnder(process.pid).filter((pid) => commandOf(pid).includes(join(folder, "launcher.py"))),
    score: (body: object = {}, headers: Record<string, string> = {}) => score(frontEnd, body, headers),
    async stop(): Promise<void> {
      await frontEnd.close();
      await runtime.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function score(frontEnd: FrontEnd, body: object, headers: Record<string, string>): Promise<Scored> {
  return new Promise((settle, fail) => {
    const all = { "authorization": "Bearer k", "content-type": "application/json", ...headers };
    const outgoing = httpRequest(`${frontEnd.url}/fraud/score`, { method: "POST", headers: all, agent: false });
    outgoing.once("response", (response) => {
      text(response).then((answer) => {
        settle({ status: response.statusCode ?? 0, headers: response.headers, body: answer });
      }, fail);
    });
    outgoing.once("error", fail).end(JSON.stringify(body));
  });
}

/** Processes whose parents lead to `ancestor`, itself included. */
export function processesUnder(ancestor: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const stat = attempt(() => readFileSync(`/proc/${name}/stat`, "utf8"));
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const under = [ancestor];
  for (const pid of under) for (const [child, parent] of parents) if (parent === pid) under.push(child);
  return under;
}

/** Addresses on which the processes accept TCP connections, as the kernel lists them: `0100007F:1389`. */
export function listeningAddresses(pids: readonly number[]): string[] {
  const inodes = new Set<string>();
  for (const pid of pids) {
    for (const fd of attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? []) {
      const inode = /^socket:\[(\d+)\]$/.exec(attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? "")?.[1];
      if (inode) inodes.add(inode);
    }
  }
  const rows = ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, "utf8").trim().split("\n").slice(1),
  );
  const fields = rows.map((row) => row.trim().split(/\s+/));
  return fields.filter((row) => row[3] === "0A" && inodes.has(row[9] ?? "")).map((row) => row[1] ?? "");
}

function commandOf(pid: number): string {
  return attempt(() => readFileSync(`/proc/${pid}/cmdline`, "utf8")) ?? "";
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
