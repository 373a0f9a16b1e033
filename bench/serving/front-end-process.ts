import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";

/** The key of the benchmark's endpoint. */
export const KEY = "0123456789abcdefghijklmnopqrstuv";

/** Bytes. */
export interface Memory {
  rss: number;
  heapUsed: number;
  external: number;
}

export interface FrontEndProcess {
  scoringUri: string;
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

const size = z.number();
const told = z.union([
  z.object({ url: z.string() }),
  z.object({ memory: z.object({ rss: size, heapUsed: size, external: size }) }),
]);

/** Starts a front end before the servers on these ports; it ends with this process. */
export async function startFrontEndProcess(ports: readonly number[]): Promise<FrontEndProcess> {
  const program = join(__dirname, "front-end-program.ts");
  const execArgv = ["--expose-gc", "--require", "ts-node/register/transpile-only"];
  const child = fork(program, [KEY, ...ports.map(String)], { execArgv });
  const gone = once(child, "exit");
  const answer = async (): Promise<z.infer<typeof told>> => {
    const [message] = (await once(child, "message")) as [unknown];
    return told.parse(message);
  };
  const started = await answer();
  if (!("url" in started)) throw new Error("the front end told no URL");
  return {
    scoringUri: `${started.url}/bench/score`,
    async memory() {
      const answered = answer();
      child.send("memory");
      const said = await answered;
      if (!("memory" in said)) throw new Error("the front end told no memory");
      return said.memory;
    },
    async stop() {
      child.disconnect();
      await gone;
    },
  };
}
