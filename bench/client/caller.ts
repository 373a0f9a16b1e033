import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";

/** What came of asking for some seconds. */
const stretch = z.object({ requests: z.number(), seconds: z.number(), processorMicroseconds: z.number() });
export type Stretch = z.infer<typeof stretch>;

/** Bytes after a full collection. */
const held = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() });
export type Held = z.infer<typeof held>;

/** A process that scores. */
export interface Caller {
  run(seconds: number): Promise<Stretch>;
  memory(): Promise<Held>;
  stop(): Promise<void>;
}

/** Starts a process that scores by the client or by undici alone; it ends with this one. */
export async function startCaller(
  who: "client" | "undici",
  { scoringUri, connections }: { scoringUri: string; connections: number },
): Promise<Caller> {
  const execArgv = ["--expose-gc", "--require", "ts-node/register/transpile-only"];
  const child = fork(join(__dirname, "caller-program.ts"), [who, scoringUri, String(connections)], { execArgv });
  const gone = once(child, "exit");
  gone.catch(() => undefined);
  const next = async (): Promise<unknown> => {
    const ended = gone.then(([code]) => {
      throw new Error(`the process that scores by ${who} ended with ${String(code)}`);
    });
    ended.catch(() => undefined);
    const [message] = (await Promise.race([once(child, "message"), ended])) as [unknown];
    return message;
  };
  const told = (what: number | "memory"): Promise<unknown> => {
    const answer = next();
    child.send(what);
    return answer;
  };
  await next();
  return {
    run: async (seconds) => stretch.parse(await told(seconds)),
    memory: async () => held.parse(await told("memory")),
    async stop() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
