import type { Fault } from "../arm/fault";
import { MAX_MIRROR } from "../arm/traffic";
import type { Gate } from "./gates";
import { saidInstances } from "./said-instances";
import type { Stage } from "./stages";

/** Live traffic rises, and ends with all of it. */
export function weightFaults(stages: readonly Stage[]): Fault[] {
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

/** Numbers of instances, and that the candidate has as many as the program says before it gets everything. */
export function instanceFaults(stages: readonly Stage[]): Fault[] {
  const said = saidInstances(stages).map(({ index, kind, instances: value }) => ({
    ...{ field: `stages[${index}].instances`, value, kind },
  }));
  const faults = said.flatMap(({ field, value, kind }): Fault[] => {
    const isFine = isWhole(value, 1) || (value === "asGiven" && kind === "scale");
    return isFine ? [] : [{ field, value, rule: 'it is a whole number from 1, or "asGiven" in a scale stage' }];
  });
  const last = said.at(-1);
  if (last === undefined || last.value === "asGiven") return faults;
  const { field, value } = last;
  const rule = "the candidate gets everything with as many instances as the program says";
  const fix = 'put a scale stage with instances: "asGiven" before the last shift';
  return [...faults, { field, value, rule, fix }];
}

export function stageFaults(stage: Stage, index: number): Fault[] {
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

export function gateFaults(gate: Gate, index: number): Fault[] {
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
