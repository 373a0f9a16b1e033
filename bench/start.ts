import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installedAzurite } from "../emulator/blobs/azurite-install";
import { homeFolder } from "../emulator/index";
import type { Bench } from "./bench";
import { median } from "./median";

const DIST = join(__dirname, "..", "dist", "emulator");

/** The local Azure ML from nothing to an answer, beside Azurite, which is but its blob store. */
export const start: Bench = {
  name: "start",
  question: "How soon is a local Azure ML ready?",
  async run({ rounds, tell }) {
    const azurite = await installedAzurite(homeFolder(), tell);
    const times = { first: [] as number[], again: [] as number[], azurite: [] as number[] };
    for (let round = 1; round <= rounds; round++) {
      const folder = mkdtempSync(join(tmpdir(), "bench-start-"));
      times.first.push(await untilReady(folder));
      times.again.push(await untilReady(folder));
      rmSync(folder, { recursive: true, force: true });
      times.azurite.push(await untilAzuriteAnswers(azurite));
      tell(`round ${round}: ${times.first.at(-1)?.toFixed(0)} ms, again ${times.again.at(-1)?.toFixed(0)} ms`);
    }
    return [
      { what: "first start, s", value: median(times.first) / 1000, wanted: "under 1" },
      { what: "start with what was kept, s", value: median(times.again) / 1000, wanted: "under 1" },
      { what: "first start, by that of Azurite alone", value: median(times.first) / median(times.azurite) },
    ];
  },
};

/** Milliseconds from the start of the background process to its word that it is ready. */
async function untilReady(folder: string): Promise<number> {
  const begun = performance.now();
  const child = fork(join(DIST, "daemon-program.js"), [folder, "{}"], {
    execArgv: [],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const gone = once(child, "exit");
  const took = await new Promise<number>((ready, failed) => {
    child.on("message", (message) => {
      if (typeof message === "object" && "ready" in message) ready(performance.now() - begun);
    });
    child.once("exit", (code) => failed(new Error(`the local Azure ML ended with ${code}`)));
  });
  child.kill("SIGTERM");
  await gone;
  return took;
}

async function untilAzuriteAnswers(folder: string): Promise<number> {
  const begun = performance.now();
  const program = join(folder, "node_modules", "azurite", "dist", "src", "blob", "main.js");
  const data = mkdtempSync(join(tmpdir(), "bench-azurite-"));
  const child = spawn(
    process.execPath,
    [program, "--blobPort", "0", "--location", data, "--skipApiVersionCheck", "--disableTelemetry"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const gone = once(child, "exit");
  process.once("exit", () => child.kill("SIGKILL"));
  const took = await new Promise<number>((ready, failed) => {
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
      if (said.includes("successfully listen")) ready(performance.now() - begun);
    });
    child.once("exit", (code) => failed(new Error(`Azurite ended with ${code}`)));
  });
  child.kill("SIGKILL");
  await gone;
  rmSync(data, { recursive: true, force: true });
  return took;
}
