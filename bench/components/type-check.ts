import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench";
import { median } from "../median";
import { Consumer } from "./consumer";
import { openProbe } from "./probe";
import { flat, ours } from "./ways";

/** What any Pulumi program loads. */
const LEAST = 'import * as pulumi from "@pulumi/pulumi";\nexport const stack = pulumi.getStack();\n';

interface Checked {
  seconds: number;
  cpuSeconds: number;
  megabytes: number;
}

/** `tsc --noEmit` in a consumer's project. */
export const typeCheck: Bench = {
  name: "type-check",
  question: "How long does a consumer's type-check take?",
  async run({ rounds, tell }) {
    const consumer = Consumer.make();
    try {
      const least = join(consumer.folder, "least");
      mkdirSync(least);
      writeFileSync(join(least, "index.ts"), LEAST);
      const folders = {
        ours: consumer.project(ours, "typescript"),
        byHand: consumer.project(flat, "typescript"),
        least,
      };
      const found: Record<keyof typeof folders, Checked>[] = [];
      for (let round = 0; round <= rounds; round++) {
        const checked = {
          ours: check(folders.ours),
          byHand: check(folders.byHand),
          least: check(folders.least, ["index.ts", "--strict", "--target", "es2020", "--module", "commonjs"]),
        };
        const line = Object.entries(checked).map(([name, one]) => `${name} ${one.seconds.toFixed(2)} s`);
        tell(`${round === 0 ? "warm-up" : `round ${round}`}: ${line.join(", ")}`);
        if (round > 0) found.push(checked);
      }
      const ratio = (member: keyof Checked, reference: "byHand" | "least"): number =>
        median(found.map((round) => round.ours[member] / round[reference][member]));
      return [
        { what: "type-check, by hand-written: time", value: ratio("seconds", "byHand"), wanted: "at most 0.4" },
        {
          what: "type-check, by hand-written: processor time",
          value: ratio("cpuSeconds", "byHand"),
          wanted: "at most 0.4",
        },
        { what: "type-check, by hand-written: memory", value: ratio("megabytes", "byHand"), wanted: "at most 0.4" },
        { what: "type-check, by @pulumi/pulumi alone: time", value: ratio("seconds", "least") },
        { what: "type-check, by @pulumi/pulumi alone: processor time", value: ratio("cpuSeconds", "least") },
        { what: "type-check, by @pulumi/pulumi alone: memory", value: ratio("megabytes", "least") },
      ];
    } finally {
      consumer.remove();
    }
  },
};

function check(cwd: string, args: readonly string[] = []): Checked {
  const tsc = require.resolve("typescript/bin/tsc");
  const options = ["--noEmit", "--skipLibCheck", "--extendedDiagnostics"];
  const probe = openProbe();
  const env = { ...process.env, ...probe.environment };
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options, ...args], { cwd, env, encoding: "utf8" });
  const { cpuSeconds } = probe.close();
  if (status !== 0) throw new Error(`${cwd}: ${stdout}`);
  const told = (name: string): number => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1]);
  return { seconds: told("Total time"), cpuSeconds, megabytes: told("Memory used") / 1024 };
}
