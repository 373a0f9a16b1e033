import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { Failure } from "../failure";

/** Writes one line of JSON for each request, in the order of the requests, whatever the order of the answers. */
export class AnswerFile {
  private readonly waiting = new Map<number, string>();
  private next = 0;

  private constructor(
    private readonly file: ReturnType<typeof createWriteStream>,
    private readonly failed: Promise<never>,
  ) {}

  static async open(path: string): Promise<AnswerFile> {
    const file = createWriteStream(path);
    const failed = once(file, "error").then(([error]: NodeJS.ErrnoException[]) => {
      throw new Failure(`--output: "${path}" given, it can't be written (${error?.code})`);
    });
    failed.catch(() => undefined); // told by whoever writes
    await once(file, "open").catch(() => failed);
    return new AnswerFile(file, failed);
  }

  /** @param at the request's place, from 0 */
  write(at: number, answer: unknown): void {
    this.waiting.set(at, `${JSON.stringify(answer)}\n`);
    for (let line = this.waiting.get(this.next); line !== undefined; line = this.waiting.get(this.next)) {
      this.waiting.delete(this.next);
      this.next += 1;
      this.file.write(line);
    }
  }

  /** Settles when everything is in the file. */
  async close(): Promise<void> {
    const finished = once(this.file, "finish").catch(() => this.failed);
    this.file.end();
    await Promise.race([finished, this.failed]); // it may have failed before
  }
}
