import type { Fault } from "../arm/fault";
import type { Plan, Stage } from "./stages";

/** Members that a stage needs beside its name, by kind. Numbers and lists are judged by `planFaults`. */
const members: Readonly<Record<Stage["kind"], readonly string[]>> = {
  provision: ["maxSeconds"],
  smoke: ["requests"],
  mirror: ["percent", "minSeconds", "maxSeconds"],
  scale: ["instances", "maxSeconds"],
  shift: ["weight", "minSeconds", "maxSeconds"],
  bake: ["minSeconds", "maxSeconds"],
  retire: ["delaySeconds", "then"],
};

/** What a plan that comes from JSON lacks to be one at all. Where there is nothing, `planFaults` can judge the rest. */
export function planShapeFaults(field: string, value: unknown): Fault[] {
  if (!isRecord(value)) return [{ field, value, rule: "this is no plan", fix: "for example canary([10, 50])" }];
  const { stages, gates, onInconclusive } = value;
  return [
    ...listFaults(`${field}.stages`, stages, stageFaults),
    ...listFaults(`${field}.gates`, gates, gateFaults),
    ...wordFaults(`${field}.onInconclusive`, onInconclusive, ["extend", "hold", "rollback"]),
  ];
}

/** True where a value has the shape of a plan. */
export function isPlan(value: unknown): value is Plan {
  return planShapeFaults("plan", value).length === 0;
}

function listFaults(field: string, value: unknown, judge: (field: string, member: unknown) => Fault[]): Fault[] {
  if (!Array.isArray(value)) return [{ field, value, rule: "this is a list" }];
  return value.flatMap((member: unknown, index) => judge(`${field}[${index}]`, member));
}

function stageFaults(field: string, stage: unknown): Fault[] {
  if (!isRecord(stage)) return [{ field, value: stage, rule: "a stage has a kind and a name" }];
  const { kind, name } = stage;
  const needed = Object.entries(members).find(([known]) => known === kind)?.[1];
  if (!needed) return wordFaults(`${field}.kind`, kind, Object.keys(members));
  return [
    ...textFaults(`${field}.name`, name),
    ...needed.flatMap((member) =>
      missingFaults(`${field}.${member}`, stage[member], `a ${String(kind)} stage needs it`),
    ),
    ...(kind === "retire" ? wordFaults(`${field}.then`, stage["then"], ["delete", "scaleDown"]) : []),
    ...(kind === "smoke" ? listFaults(`${field}.requests`, stage["requests"], () => []) : []),
    ...(stage["approval"] === undefined ? [] : approvalFaults(`${field}.approval`, stage["approval"])),
  ];
}

function approvalFaults(field: string, approval: unknown): Fault[] {
  if (!isRecord(approval)) return [{ field, value: approval, rule: "an approval has expiresSeconds and onExpiry" }];
  return [
    ...missingFaults(`${field}.expiresSeconds`, approval["expiresSeconds"], "an approval needs it"),
    ...wordFaults(`${field}.onExpiry`, approval["onExpiry"], ["rollback", "hold"]),
  ];
}

function gateFaults(field: string, gate: unknown): Fault[] {
  if (!isRecord(gate)) return [{ field, value: gate, rule: "a gate has a kind and a name" }];
  return [
    ...textFaults(`${field}.name`, gate["name"]),
    ...wordFaults(`${field}.kind`, gate["kind"], ["absolute"]),
    ...wordFaults(`${field}.mode`, gate["mode"], ["enforce", "observe"]),
  ];
}

function textFaults(field: string, value: unknown): Fault[] {
  return typeof value === "string" ? [] : [{ field, value, rule: "this is a text" }];
}

function missingFaults(field: string, value: unknown, rule: string): Fault[] {
  return value === undefined || value === null ? [{ field, rule }] : [];
}

function wordFaults(field: string, value: unknown, words: readonly string[]): Fault[] {
  return words.some((word) => word === value) ? [] : [{ field, value, rule: `it is one of ${words.join(" | ")}` }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
