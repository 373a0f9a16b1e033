import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";

export interface Stub {
  port: number;
  stop(): Promise<void>;
}

/** Starts a server that does as little as a server in Node can do for an answer; it ends with this process. */
export async function startStub(): Promise<Stub> {
  const child = fork(join(__dirname, "stub-program.js"));
  const gone = once(child, "exit");
  const [message] = (await once(child, "message")) as [unknown];
  return {
    port: z.int().parse(message),
    async stop() {
      child.disconnect();
      await gone;
    },
  };
}
