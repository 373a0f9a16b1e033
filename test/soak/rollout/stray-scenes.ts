import { golden, type Release, type Side } from "./release";

/** A place where a plain `up` may stray in, and what has to come of it. */
export interface Scene {
  state: string;
  /** What the program says from here on. */
  release?: Release;
  /** The commands of `rollout` that lead there. */
  by: string[][];
  /** Stage and status in the tag; undefined where there is none, or one of another release. */
  tag?: string;
  /** What the first `up` changes; a second one changes nothing. */
  changes: string[];
  /** What an `up` is refused with. */
  refusal?: RegExp;
}

const blue: Side = { name: "blue", RELEASE: "1" };
const green: Side = { name: "green", RELEASE: "2" };
const third: Side = { name: "blue", RELEASE: "3" };
const plan = {
  weights: [20, 50],
  plan: { smoke: golden, mirror: 10, approval: {}, retireAfter: "1h" },
} satisfies Partial<Release>;

const made = (name: string): string[] => [`create fraud-${name}`, `create fraud-${name}-deployment`];
const gone = (name: string): string[] => [`delete fraud-${name}`, `delete fraud-${name}-deployment`];
const advance = ["advance"];
const under = /rollout \w+ .*is under way/s;

const declared: Scene = {
  ...{ state: "a candidate is declared", by: [], changes: made("green") },
  release: { live: blue, candidate: green, ...plan },
};

/** From one release to the next, with everything that a plan may hold. */
const forth: Scene[] = [
  declared,
  { state: "provisioning", by: [advance], tag: "0 running", changes: [] },
  { state: "smoking", by: [advance], tag: "1 running", changes: [] },
  { state: "mirroring 10 %", by: [advance], tag: "2 running", changes: [] },
  { state: "shifted to 20 %", by: [advance], tag: "3 running", changes: [] },
  { state: "held at 20 %", by: [["pause"]], tag: "3 held-paused", changes: [] },
  { state: "resumed at 20 %", by: [["resume"]], tag: "3 running", changes: [] },
  { state: "shifted to 50 %, approval asked for", by: [advance], tag: "4 running", changes: [] },
  { state: "approved at 50 %", by: [["promote"]], tag: "4 approved", changes: [] },
  { state: "shifted to 100 %", by: [advance], tag: "5 running", changes: [] },
  { state: "baking", by: [advance], tag: "6 running", changes: [] },
  { state: "retiring, with the delay", by: [advance], tag: "7 running", changes: [] },
  { state: "succeeded", by: [["promote"]], tag: "7 succeeded", changes: gone("blue") },
];

/** The next release, which goes back; and one whose content changes on the way. */
const back: Scene[] = [
  {
    ...{ state: "another candidate is declared", by: [], changes: made("blue") },
    release: { live: green, candidate: third, ...plan },
  },
  { state: "shifted to 20 %, next release", by: [advance, advance, advance, advance], tag: "3 running", changes: [] },
  {
    ...{ state: "the program says other content", by: [], tag: "3 running", changes: [], refusal: under },
    release: { live: green, candidate: { ...third, RELEASE: "4" }, ...plan },
  },
  {
    ...{ state: "held, and it says other content", by: [["pause"]], tag: "3 held-paused", changes: [], refusal: under },
  },
  {
    ...{ state: "rolled back", by: [["abort"]], tag: "3 rolledBack", changes: gone("blue") },
    release: { live: green, candidate: third, ...plan },
  },
  {
    ...{ state: "rolled back, and its content changes", by: [], changes: made("blue") },
    release: { live: green, candidate: { ...third, RELEASE: "5" }, ...plan },
  },
];

/** All of them. */
export const allScenes: readonly Scene[] = [...forth, ...back];

/** One of each kind: nothing to do, refused, and a deployment that goes once. */
export const fewScenes: readonly Scene[] = [
  { ...declared, by: [] },
  { state: "shifted to 20 %", by: [advance, advance, advance, advance], tag: "3 running", changes: [] },
  {
    ...{ state: "the program says other content", by: [], tag: "3 running", changes: [], refusal: under },
    release: { live: blue, candidate: { ...green, RELEASE: "4" }, ...plan },
  },
  {
    ...{ state: "rolled back", by: [["abort"]], tag: "3 rolledBack", changes: gone("green") },
    release: { live: blue, candidate: green, ...plan },
  },
];

/** What is there before the first one. */
export const atFirst: Release = { live: blue };
