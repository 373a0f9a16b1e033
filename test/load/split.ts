/** Percent by deployment, as the service tells it. */
export type Weights = Readonly<Record<string, number>>;

/** Who gets which share of the requests, and of copies of them. */
export interface Split {
  traffic: Weights;
  mirrorTraffic?: Weights;
}

/** `blue 90, green 10, mirror green 20`; `nobody` where there is no live traffic. */
export function splitText({ traffic, mirrorTraffic = {} }: Split): string {
  const listed = (weights: Weights, word: string): string[] =>
    Object.entries(weights)
      .filter(([, weight]) => weight !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, weight]) => `${word}${name} ${weight}`);
  const live = listed(traffic, "");
  return [...(live.length > 0 ? live : ["nobody"]), ...listed(mirrorTraffic, "mirror ")].join(", ");
}
