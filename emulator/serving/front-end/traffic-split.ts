/** A number in [0, 1), as `Math.random` gives it. */
export type Random = () => number;

/** A deployment by weight; undefined where none has a positive one. */
export function chooseByWeight(traffic: Readonly<Record<string, number>>, random: Random): string | undefined {
  let total = 0;
  for (const name in traffic) total += Math.max(0, traffic[name] ?? 0);
  if (total <= 0) return undefined;
  let point = random() * total;
  let chosen: string | undefined;
  for (const name in traffic) {
    const weight = traffic[name] ?? 0;
    if (weight <= 0) continue;
    chosen = name;
    if ((point -= weight) < 0) break;
  }
  return chosen;
}

/** The deployment that gets a copy of this request, if any: each in its percentage. */
export function chooseMirror(mirrorTraffic: Readonly<Record<string, number>>, random: Random): string | undefined {
  for (const name in mirrorTraffic) {
    if (random() * 100 < (mirrorTraffic[name] ?? 0)) return name;
  }
  return undefined;
}
