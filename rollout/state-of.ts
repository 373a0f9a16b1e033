import type { Cursor } from "./cursor";
import type { Plan, Stage } from "./plan";

/** What a rollout is at, in one word. */
export type RolloutState =
  | "idle"
  | "provisioning"
  | "smoking"
  | "scaling"
  | "mirroring"
  | "observing"
  | "baking"
  | "retiring"
  | "held"
  | "succeeded"
  | "rolledBack";

const words: Record<Stage["kind"], RolloutState> = {
  provision: "provisioning",
  smoke: "smoking",
  mirror: "mirroring",
  scale: "scaling",
  shift: "observing",
  bake: "baking",
  retire: "retiring",
};

/** The state that a cursor stands for; `idle` where there is none. */
export function stateOf({ stages }: Plan, cursor: Cursor | undefined): RolloutState {
  if (!cursor) return "idle";
  if (cursor.status !== "running") return cursor.status;
  const stage = stages[cursor.stage];
  return stage ? words[stage.kind] : "held";
}
