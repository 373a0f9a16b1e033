import { BatchJobFailure } from "../contract";
import type { ProcessExit } from "../../serving/instance/server-process";
import type { Answer, Task, WorkerProcess } from "./worker-process";

/** Milliseconds that a worker gets to end by itself when there is nothing left to do. */
const GRACE = 10_000;

/** Workers of one seat that may die in `init()`, one after the other. */
const DEATHS_AT_START = 3;

/** What `setTimeout` can wait at most; more would be no time at all. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** What came of one call of `run()`. */
export type Try = { returned: number; bytes: number } | { failed: string; timedOut?: true };

/** A place for one worker at a time; who dies is replaced. */
export class Seat {
  private worker: WorkerProcess | undefined;

  constructor(
    private readonly start: () => WorkerProcess,
    /** Milliseconds that `run()` may take. */
    private readonly timeout: number,
    /** Aborted: the worker is killed, and nothing is begun any more. */
    private readonly over: AbortSignal,
  ) {}

  /** Runs one mini batch. Rejects where no worker can be started, and when it is over. */
  async run(task: Task): Promise<Try> {
    const worker = await this.ready();
    let timedOut = false;
    const timer = setTimeout(
      () => {
        timedOut = true;
        worker.kill();
      },
      Math.min(this.timeout, LONGEST_TIMEOUT),
    );
    worker.run(task);
    const answer = await worker.answer();
    clearTimeout(timer);
    // It may have answered in its last moment.
    if (timedOut) await worker.exited;
    this.over.throwIfAborted();
    if ("returned" in answer) return answer;
    if ("raised" in answer) return { failed: answer.raised };
    if (timedOut) return { failed: `run() did not return within ${this.timeout / 1000} s`, timedOut };
    return { failed: `The worker has ended (${describe(answer)})` };
  }

  /** Ends the worker: at once when it is over, else when the script's exit handlers have run. */
  async close(): Promise<void> {
    if (this.over.aborted) this.worker?.kill();
    await this.worker?.end(GRACE);
  }

  private async ready(): Promise<WorkerProcess> {
    if (this.worker !== undefined) return this.worker;
    for (let deaths = 1; ; deaths++) {
      const worker = this.seat();
      const answer = await worker.answer();
      this.over.throwIfAborted();
      if ("ready" in answer) return worker;
      // Its last lines are in the log then.
      await worker.exited;
      if ("raised" in answer) throw new BatchJobFailure("UserError", `init() has failed: ${answer.raised}`);
      if (deaths === DEATHS_AT_START) {
        throw new BatchJobFailure("UserError", `The worker has ended before init() returned (${describe(answer)})`);
      }
    }
  }

  private seat(): WorkerProcess {
    this.over.throwIfAborted();
    const worker = this.start();
    const kill = (): void => worker.kill();
    this.over.addEventListener("abort", kill);
    void worker.exited.then(() => {
      this.over.removeEventListener("abort", kill);
      if (this.worker === worker) this.worker = undefined;
    });
    this.worker = worker;
    return worker;
  }
}

function describe(answer: Answer): string {
  if (!("exit" in answer)) return "it answered out of turn";
  const { code, signal }: ProcessExit = answer.exit;
  return signal === null ? `exit code ${code}` : `killed by ${signal}`;
}
