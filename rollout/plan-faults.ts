import type { Fault } from "../arm/fault";
import { MAX_MIRROR } from "../arm/traffic";
import type { Gate } from "./gates";
import type { Plan, Stage } from "./plan";

/** Every rule that a plan breaks. */
export function planFaults({ stages, gates }: Plan): Fault[] {
  return [
    ...nameFaults("stages", stages),
    ...nameFaults("gates", gates),
    ...orderFaults(stages),
    ...weightFaults(stages),
    ...stages.flatMap(stageFaults),
    ...gates.flatMap(gateFaults),
  ];
}

/** Names go into stack configuration, URLs and journals, so they are as plain as a deployment's. */
function nameFaults(list: string, named: readonly { readonly name: string }[]): Fault[] {
  return named.flatMap(({ name }, index): Fault[] => {
    const field = `${list}[${index}].name`;
    if (!/^[a-z]([a-z0-9-]{0,62}[a-z0-9])?$/.test(name)) {
      const rule = "a name has 1 to 64 lower-case letters, digits and dashes, and begins with a letter";
      return [{ field, value: name, rule }];
    }
    const first = named.findIndex((other) => other.name === name);
    return first < index ? [{ field, value: name, rule: `${list}[${first}] has this name too` }] : [];
  });
}

/** Which kinds may stand where. */
function orderFaults(stages: readonly Stage[]): Fault[] {
  const kinds = stages.map(({ kind }) => kind);
  const firstShift = kinds.indexOf("shift");
  const faults = stages.flatMap(({ kind }, index): Fault[] => {
    const rule = orderRule(kind, index, kinds, firstShift);
    return rule === undefined ? [] : [{ field: `stages[${index}].kind`, value: kind, rule }];
  });
  const missing: Fault[] = [
    ...(kinds[0] === "provision"
      ? []
      : [{ field: "stages", value: kinds, rule: "a plan begins with a provision stage" }]),
    ...(firstShift < 0 ? [{ field: "stages", value: kinds, rule: "a plan has a shift stage that ends at 100" }] : []),
  ];
  return [...missing, ...faults];
}

function orderRule(
  kind: Stage["kind"],
  index: number,
  kinds: readonly Stage["kind"][],
  firstShift: number,
): string | undefined {
  const afterShift = firstShift >= 0 && index > firstShift;
  switch (kind) {
    case "provision":
      return index > 0 ? "the candidate is provisioned once, in the first stage" : undefined;
    case "smoke":
      return kinds.slice(0, index).some((before) => before === "mirror" || before === "shift")
        ? "golden requests come before all others"
        : undefined;
    case "mirror":
      return afterShift ? "what has live traffic can't get copies of it" : undefined;
    case "bake":
      return afterShift ? undefined : "a bake stage comes after the candidate got live traffic";
    case "retire":
      return index === kinds.length - 1 ? undefined : "nothing comes after the former deployment went";
    case "shift":
      return undefined;
  }
}

/** Live traffic rises, and ends with all of it. */
function weightFaults(stages: readonly Stage[]): Fault[] {
  const shifts = stages.flatMap((stage, index) => (stage.kind === "shift" ? [{ weight: stage.weight, index }] : []));
  return shifts.flatMap(({ weight, index }, place): Fault[] => {
    const field = `stages[${index}].weight`;
    if (!isShare(weight, 100)) {
      return [{ field, value: weight, rule: "a weight is a whole number of percent from 1 to 100" }];
    }
    const before = shifts[place - 1]?.weight;
    if (before !== undefined && weight <= before) {
      return [{ field, value: weight, rule: `weights rise, and the shift before has ${before}` }];
    }
    return place === shifts.length - 1 && weight !== 100
      ? [{ field, value: weight, rule: "the last shift gives the candidate 100" }]
      : [];
  });
}

function stageFaults(stage: Stage, index: number): Fault[] {
  const at = `stages[${index}]`;
  const faults = Object.entries(stage)
    .filter(([name]) => name.endsWith("Seconds"))
    .flatMap(([name, value]) => secondsFaults(`${at}.${name}`, value));
  if ("minSeconds" in stage && stage.maxSeconds < stage.minSeconds) {
    const rule = `it can't end before it lasted ${stage.minSeconds} s`;
    faults.push({ field: `${at}.maxSeconds`, value: stage.maxSeconds, rule });
  }
  if (stage.kind === "mirror" && !isShare(stage.percent, MAX_MIRROR)) {
    const rule = `a mirror is a whole number of percent from 1 to ${MAX_MIRROR}`;
    faults.push({ field: `${at}.percent`, value: stage.percent, rule });
  }
  if (stage.kind === "shift" && stage.approval) {
    faults.push(...secondsFaults(`${at}.approval.expiresSeconds`, stage.approval.expiresSeconds));
  }
  if (stage.kind === "smoke" && stage.requests.length === 0) {
    faults.push({ field: `${at}.requests`, value: [], rule: "a smoke stage sends at least one golden request" });
  }
  return faults;
}

function gateFaults(gate: Gate, index: number): Fault[] {
  const at = `gates[${index}]`;
  const { maxErrorShare, minRequests, windowMinutes } = gate;
  return [
    ...(maxErrorShare >= 0 && maxErrorShare < 1
      ? []
      : [{ field: `${at}.maxErrorShare`, value: maxErrorShare, rule: "a share is a number from 0 to below 1" }]),
    ...(isWhole(minRequests, 1)
      ? []
      : [
          {
            field: `${at}.minRequests`,
            value: minRequests,
            rule: "a verdict needs a whole number of requests, at least 1",
          },
        ]),
    ...(isWhole(windowMinutes, 1)
      ? []
      : [
          {
            field: `${at}.windowMinutes`,
            value: windowMinutes,
            rule: "a window has a whole number of minutes, at least 1",
          },
        ]),
  ];
}

function secondsFaults(field: string, value: unknown): Fault[] {
  return isWhole(value, 0) ? [] : [{ field, value, rule: "a time is a whole number of seconds from 0" }];
}

function isWhole(value: unknown, least: number): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least;
}

function isShare(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
