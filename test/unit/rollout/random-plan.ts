import type { Plan, Stage } from "../../../rollout";
import type { Random } from "../../kills/random";
import { EXPIRES, LEAST, MOST } from "./abstract-world";

const MOST_STAGES = 8;

type Part = Stage extends infer Each ? (Each extends Stage ? Omit<Each, "name"> : never) : never;

/** A plan that breaks no rule, of up to eight stages of any kind. */
export function randomPlan(random: Random): Plan {
  for (;;) {
    const parts = randomParts(random);
    if (parts.length > MOST_STAGES) continue;
    const stages = withInstances(parts, random).map((part, index): Stage => ({
      ...part,
      name: `${part.kind}-${index}`,
    }));
    return { stages, gates: [], onInconclusive: random.of(["extend", "hold", "rollback"]) };
  }
}

function randomParts(random: Random): Part[] {
  const timed = () => {
    const minSeconds = random.of([0, LEAST]);
    return { minSeconds, maxSeconds: Math.max(minSeconds, random.of([LEAST, MOST])) };
  };
  const some = (most: number, part: () => Part): Part[] => Array.from({ length: random.below(most + 1) }, part);
  const smoke = (): Part => ({ kind: "smoke", requests: [{ name: "one", body: {}, expect: {} }] });
  const mirror = (): Part => ({ kind: "mirror", percent: 1 + random.below(50), ...timed() });
  const scale = (): Part => ({ kind: "scale", instances: 1 + random.below(4), maxSeconds: MOST });
  const bake = (): Part => ({ kind: "bake", ...timed() });
  const retire = (): Part => ({
    ...{ kind: "retire", delaySeconds: random.of([0, LEAST]), then: random.of(["delete", "scaleDown"]) },
  });
  const shift = (weight: number): Part => {
    const approval = { expiresSeconds: random.of([MOST, EXPIRES]), onExpiry: random.of(["rollback", "hold"] as const) };
    return { kind: "shift", weight, ...timed(), ...(random.below(4) === 0 && { approval }) };
  };
  const weights = new Set(Array.from({ length: random.below(4) }, () => 1 + random.below(99)));
  const rising = [...weights].sort((a, b) => a - b);
  return [
    { kind: "provision", maxSeconds: MOST },
    ...some(2, smoke),
    ...some(2, () => random.of([mirror, scale])()),
    ...rising.flatMap((weight) => [shift(weight), ...some(2, () => random.of([bake, scale])())]),
    shift(100),
    ...some(2, bake),
    ...some(1, retire),
  ];
}

/** The last stage that says instances has as many as the program says; only with one may the first one say fewer. */
function withInstances(parts: readonly Part[], random: Random): Part[] {
  const last = parts.findLastIndex(({ kind }) => kind === "scale");
  if (last < 0) return [...parts];
  const instances = random.below(3);
  return parts.map((part, index): Part => {
    if (part.kind === "provision") return { ...part, ...(instances > 0 && { instances }) };
    return part.kind === "scale" && index === last ? { ...part, instances: "asGiven" } : part;
  });
}
