/**
 * Scores in a process of its own, by the client or by undici alone. Called with who asks, the scoring URI and the number of
 * requests at once. For each number that it is told it asks so many seconds, and tells what came of it; on `memory` it tells
 * the bytes that it holds after a full collection.
 */
import { Pool } from "undici";
import { ScoringClient } from "../../azure/scoring/scoring-client";

const [who = "", scoringUri = "", atOnce = "1"] = process.argv.slice(2);
const KEY = "0123456789abcdefghijklmnopqrstuv";
const INPUT = { data: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]] };
const connections = Number(atOnce);

const ask = who === "undici" ? byUndici() : byClient();

function byClient(): () => Promise<unknown> {
  const client = new ScoringClient(scoringUri, { key: KEY }, { connections });
  return async () => (await client.score(INPUT)).body;
}

/** What a program would write that needs neither retries nor errors with a reason. */
function byUndici(): () => Promise<unknown> {
  const { origin, pathname: path } = new URL(scoringUri);
  const pool = new Pool(origin, { connections });
  const headers = { "authorization": `Bearer ${KEY}`, "content-type": "application/json" };
  return async () => {
    const { statusCode, body } = await pool.request({ path, method: "POST", headers, body: JSON.stringify(INPUT) });
    if (statusCode !== 200) throw new Error(`status ${statusCode}`);
    return body.json();
  };
}

async function run(seconds: number): Promise<void> {
  const began = performance.now();
  const before = process.cpuUsage();
  let requests = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() - began < seconds * 1000) {
      await ask();
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const { user, system } = process.cpuUsage(before);
  const took = (performance.now() - began) / 1000;
  process.send?.({ requests, seconds: took, processorMicroseconds: user + system });
}

process.on("message", (told: unknown) => {
  if (typeof told === "number") return void run(told);
  global.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, heapUsed, external });
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
