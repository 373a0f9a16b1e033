import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome } from "../engine/serving-stack";
import { Azure } from "./azure";
import { Load } from "./load";
import { endpointName, neighbour, serving, type Serving } from "./program";
import { type Split, splitText } from "./split";
import { type InlineStack, Stacks } from "./stacks";
import { atFirst, type Step } from "./steps";
import type { Expected, Report } from "./stretch";

/** How a run goes. */
export interface SteadyOptions {
  /** Requests a second. */
  rate: number;
  /** The changes, in their order. `identity` is the ARM id of a user-assigned identity. */
  steps: (identity: string) => readonly Step[];
  onReport?: (report: Report) => void;
}

/** What became of a run. */
export interface Outcomes {
  /** One for each step. */
  reports: Report[];
  /** What was seen between them. */
  between: Report[];
}

/** Takes an endpoint through changes while requests come in at a steady rate, and gives what was seen in each. */
export async function steadyLoad({ rate, steps, onReport }: SteadyOptions): Promise<Outcomes> {
  const folder = await mkdtemp(join(tmpdir(), "azureml-load-"));
  const azure = await Azure.start(folder);
  try {
    const stacks = await Stacks.open(azure.status, folder);
    try {
      const run = await UnderLoad.start(azure, stacks, rate);
      try {
        const outcomes: Outcomes = { reports: [], between: [] };
        for (const step of steps(await azure.addIdentity("scoring"))) {
          const { between, report } = await run.step(step);
          outcomes.between.push(between);
          outcomes.reports.push(report);
          onReport?.(report);
        }
        return outcomes;
      } finally {
        await run.stop();
      }
    } finally {
      stacks.close();
    }
  } finally {
    await azure.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A stack that owns an endpoint under load, and one beside it. */
class UnderLoad {
  #wanted: Serving = atFirst;

  private constructor(
    private readonly azure: Azure,
    private readonly owner: InlineStack,
    private readonly other: InlineStack,
    private readonly load: Load,
  ) {}

  static async start(azure: Azure, stacks: Stacks, rate: number): Promise<UnderLoad> {
    const { workspace } = azure;
    const [owner, other] = await Promise.all([stacks.stack("main"), stacks.stack("other")]);
    await owner.up(() => serving(workspace, atFirst));
    await azure.splitsWritten();
    const first = atRest(atFirst);
    const load = await Load.start({ workspace, endpoint: endpointName, rate, first });
    return new UnderLoad(azure, owner, other, load);
  }

  /** Makes one change; gives what was seen before it began and until it was done. */
  async step(step: Step): Promise<{ between: Report; report: Report }> {
    const { name, change } = step;
    const before = this.#wanted;
    const wanted = { ...before, aliases: [], ...change };
    const allowed = [splitOf(before), splitOf(wanted)];
    const [authMode, nextAuthMode] = [before.authMode ?? "Key", wanted.authMode ?? "Key"];
    const mode = authMode === nextAuthMode ? { authMode } : { authMode, nextAuthMode };

    const between = await this.load.turn({ name, allowed, ...mode });
    const faults = await this.carryOut(step, wanted);
    const report = await this.load.turn(atRest(wanted));
    const texts = allowed.map(splitText);
    const strayed = (await this.azure.splitsWritten()).filter((split) => !texts.includes(split));
    this.#wanted = wanted;
    return { between, report: { ...report, faults: [...report.faults, ...faults, ...strayed.map(written)] } };
  }

  stop(): Promise<void> {
    return this.load.stop();
  }

  /** What the engine would do or did that it should not. */
  private async carryOut({ by = "up", neighbour: theirs, onlyMoves }: Step, wanted: Serving): Promise<string[]> {
    const { workspace } = this.azure;
    const [stack, program] = theirs
      ? [this.other, () => neighbour(workspace, theirs)]
      : [this.owner, () => serving(workspace, wanted)];
    const faults: string[] = [];
    const judge = ({ steps }: Outcome, what: string): void => {
      const stray = steps.filter((step) => onlyMoves && !onlyMoves.includes(step));
      faults.push(...stray.map((step) => `${what}: ${step}`));
    };
    if (onlyMoves) judge(await stack.preview(program), "the preview");
    if (by === "refresh") judge(await stack.refresh(), "the refresh");
    else judge(await stack.up(program, { refresh: by === "up --refresh" }), "the up");
    return faults;
  }
}

function atRest(wanted: Serving): Expected {
  return { name: "between", allowed: [splitOf(wanted)], authMode: wanted.authMode ?? "Key" };
}

function splitOf({ traffic, mirrorTraffic }: Serving): Split {
  return { traffic, mirrorTraffic };
}

function written(split: string): string {
  return `a PUT said ${split}`;
}
