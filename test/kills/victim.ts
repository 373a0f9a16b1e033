import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { EmulatorStatus } from "../../emulator/status";

const program = join(__dirname, "emulator-program.ts");

/** An answer of the control plane; undefined where none came, because the emulator was killed. */
export interface Answer {
  status: number;
  headers: Headers;
  // Answers have many shapes; a wrong one shows as a failed comparison.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** An emulator process that can be killed. */
export class Victim {
  private constructor(
    private readonly child: ChildProcess,
    readonly status: EmulatorStatus,
    /** What it wrote to stderr. */
    readonly said: string[],
  ) {}

  static async start(folder: string, certificates: string): Promise<Victim> {
    const child = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", program, folder, certificates], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const said: string[] = [];
    createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
    const ended = once(child, "exit").then(() => {
      throw new Error(`the emulator ended while it started:\n${said.join("\n")}`);
    });
    const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), ended]);
    ended.catch(() => undefined);
    const status: EmulatorStatus = JSON.parse(String(line));
    return new Victim(child, status, said);
  }

  /** Kills it without a word, alone or with its blob store; settles when the kernel has taken it away. */
  async kill(what: "alone" | "with its blob store", folder: string): Promise<void> {
    const gone = once(this.child, "exit");
    const children = what === "alone" ? [] : processesOf(folder).filter(({ pid }) => pid !== this.child.pid);
    this.child.kill("SIGKILL");
    for (const { pid } of children) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It was faster.
      }
    }
    await gone;
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer | undefined> {
    const at = new URL(path, this.status.armUrl);
    // A link may have another emulator's address, from before a port was taken.
    const url = new URL(`${at.pathname}${at.search}`, this.status.armUrl);
    url.searchParams.set("api-version", "2024-10-01");
    try {
      const answer = await fetch(url, {
        method,
        headers: { "authorization": "Bearer local", "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
    } catch {
      return undefined;
    }
  }
}

/** The processes that work with `folder`. */
export function processesOf(folder: string): { pid: number; command: string }[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .map((pid) => ({ pid: Number(pid), command: commandLine(pid) }))
    .filter(({ command }) => command.includes(folder));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // gone meanwhile
  }
}
