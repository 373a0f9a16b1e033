import type { Stretch, Totals } from "./stretch";

/** Seconds with a digit after the point, for example `3.2 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A share as a percentage, for example `9.7 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** For example `214 requests, none failed; blue answered 214; p50 5.1 ms, p95 9.4 ms`. */
export function stretchText({ count, failed, byDeployment, p50, p95 }: Stretch): string {
  const answers = Object.entries(byDeployment).map(([name, number]) => `${name} answered ${number}`);
  const times = `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
  return [`${count} requests, ${failed === 0 ? "none" : failed} failed`, ...answers, times].join("; ");
}

/** For example `2581 requests of clients, 183 failed, each of them in the broken release`. */
export function totalsText({ answered, failed }: Totals): string {
  const failures = failed === 0 ? "none failed" : `${failed} failed, each of them in the broken release`;
  return `${answered + failed} requests of clients, ${failures}`;
}

/** The engine's own count of what it did, for example `1 created, 1 updated, 14 unchanged`. */
export function changesText(stdout: string): string {
  const counts = stdout.slice(stdout.lastIndexOf("Resources:"));
  const found = counts.matchAll(/\d+ (?:created|updated|replaced|deleted|unchanged)/g);
  return [...found].map(([text]) => text).join(", ") || "no changes";
}
