import type { Fault } from "../../emulator/faults/fault";

/** What an `up` is about when faults strike. */
export const phases = ["create", "update", "shift", "delete"] as const;

export type Phase = (typeof phases)[number];

/** One or more faults that strike in one phase. */
export interface Cell {
  name: string;
  phase: Phase;
  faults: Fault[];
  /** Seconds after which somebody clears the faults while the `up` still runs: it can't end before. */
  clearAfter?: number;
}

const deployment = "*/onlineEndpoints/fraud-dev/deployments/*";
const endpoint = "*/onlineEndpoints/fraud-dev";

/** The write that a phase is about. */
const writes = {
  create: { method: "PUT", path: deployment },
  update: { method: "PUT", path: deployment },
  shift: { method: "PUT", path: endpoint },
  delete: { method: "DELETE", path: deployment },
} as const satisfies Record<Phase, object>;

/** The operation of that write. */
const operations = {
  create: { operation: "create", deployment: "blue" },
  update: { deployment: "blue" },
  shift: { operation: "update", endpoint: "fraud-dev" },
  delete: { operation: "delete", deployment: "blue" },
} as const satisfies Record<Phase, object>;

const blue = { endpoint: "fraud-dev", deployment: "blue" };

/** Every kind of fault, by name, as it strikes in a phase. Undefined where there is nothing that it could strike. */
const kinds: Record<string, (phase: Phase) => Omit<Cell, "name" | "phase"> | undefined> = {
  "answer 503, once": (phase) => ({ faults: [{ kind: "answer", ...writes[phase], status: 503, times: 1 }] }),
  "answer 409, twice": (phase) => ({ faults: [{ kind: "answer", ...writes[phase], status: 409, times: 2 }] }),
  "answer 429, once": (phase) => ({ faults: [{ kind: "answer", ...writes[phase], status: 429, times: 1 }] }),
  "answer 500, always": (phase) => ({ faults: [{ kind: "answer", ...writes[phase], status: 500 }] }),
  "lost-answer": (phase) => ({ faults: [{ kind: "lost-answer", ...writes[phase], times: 1 }] }),
  "slow-answer": (phase) => ({
    faults: [{ kind: "slow-answer", path: writes[phase].path, milliseconds: 1_500 }],
  }),
  "hang-answer": (phase) => ({ faults: [{ kind: "hang-answer", ...writes[phase], times: 1 }], clearAfter: 5 }),
  "stale-read": (phase) => ({ faults: [{ kind: "stale-read", path: writes[phase].path, reads: 3 }] }),
  "quota": (phase) =>
    phase === "create" || phase === "update"
      ? { faults: [{ kind: "quota", instances: phase === "create" ? 0 : 1 }] }
      : undefined,
  "provisioning-failure before": (phase) => ({
    faults: [{ kind: "provisioning-failure", ...operations[phase], code: "OutOfQuota", times: 1 }],
  }),
  "provisioning-failure after": (phase) => ({
    faults: [
      { kind: "provisioning-failure", ...operations[phase], code: "InternalServerError", when: "after", times: 1 },
    ],
  }),
  "slow-operation": (phase) => ({ faults: [{ kind: "slow-operation", ...operations[phase], seconds: 4 }] }),
  "stuck-operation": (phase) => ({ faults: [{ kind: "stuck-operation", ...operations[phase] }], clearAfter: 5 }),
  "crash-instance": (phase) => (phase === "create" ? undefined : { faults: [{ kind: "crash-instance", ...blue }] }),
  "hang-instance": (phase) => (phase === "create" ? undefined : { faults: [{ kind: "hang-instance", ...blue }] }),
  "scoring": () => ({ faults: [{ kind: "scoring", modelStatus: 500 }] }),
};

/** Every cell of the table, row by row. */
export function allCells(): Cell[] {
  return Object.entries(kinds).flatMap(([name, cell]) =>
    phases.flatMap((phase) => {
      const found = cell(phase);
      return found ? [{ name, phase, ...found }] : [];
    }),
  );
}

/** Each kind of fault once, those together that do not hide each other, in four phases. */
export function fewCells(): Cell[] {
  const together: [Phase, string[]][] = [
    ["create", ["stale-read", "slow-answer", "slow-operation"]],
    ["update", ["quota", "hang-instance", "scoring"]],
    ["shift", ["lost-answer", "answer 503, once", "crash-instance"]],
    ["delete", ["provisioning-failure before"]],
  ];
  const held: [Phase, string[]] = ["delete", ["hang-answer", "stuck-operation"]];
  return [...together, held].map(([phase, names]) => {
    const cells = names.map((name) => kinds[name]?.(phase));
    const clearAfter = cells.some((cell) => cell?.clearAfter !== undefined) ? 2 : undefined;
    return {
      name: names.join(", "),
      phase,
      faults: cells.flatMap((cell) => cell?.faults ?? []),
      ...(clearAfter === undefined ? {} : { clearAfter }),
    };
  });
}
