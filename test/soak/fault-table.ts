/**
 * Lets every fault of the local Azure ML strike in every phase of an endpoint's life on the real engine, and prints what
 * came of it as the table of docs/faults.md:
 *
 *     npm run build && node -r ts-node/register/transpile-only test/soak/fault-table.ts [words of a row]
 *
 * Ends with 1 where a rule is broken: no success that is none, no weight for a deployment that is not ready, and after
 * the fault is over one `up` makes it right.
 */
import { allCells, phases } from "./fault-cells";
import { FaultLife, type Outcome } from "./fault-life";

async function main(words: string): Promise<void> {
  const cells = allCells().filter(({ name }) => name.includes(words));
  const outcomes: Outcome[] = [];
  const life = await FaultLife.begin();
  try {
    for (const cell of cells) {
      const outcome = await life.live(cell);
      outcomes.push(outcome);
      process.stderr.write(`${JSON.stringify({ ...outcome, cell: `${cell.name} / ${cell.phase}` })}\n`);
    }
  } finally {
    await life.end();
  }
  process.stdout.write(`${table(outcomes)}\n`);
  if (outcomes.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
}

function table(outcomes: readonly Outcome[]): string {
  const names = [...new Set(outcomes.map(({ cell }) => cell.name))];
  const rows = names.map((name) =>
    phases.map((phase) => shown(outcomes.find(({ cell }) => cell.name === name && cell.phase === phase))),
  );
  return [
    `| fault | ${phases.join(" | ")} |`,
    `| --- | ${phases.map(() => "---").join(" | ")} |`,
    ...names.map((name, index) => `| ${name} | ${rows[index]?.join(" | ")} |`),
  ].join("\n");
}

function shown(outcome: Outcome | undefined): string {
  if (!outcome) return "";
  const { ended, healed, broken } = outcome;
  const text = ended === "succeeded" ? "succeeds" : `fails; healed by \`${healed}\``;
  return broken.length > 0 ? `${text} **${broken.join("; ")}**` : text;
}

main(process.argv[2] ?? "").catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
