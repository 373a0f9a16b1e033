/**
 * Kills an emulator again and again and checks what comes back. Build first (`npm run build`), then
 * `node -r ts-node/register/transpile-only test/kills/run.ts [count] [seed]`
 */
import { killAndCheck } from "./kills";

const count = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const sums = { writes: 0, checked: 0 };
const restarts: number[] = [];
const print = (line: string): void => void process.stdout.write(`${line}\n`);

print(`${count} kills, seed ${seed}`);
killAndCheck({
  count,
  seed,
  onKill({ kill, writes, checked, restart }) {
    sums.writes += writes;
    sums.checked += checked;
    restarts.push(restart);
    if (kill % 10 === 0 || kill === count) print(`${kill} kills, ${sums.writes} writes, ${sums.checked} answers hold`);
  },
}).then(
  () => {
    const median = restarts.sort((a, b) => a - b)[Math.floor(restarts.length / 2)] ?? 0;
    print(`all hold; a restart took ${Math.round(median)} ms, half of them less`);
  },
  (error: unknown) => {
    process.stderr.write(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
