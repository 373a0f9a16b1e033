import type { Fault } from "../arm/fault";
import type { Stage } from "./stages";

/** Which kinds may stand where. */
export function orderFaults(stages: readonly Stage[]): Fault[] {
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
      return kinds.slice(0, index).some((before) => before === "mirror" || before === "scale" || before === "shift")
        ? "golden requests come before all others"
        : undefined;
    case "mirror":
      return afterShift ? "what has live traffic can't get copies of it" : undefined;
    case "scale":
      return kinds.lastIndexOf("shift") > index
        ? undefined
        : "the candidate has its instances before it gets everything";
    case "bake":
      return afterShift ? undefined : "a bake stage comes after the candidate got live traffic";
    case "retire":
      return index === kinds.length - 1 ? undefined : "nothing comes after the former deployment went";
    case "shift":
      return undefined;
  }
}
