/**
 * Takes releases through their plans and back under steady load. Build first (`npm run build`), then
 * `node -r ts-node/register/transpile-only test/soak/rollout-under-load.ts [requests a second]`
 */
import { table } from "../load/table";
import { allPassages, rolloutsUnderLoad } from "./rollout/under-load";
import { print, script } from "./script";

const rate = Number(process.argv[2] ?? 60);

print(`${rate} requests a second`);
async function main(): Promise<void> {
  const onReport = ({ name, seconds }: { name: string; seconds: number }) => print(`${name}: ${seconds.toFixed(0)} s`);
  const result = await rolloutsUnderLoad(allPassages, rate, onReport);
  const { reports, requests, failedByCandidate, faults, samples } = result;
  print(`\n${table(reports)}\n`);
  print(
    `${requests} requests, ${failedByCandidate} failed by the candidate that fails, ${faults.length} others failed, ` +
      `answered by one without a share or read other than written; the endpoint was read ${samples} times`,
  );
  if (faults.length > 0) throw new Error(faults.slice(0, 20).join("\n"));
}

script(main());
