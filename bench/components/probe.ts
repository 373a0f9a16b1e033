import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

/** What a process has cost: its largest resident memory, and its processor time. */
export type Probed = z.infer<typeof probed>;
const probed = z.object({ megabytes: z.number(), cpuSeconds: z.number() });

/** Hears from the Node process below a command that runs a Pulumi program, or the compiler. */
export function openProbe(): { environment: NodeJS.ProcessEnv; close(): Probed } {
  const folder = mkdtempSync(join(tmpdir(), "bench-probe-"));
  const file = join(folder, "probed.json");
  return {
    environment: { BENCH_PROBE_FILE: file, NODE_OPTIONS: `--require=${join(__dirname, "probe.cjs")}` },
    close() {
      try {
        return probed.parse(JSON.parse(readFileSync(file, "utf8")));
      } catch {
        return { megabytes: 0, cpuSeconds: 0 }; // there was no such process
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}
