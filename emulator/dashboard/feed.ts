import type { ServerResponse } from "node:http";
import type { ArmContext } from "../arm/context";
import { EventStream } from "./event-stream";
import { followLog, type FollowedLog } from "./log-follower";
import { liveState, snapshot } from "./snapshot";

/** Milliseconds between two looks at what has no change to hear of: instances, operations, faults, figures. */
const period = 1_000;

/** Milliseconds that changes of resources wait for further ones. */
const together = 50;

/** Looks between two signs of life. */
const beats = 15;

/** Pages at once; a browser opens six connections at most. */
const mostPages = 32;

interface Page {
  stream: EventStream;
  /** What it was sent last, as JSON. */
  state: string;
  live: string;
}

/** Tells every open page what has changed. Without a page it does nothing at all. */
export class Feed {
  private readonly pages = new Set<Page>();
  private ticker: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  private looks = 0;

  constructor(
    private readonly context: ArmContext,
    private readonly faults: () => readonly string[],
  ) {
    const changed = (): void => this.lookSoon();
    context.records.endpoints.watch(changed);
    context.records.deployments.watch(changed);
  }

  get full(): boolean {
    return this.pages.size >= mostPages;
  }

  /** Sends everything to a page from now on until it is closed. */
  open(response: ServerResponse, log: FollowedLog | undefined): void {
    const page: Page = { stream: new EventStream(response, () => this.lookSoon()), state: "", live: "{}" };
    this.pages.add(page);
    const tellLines = (batches: unknown): void => void page.stream.send("log", JSON.stringify(batches));
    const unfollow = log && followLog(this.context.serving, log, tellLines);
    response.on("error", () => undefined); // "close" follows
    response.once("close", () => {
      unfollow?.();
      this.pages.delete(page);
      if (this.pages.size === 0) this.rest();
    });
    this.ticker ??= setInterval(() => this.tick(), period).unref();
    this.look();
  }

  /** Ends every page's connection. */
  close(): void {
    for (const { stream } of this.pages) stream.end();
    this.rest();
  }

  private tick(): void {
    this.looks++;
    if (this.looks % beats === 0) for (const { stream } of this.pages) stream.beat();
    this.look();
  }

  private lookSoon(): void {
    if (this.pages.size > 0) this.soon ??= setTimeout(() => this.look(), together).unref();
  }

  private look(): void {
    clearTimeout(this.soon);
    this.soon = undefined;
    const state = JSON.stringify(snapshot(this.context, this.faults()));
    const live = JSON.stringify(liveState(this.context));
    for (const page of this.pages) {
      if (page.state !== state && page.stream.send("state", state)) page.state = state;
      if (page.live !== live && page.stream.send("live", live)) page.live = live;
    }
  }

  private rest(): void {
    clearInterval(this.ticker);
    clearTimeout(this.soon);
    this.ticker = this.soon = undefined;
  }
}
