import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Seconds that one Python process takes for the same files by the same script. */
export async function runPlainLoop(
  python: string,
  { files, rounds, miniBatchSize, output }: { files: string; rounds: number; miniBatchSize: number; output: string },
): Promise<number> {
  const begun = performance.now();
  const program = join(__dirname, "plain_loop.py");
  const child = spawn(python, ["-B", program, files, String(miniBatchSize), output], {
    env: { ...process.env, BENCH_WORK: String(rounds) },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`the plain loop ended with ${code}`);
  return (performance.now() - begun) / 1000;
}
