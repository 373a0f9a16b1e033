import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { z } from "zod";
import type { OnlineEndpoints } from "../../azure/online-endpoints";
import { UsageError } from "../failure";
import { examples } from "../help";
import { wholeNumber } from "../options";
import { note, printJson } from "../output";
import { agreed } from "../recover/ask";
import { findEndpoint } from "./find";
import { refuseWithoutKeys } from "./keyless";
import { choose, workspaceOptions } from "./workspace";

const COMMAND = "pulumi-azureml endpoint keys rotate";

const own = z.object({
  only: z.enum(["primary", "secondary"], { error: "primary or secondary is expected" }).optional(),
  pause: wholeNumber("a time in seconds", 1, 604_800).optional(),
  dryRun: z.boolean().optional(),
  json: z.boolean().optional(),
});

/** Keys in the order in which they are regenerated: callers of the primary one move to the secondary one in between. */
const ORDER = ["secondary", "primary"] as const;
type Slot = (typeof ORDER)[number];

/** `endpoint keys rotate NAME`: makes both keys new, one after the other. */
export function addKeysRotate(parent: Command): void {
  workspaceOptions(parent.command("rotate"))
    .description("make both keys new, one after the other, so that callers always have one that works; prints no key")
    .argument("<name>", "the endpoint")
    .option("--only <key>", "primary or secondary: one of the steps alone")
    .option("--pause <seconds>", "time for callers to move between the two; without it you are asked")
    .option("--dry-run", "say what would be done")
    .option("--json", "print {endpoint, regenerated}")
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml endpoint keys rotate cancer", "asks before the second key"],
        ["pulumi-azureml endpoint keys rotate cancer --pause 600", "ten minutes between"],
        ["pulumi-azureml endpoint keys rotate cancer --only secondary", "the first step alone"],
      ]),
    )
    .action(async (name: string, given: unknown) => {
      const { options, endpoints } = await choose(COMMAND, own, { name, options: given });
      const { only, pause, dryRun, json } = options;
      const steps = only === undefined ? ORDER : [only];
      if (steps.length > 1 && pause === undefined && !dryRun && !process.stdin.isTTY) {
        const rule = "nobody is here to say when callers have moved";
        const fix = "give the seconds that they need, or one key at a time with --only";
        throw new UsageError(COMMAND, [{ field: "--pause", rule, fix }]);
      }
      refuseWithoutKeys(await findEndpoint(endpoints, name));
      const regenerated = dryRun ? [] : await rotate(endpoints, { name, steps, pause });
      if (dryRun) for (const slot of steps) note(`would regenerate the ${slot} key of ${name}`);
      if (json) printJson({ endpoint: name, regenerated });
    });
}

/** What is regenerated, in order, and how long callers have between. */
interface Rotation {
  name: string;
  steps: readonly Slot[];
  pause: number | undefined;
}

async function rotate(endpoints: OnlineEndpoints, { name, steps, pause }: Rotation): Promise<Slot[]> {
  const done: Slot[] = [];
  for (const slot of steps) {
    if (done.length > 0 && !(await callersHaveMoved(name, pause))) {
      note(`the ${slot} key stays; go on with: ${COMMAND} ${name} --only ${slot}`);
      return done;
    }
    await endpoints.regenerateKey(name, slot === "primary" ? "Primary" : "Secondary");
    note(`the ${slot} key of ${name} is new; the former one works no longer`);
    done.push(slot);
  }
  return done;
}

async function callersHaveMoved(name: string, pause: number | undefined): Promise<boolean> {
  note(`now let callers take the secondary key: pulumi-azureml endpoint keys ${name}`);
  if (pause === undefined) return agreed("have all callers moved to the secondary key?");
  note(`${pause} seconds until the primary key is regenerated; Ctrl-C keeps it`);
  await sleep(pause * 1000);
  return true;
}
