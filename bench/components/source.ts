import type { Bench } from "../bench";
import { median } from "../median";
import { Consumer } from "./consumer";
import type { Cost } from "./engine";
import { BenchStack } from "./stack";
import { flat, ours } from "./ways";

/** One endpoint, from TypeScript that the engine checks and compiles first, as `pulumi new` sets a project up. */
export const source: Bench = {
  name: "source",
  question: "How long does a preview from TypeScript source take, with its type-check?",
  async run({ rounds, tell }) {
    const consumer = Consumer.make();
    const stacks: BenchStack[] = [];
    try {
      for (const way of [ours, flat]) {
        stacks.push(await BenchStack.make(consumer.project(way, "typescript"), way, 1));
      }
      const [mine, other] = stacks;
      const pairs: [mine: Cost, other: Cost][] = [];
      for (let round = 0; round <= rounds && mine && other; round++) {
        const first = round % 2 === 0 ? await other.preview() : undefined;
        const second = await mine.preview();
        const pair: [Cost, Cost] = [second, first ?? (await other.preview())];
        const line = pair.map(({ seconds, cpuSeconds }) => `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)})`);
        tell(`${round === 0 ? "warm-up" : `round ${round}`}: ${line.join(" against ")}`);
        if (round > 0) pairs.push(pair);
      }
      const ratio = (of: (cost: Cost) => number): number => median(pairs.map(([one, two]) => of(one) / of(two)));
      const wanted = "at most 0.6";
      return [
        { what: "preview from source: time", value: ratio(({ seconds }) => seconds), wanted },
        { what: "preview from source: processor time", value: ratio(({ cpuSeconds }) => cpuSeconds), wanted },
        { what: "preview from source: memory", value: ratio((cost) => cost.programMegabytes), wanted },
      ];
    } finally {
      await Promise.all(stacks.map((stack) => stack.remove()));
      consumer.remove();
    }
  },
};
