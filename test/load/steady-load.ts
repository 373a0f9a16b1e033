/**
 * Takes an endpoint through every kind of change while requests come in at a steady rate. Build first (`npm run build`),
 * then `node -r ts-node/register/transpile-only test/load/steady-load.ts [requests a second] [words in the step's name]`
 */
import { steadyLoad } from "./steady";
import { oneByOne } from "./steps";
import { faultsIn, table } from "./table";
import type { Report } from "./stretch";

const rate = Number(process.argv[2] ?? 60);
const words = process.argv[3] ?? "";
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const told = ({ name, seconds, requests, failed, faults }: Report): string =>
  `${name}: ${requests} requests in ${seconds.toFixed(1)} s, ${failed} failed${faults.length > 0 ? ", FAULTS" : ""}`;

print(`${rate} requests a second`);
steadyLoad({
  rate,
  steps: (identity) => oneByOne(identity).filter(({ name }) => name.includes(words)),
  onReport: (report) => print(told(report)),
}).then(
  ({ reports, between }) => {
    print(`\n${table(reports)}\n`);
    const all = [...reports, ...between];
    const sum = (count: (report: Report) => number): number => all.reduce((total, report) => total + count(report), 0);
    const faults = faultsIn(all);
    const seconds = sum((report) => report.seconds);
    print(
      `${sum(({ requests }) => requests)} requests in ${seconds.toFixed(0)} s, ${sum(({ failed }) => failed)} failed; ` +
        `${sum(({ refused }) => refused)} with the credential of a former auth mode were refused as they should be; ` +
        `the endpoint was read ${sum(({ samples }) => samples)} times`,
    );
    if (faults.length === 0) return;
    process.stderr.write(`${faults.join("\n")}\n`);
    process.exitCode = 1;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
