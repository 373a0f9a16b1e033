import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../kills/random";
import { CliStack } from "./cli-stack";
import { succeeded } from "./commands";
import { beginning, change, type Desired } from "./desired";
import { engineSteps } from "./engine-steps";
import { allAgree } from "./final-checks";
import { type Killed, killed, needsRecovery, randomKill } from "./killed-update";
import { Operations } from "./operations";
import { killTree } from "./processes";
import { WeightsWatch } from "./weights-watch";

export interface SequenceOptions {
  sequences: number;
  seed: number;
  onSequence?: (report: SequenceReport) => void;
}

/** What happened in one sequence. */
export interface SequenceReport {
  sequence: number;
  /** What was asked, with who was killed in it. */
  story: string[];
  kills: number;
  /** What recovery did, counted: `import`, `forget`, `refresh`, `lock`. */
  remedies: Record<string, number>;
  /** How it came right. */
  way: "up" | "recover, up";
  samples: number;
  writes: number;
}

/** Milliseconds that an operation of the service takes. */
const OPERATION_TIME = 800;

/**
 * Runs random updates, kills their processes at random moments, brings the stack in order with `recover` and `up` alone, and
 * throws where state, service and program then differ, or where a split ever was another than asked.
 */
export async function killEngines({ sequences, seed, onSequence }: SequenceOptions): Promise<void> {
  const random = new Random(seed);
  const operations = new Operations();
  const stack = await CliStack.create({
    pace: async () => {
      operations.begin();
      await sleep(OPERATION_TIME);
    },
  });
  const watch = new WeightsWatch(stack);
  const run = new Run(stack, watch, operations, random);
  try {
    for (let sequence = 1; sequence <= sequences; sequence++) {
      const report = await run.sequence(sequence);
      onSequence?.({ sequence, ...report });
    }
  } finally {
    await watch.stop();
    await stack.remove();
  }
}

class Run {
  private desired: Desired | undefined;
  private number = 0;

  constructor(
    private readonly stack: CliStack,
    private readonly watch: WeightsWatch,
    private readonly operations: Operations,
    private readonly random: Random,
  ) {}

  async sequence(sequence: number): Promise<Omit<SequenceReport, "sequence">> {
    const { watch, stack } = this;
    const before = { samples: watch.samples, writes: watch.writes };
    const report: Omit<SequenceReport, "sequence"> = {
      ...{ story: [], kills: 0, remedies: {}, way: "up", samples: 0, writes: 0 },
    };
    try {
      const imported = await this.killedUpdates(report);
      await finished(stack, imported);
      assert.ok(this.desired);
      await allAgree(stack, this.desired);
      succeeded(await stack.pulumi("preview", "--refresh", "--expect-no-changes", "--stack", "dev"));
      await watch.checkWrites();
      assert.deepEqual(watch.wrong, [], "a split that nobody asked for");
    } catch (cause) {
      throw new Error(`sequence ${sequence}: ${report.story.join("; ")}`, { cause });
    }
    return { ...report, samples: watch.samples - before.samples, writes: watch.writes - before.writes };
  }

  /** One or two updates that are cut off, each with what recovery does; the URNs that the last one imported. */
  private async killedUpdates(report: Omit<SequenceReport, "sequence">): Promise<Set<string>> {
    const { stack, random } = this;
    const asked: Desired[] = this.desired ? [this.desired] : [];
    const imported = new Set<string>();
    for (let updates = 1 + random.below(2); updates > 0; updates--) {
      this.number += 1;
      const { what, desired, operations } = this.desired
        ? change(this.desired, random, this.number)
        : beginning(`fraud-${this.number}`);
      this.desired = desired;
      asked.push(desired);
      this.watch.allow(asked);
      await stack.declare(desired);
      const outcome = await killed(stack.startUp(), randomKill(random, operations, OPERATION_TIME), this.operations);
      report.story.push(tell(what, outcome));
      if (outcome.hit) report.kills += 1;
      imported.clear(); // what a later update changes may differ
      if (!needsRecovery(outcome) && !(await isPending(stack))) continue;
      report.way = "recover, up";
      const recovery = await recovered(stack, random);
      for (const remedy of remediesOf(recovery)) report.remedies[remedy] = (report.remedies[remedy] ?? 0) + 1;
      for (const { urn, remedy } of recovery.operations) if (remedy === "import") imported.add(urn);
    }
    return imported;
  }
}

interface Recovered {
  deadLocks: unknown[];
  cutOffFile: string | null;
  operations: { urn: string; remedy: string }[];
}

/** Recovers; at times recovery is killed as well and run again. A second run has nothing to do. */
async function recovered(stack: CliStack, random: Random): Promise<Recovered> {
  if (random.below(5) === 0) {
    const cutOff = stack.startRecover("--yes");
    await Promise.race([cutOff.ended, sleep(random.below(6000))]);
    killTree(cutOff.child.pid ?? 0);
    await cutOff.ended;
  }
  const recovery: Recovered = JSON.parse(succeeded(await stack.recover("--yes", "--json")).stdout);
  if (random.below(4) === 0) {
    const again: Recovered = JSON.parse(succeeded(await stack.recover("--yes", "--json")).stdout);
    assert.deepEqual([again.deadLocks, again.operations], [[], []], "a second run has nothing to do");
  }
  return recovery;
}

function remediesOf({ deadLocks, cutOffFile, operations }: Recovered): string[] {
  const files = [...(deadLocks.length > 0 ? ["lock"] : []), ...(cutOffFile === null ? [] : ["cut-off file"])];
  return [...files, ...operations.map(({ remedy }) => remedy)];
}

/** Ends an update that nobody kills; what was imported is what the program says, so nothing is done to it. */
async function finished(stack: CliStack, imported: ReadonlySet<string>): Promise<void> {
  const { ended, steps } = await engineSteps(stack.commands, "up", "--yes", "--skip-preview");
  succeeded(ended);
  const touched = steps.filter(({ urn, op }) => imported.has(urn) && !/^(same|delete|discard)/.test(op));
  assert.deepEqual(touched, [], "an imported resource is left as it is");
}

async function isPending(stack: CliStack): Promise<boolean> {
  return ((await stack.state()).pending_operations ?? []).length > 0;
}

function tell(what: string, { kill: { victim, afterOperations, delay }, hit }: Killed): string {
  const when = afterOperations === undefined ? `${delay} ms` : `operation ${afterOperations} + ${delay} ms`;
  return `${what} (${hit ? "" : "not "}killed: ${victim}, ${when})`;
}
