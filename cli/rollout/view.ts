import { styleText } from "node:util";
import { wordsFor } from "../../rollout/duration";
import type { Stage } from "../../rollout/plan";
import type { Inspection, OpenRollout } from "../../runner/index";
import { gateWords, stageTime, stageWords } from "./words";

/** Characters of a bar that stands for all of the traffic. */
const WIDTH = 25;

/** Where a rollout is, on a terminal: who gets how much, the stages, what the gates say. */
export function viewOf({ name, endpoint }: Pick<OpenRollout, "name" | "endpoint">, now: Inspection): string {
  const { situation, gates } = now;
  const { intent, live, candidate } = situation;
  const { cursor, isReady } = situation.endpoint;
  const sides = cursor ?? intent;
  const lines = [
    `${styleText("bold", name)}  ${sides.live} → ${sides.candidate} on ${endpoint}${isReady ? "" : "  (being updated)"}`,
    ...trafficLines(now, [
      [sides.live, live],
      [sides.candidate, candidate],
    ]),
    "",
    ...intent.plan.stages.map((stage, index) => stageLine(now, stage, index)),
    ...ending(now),
    ...(gates.length > 0 ? ["", ...gates.map((gate) => styleText(colours[gate.verdict], `  ${gateWords(gate)}`))] : []),
  ];
  return lines.join("\n");
}

const colours = { pass: "green", fail: "red", inconclusive: "yellow" } as const;

function trafficLines(
  { situation }: Inspection,
  sides: readonly (readonly [name: string, standing: string])[],
): string[] {
  const { traffic, mirrorTraffic } = situation.endpoint;
  const width = Math.max(...sides.map(([name]) => name.length));
  return sides.map(([name, standing]) => {
    const share = traffic[name] ?? 0;
    const filled = Math.round((share * WIDTH) / 100);
    const bar = styleText("cyan", "█".repeat(filled)) + styleText("dim", "░".repeat(WIDTH - filled));
    const copies = mirrorTraffic[name] ? `, copies of ${mirrorTraffic[name]} %` : "";
    return `  ${name.padEnd(width)}  ${bar} ${String(share).padStart(3)} %${copies}  ${standing}`;
  });
}

function stageLine({ situation }: Inspection, stage: Stage, index: number): string {
  const { intent, now } = situation;
  const { cursor } = situation.endpoint;
  const width = Math.max(...intent.plan.stages.map(({ name }) => name.length));
  const label = stage.name.padEnd(width);
  const at = cursor?.stage ?? -1;
  const isDone = index < at || (index === at && cursor?.status === "succeeded");
  if (isDone) return `  ${styleText("green", "✓")} ${label}  ${styleText("dim", stageWords(stage))}`;
  if (index !== at || !cursor) return styleText("dim", `  · ${label}  ${stageWords(stage)}`);
  const [mark, colour] = marks[cursor.status];
  const time = stageTime(stage);
  const elapsed =
    cursor.status === "running" ? `, ${wordsFor(Math.max(0, now - cursor.since))}${time ? ` (${time})` : ""}` : "";
  return `  ${styleText(colour, mark)} ${styleText("bold", label)}  ${stageWords(stage)}${elapsed}`;
}

const marks = {
  running: ["▶", "cyan"],
  held: ["■", "yellow"],
  succeeded: ["✓", "green"],
  rolledBack: ["✗", "red"],
} as const;

function ending({ situation }: Inspection): string[] {
  const { cursor } = situation.endpoint;
  switch (cursor?.status) {
    case "held":
      return ["", styleText("yellow", `  it stands still (${cursor.hold}): resume, promote or abort it`)];
    case "rolledBack":
      return [
        "",
        styleText("red", `  it was rolled back; ${cursor.candidate} is not tried again until its content changes`),
      ];
    case "succeeded":
      return ["", styleText("green", `  ${cursor.candidate} has all live traffic`)];
    default:
      return [];
  }
}
