import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeFolder, preparePythonEnvironment } from "../../emulator/index";
import { startServerProcess } from "../../emulator/serving/instance/server-process";
import { writeLauncher } from "../../emulator/serving/launcher";
import type { Bench } from "../bench";
import { compare } from "../load/paired";
import { KEY, startFrontEndProcess } from "./front-end-process";

const SCRIPT = `def init():
    pass


def run(data):
    return {"predictions": [0.12, 0.88]}
`;

/** The bare inference server, and the same process with the front end before it. */
export const beforeServer: Bench = {
  name: "server",
  question: "What does the front end cost before a real inference server?",
  async run({ rounds, seconds, tell }) {
    const folder = mkdtempSync(join(tmpdir(), "bench-server-"));
    const script = join(folder, "score.py");
    const cwd = join(folder, "run");
    mkdirSync(cwd);
    writeFileSync(script, SCRIPT);
    const condaFile = await readFile(join(__dirname, "../../examples/blue-green/environment/conda.yaml"), "utf8");
    const { python } = await preparePythonEnvironment({ home: homeFolder(), condaFile }, tell);
    const env = { PATH: process.env["PATH"] ?? "", AZUREML_ENTRY_SCRIPT: script, AML_APP_ROOT: folder };
    const said: string[] = [];
    const server = startServerProcess({ python, launcher: writeLauncher(folder), script, cwd, env }, (text) =>
      said.push(text),
    );
    const ended = server.exited.then(() => {
      throw new Error(`the inference server ended:\n${said.join("")}`);
    });
    ended.catch(() => undefined);
    const port = await Promise.race([server.port, ended]);
    const frontEnd = await startFrontEndProcess([port]);
    try {
      const load = { connections: 4, seconds, key: KEY, body: '{"data":[[1,2,3,4,5,6,7,8,9,10]]}' };
      const { subject, reference, throughput, addedP99 } = await compare({
        subject: { url: frontEnd.scoringUri, ...load },
        reference: { url: `http://127.0.0.1:${port}/score`, ...load },
        rounds,
        onRound: tell,
      });
      return [
        { what: "throughput, with the front end by without", value: throughput, wanted: "at least 0.9" },
        { what: "added at p99, ms", value: addedP99, wanted: "at most 2" },
        { what: "with the front end, requests/s", value: subject.requestsPerSecond },
        { what: "bare server, requests/s", value: reference.requestsPerSecond },
        { what: "with the front end, p50 ms", value: subject.p50 },
        { what: "bare server, p50 ms", value: reference.p50 },
      ];
    } finally {
      await frontEnd.stop();
      await server.stop(1_000);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
