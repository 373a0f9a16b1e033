import { existsSync, mkdirSync, statSync } from "node:fs";
import { appendFile, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Lines that are kept in memory, which is what can be asked for. */
const KEPT_LINES = 5_000;

/** What servers log of every request for months must not fill the disk. */
const FILE_LIMIT = 8 * 1024 * 1024;

/** Milliseconds that lines wait to be written together; servers log every request. */
const FLUSH_AFTER = 100;

/** What one or all instances of a deployment wrote, in the order in which it came: the last lines in memory, more in a file. */
export class DeploymentLog {
  private readonly lines: string[] = [];
  private unwritten = "";
  private timer: NodeJS.Timeout | undefined;
  private fileLength: number;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: string,
    /** Told of all lines as they come. */
    private readonly onLines?: (lines: readonly string[]) => void,
    /** Characters after which the file is begun anew; one older file is kept beside it as `.1`. */
    private readonly fileLimit = FILE_LIMIT,
  ) {
    mkdirSync(dirname(file), { recursive: true });
    this.fileLength = existsSync(file) ? statSync(file).size : 0;
  }

  /** A writer for one process. Only whole lines are taken over, so that those of several processes don't mix. */
  writer(): (text: string) => void {
    let partial = "";
    return (text) => {
      const lines = (partial + text).split("\n");
      partial = lines.pop() ?? "";
      if (lines.length > 0) this.append(lines);
    };
  }

  append(lines: readonly string[]): void {
    this.lines.push(...lines);
    // Rarely, since it moves all that is kept.
    if (this.lines.length > 2 * KEPT_LINES) this.lines.splice(0, this.lines.length - KEPT_LINES);
    this.unwritten += `${lines.join("\n")}\n`;
    this.timer ??= setTimeout(() => this.flush(), FLUSH_AFTER);
    this.onLines?.(lines);
  }

  /** The last `count` lines. */
  tail(count: number = KEPT_LINES): string {
    return count > 0 ? this.lines.slice(-Math.min(count, KEPT_LINES)).join("\n") : "";
  }

  /** Settles when everything is in the file. */
  close(): Promise<void> {
    this.flush();
    return this.writing;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const text = this.unwritten;
    this.unwritten = "";
    // A full disk must not stop the serving; the lines in memory remain.
    this.writing = this.writing.then(() => this.write(text)).catch(() => undefined);
  }

  private async write(text: string): Promise<void> {
    if (this.fileLength > 0 && this.fileLength + text.length > this.fileLimit) {
      await rename(this.file, `${this.file}.1`);
      this.fileLength = 0;
    }
    await appendFile(this.file, text);
    this.fileLength += text.length;
  }
}
