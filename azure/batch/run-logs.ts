import { z } from "zod";
import { type DataPlane, publicBytes } from "./data-plane";

/** Lines that were written since the last look. */
export interface LogLines {
  /** Name of the log file, as the service has it. */
  file: string;
  lines: string[];
}

const detailsAnswer = z.looseObject({
  logFiles: z
    .record(z.string(), z.string())
    .nullish()
    .transform((files) => files ?? {}),
});
const childrenAnswer = z.looseObject({ value: z.array(z.looseObject({ runId: z.string() })).default([]) });

/** The log files of a run and of the runs below it: a batch job is a run whose step scores. */
export class RunLogs {
  /** Bytes of each file that were told. */
  private readonly told = new Map<string, number>();

  /** @param history base URL of the workspace's run history */
  constructor(
    private readonly plane: DataPlane,
    private readonly history: string,
  ) {}

  /**
   * Lines that are new since the last call.
   *
   * @param upTo a line that is not ended yet waits for its end, as long as there is one to come
   */
  async more(run: string, upTo: "whole lines" | "the end"): Promise<LogLines[]> {
    const children = await this.plane.get(`${this.history}/runs/${run}/children?api-version=v1.0`, childrenAnswer);
    const found: LogLines[] = [];
    for (const id of [run, ...children.value.map(({ runId }) => runId)]) {
      const { logFiles } = await this.plane.get(`${this.history}/runs/${id}/details?api-version=v1.0`, detailsAnswer);
      for (const [file, url] of Object.entries(logFiles)) {
        const lines = await this.untold(`${id}/${file}`, url, upTo);
        if (lines.length > 0) found.push({ file, lines });
      }
    }
    return found;
  }

  private async untold(file: string, url: string, upTo: "whole lines" | "the end"): Promise<string[]> {
    const told = this.told.get(file) ?? 0;
    const text = await publicBytes(url, told);
    const length = upTo === "the end" ? text.length : text.lastIndexOf("\n") + 1;
    if (length === 0) return [];
    this.told.set(file, told + length);
    return text.toString("utf8", 0, length).replace(/\n$/, "").split("\n");
  }
}
