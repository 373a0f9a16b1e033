/** A way to write the same resources. */
export interface Way {
  name: string;
  /** File in `programs`, without its ending. */
  program: "ours" | "hand-written";
  /** Whether the hand-written resources of an endpoint hang together in component resources, as ours do. */
  grouped: boolean;
}

export const ours: Way = { name: "ours", program: "ours", grouped: false };
/** Custom resources alone. */
export const flat: Way = { name: "hand-written", program: "hand-written", grouped: false };
/** With the component resources that our components are in the state, and nothing else of theirs. */
export const grouped: Way = { name: "hand-written in groups", program: "hand-written", grouped: true };
