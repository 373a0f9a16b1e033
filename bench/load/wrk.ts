import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** What is asked of a server, over and over. */
export interface Load {
  url: string;
  /** Connections, each with one request at a time. */
  connections: number;
  seconds: number;
  key: string;
  body: string;
}

/** What one load run has seen. */
export interface Seen {
  requestsPerSecond: number;
  requests: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** Puts load on a server with `wrk` (Debian's package of that name). Throws where any answer was not 200. */
export async function wrk({ url, connections, seconds, key, body }: Load): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const script = join(folder, "post.lua");
  writeFileSync(
    script,
    `wrk.method = "POST"
wrk.body = ${JSON.stringify(body)}
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = ${JSON.stringify(`Bearer ${key}`)}
`,
  );
  try {
    const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", "-s", script, url];
    const { stdout } = await promisify(execFile)("wrk", args).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "ENOENT" ? new Error("wrk is not installed (Debian: apt-get install wrk)") : error;
    });
    const failed = /(Non-2xx.*|Socket errors.*)/.exec(stdout)?.[1];
    if (failed !== undefined) throw new Error(`${url}: ${failed}`);
    return {
      requestsPerSecond: number(stdout, /Requests\/sec:\s+([\d.]+)/),
      requests: number(stdout, /(\d+) requests in/),
      p50: milliseconds(stdout, "50%"),
      p99: milliseconds(stdout, "99%"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function number(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`wrk printed no ${pattern}:\n${text}`);
  return Number(found);
}

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000 };

function milliseconds(text: string, percentile: string): number {
  const [, value, unit] = new RegExp(`${percentile}\\s+([\\d.]+)(us|ms|s)\\b`).exec(text) ?? [];
  if (value === undefined || unit === undefined) throw new Error(`wrk printed no ${percentile}:\n${text}`);
  return Number(value) * (UNITS[unit] ?? NaN);
}
