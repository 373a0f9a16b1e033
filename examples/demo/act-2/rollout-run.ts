import { EventEmitter, once } from "node:events";
import * as narrator from "../narrator";
import type { Printed, Shell } from "../shell";

/** Exit code of a rollout that was rolled back. */
const ROLLED_BACK = 30;

/** A `rollout run` that goes on while other things are done, and that has to end with everything given back. */
export class RolloutRun {
  /** Settles when it has been rolled back; rejects where it ends otherwise. */
  readonly ended: Promise<Printed>;
  readonly #lines: string[] = [];
  readonly #news = new EventEmitter();

  constructor(shell: Shell, command: readonly string[]) {
    narrator.command(command);
    const onLine = (line: string) => {
      narrator.overheard("run", line);
      this.#lines.push(line);
      this.#news.emit("line");
    };
    this.ended = shell.run(command, { exitCode: ROLLED_BACK, onLine });
    // Whoever waits for it hears of a failure; while other things are done, nobody does.
    this.ended.catch(() => undefined);
  }

  /** Settles when a line with these words has been printed; rejects where it ends before. */
  async says(words: string): Promise<void> {
    const early = this.ended.then(() => {
      throw new Error(`the rollout ended without a word about ${words}`);
    });
    early.catch(() => undefined); // it may end later
    while (!this.hasSaid(words)) await Promise.race([once(this.#news, "line"), early]);
  }

  /** Whether a line with these words has been printed. */
  hasSaid(words: string): boolean {
    return this.#lines.some((line) => line.includes(words));
  }
}
