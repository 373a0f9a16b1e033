import type { Bench, Figure } from "../bench";
import { median } from "../median";
import { Consumer } from "./consumer";
import type { Cost } from "./engine";
import { BenchStack } from "./stack";
import { flat, grouped, ours, type Way } from "./ways";

const ways = [ours, flat, grouped];

/** What one way of writing cost in one round. */
type Round = Record<"preview" | "up", Cost>;

/** Many endpoints with two deployments each, by components and by hand. */
export const scale: Bench = {
  name: "components",
  question: "What do the components cost over the same resources written by hand?",
  async run({ rounds, endpoints, tell }) {
    const consumer = Consumer.make();
    try {
      const projects = new Map(ways.map((way) => [way, consumer.project(way, "javascript")]));
      const figures: Figure[] = [];
      const bySize = new Map<number, Map<Way, Round[]>>();
      for (const size of endpoints) {
        const found = new Map(ways.map((way): [Way, Round[]] => [way, []]));
        bySize.set(size, found);
        for (let round = 1; round <= roundsOf(size, rounds); round++) {
          // By turns forwards and backwards, so that whatever else the machine does meets all alike.
          for (const way of round % 2 === 0 ? [...ways].reverse() : ways) {
            const costs = await measure(projects.get(way) ?? "", way, size);
            found.get(way)?.push(costs);
            tell(`${size} endpoints, round ${round}, ${way.name}: ${told(costs.preview)}, up ${told(costs.up)}`);
          }
        }
        figures.push(...compared(size, found));
      }
      return [...figures, ...growth(bySize)];
    } finally {
      consumer.remove();
    }
  },
};

/** The largest take minutes each. */
function roundsOf(size: number, rounds: number): number {
  return size > 100 ? 1 : size > 10 ? Math.min(rounds, 3) : rounds;
}

async function measure(project: string, way: Way, size: number): Promise<Round> {
  const stack = await BenchStack.make(project, way, size);
  try {
    return { preview: await stack.preview(), up: await stack.up() };
  } finally {
    await stack.remove();
  }
}

function compared(size: number, found: ReadonlyMap<Way, readonly Round[]>): Figure[] {
  const mine = found.get(ours) ?? [];
  return [flat, grouped].flatMap((reference) =>
    (["preview", "up"] as const).flatMap((verb) => {
      const others = found.get(reference) ?? [];
      const ratio = (of: (cost: Cost) => number): number =>
        median(mine.map((round, index) => of(round[verb]) / of(others[index]?.[verb] ?? round[verb])));
      const what = `${verb} of ${size}, by ${reference.name}`;
      const wanted = "at most 1.1";
      return [
        { what: `${what}: time`, value: ratio(({ seconds }) => seconds), wanted },
        { what: `${what}: processor time`, value: ratio(({ cpuSeconds }) => cpuSeconds), wanted },
        { what: `${what}: memory of the program`, value: ratio((cost) => cost.programMegabytes), wanted },
        { what: `${what}: memory of the engine`, value: ratio((cost) => cost.engineMegabytes), wanted },
      ];
    }),
  );
}

/** Processor time of one more endpoint among many, by that among few. */
function growth(bySize: ReadonlyMap<number, ReadonlyMap<Way, readonly Round[]>>): Figure[] {
  const sizes = [...bySize.keys()].sort((a, b) => a - b);
  const [few, more, most] = [sizes.at(0), sizes.at(-2), sizes.at(-1)];
  if (few === undefined || more === undefined || most === undefined || sizes.length < 3) return [];
  return [ours, flat].flatMap((way) =>
    (["preview", "up"] as const).map((verb) => {
      const cpu = (size: number): number =>
        median((bySize.get(size)?.get(way) ?? []).map((round) => round[verb].cpuSeconds));
      const value = (cpu(most) - cpu(more)) / (most - more) / ((cpu(more) - cpu(few)) / (more - few));
      const what = `${verb}, ${way.name}: one more beyond ${more} by one more beyond ${few}`;
      return { what, value, wanted: "1 is linear" };
    }),
  );
}

function told({ seconds, cpuSeconds, programMegabytes }: Cost): string {
  return `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of processors, ${programMegabytes.toFixed(0)} MB)`;
}
