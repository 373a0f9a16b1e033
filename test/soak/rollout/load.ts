import { setTimeout as sleep } from "node:timers/promises";
import { openScoring } from "../../../azure/scoring/open-scoring";
import type { ScoringClient } from "../../../azure/scoring/scoring-client";
import { splitText } from "../../load/split";
import { type Report, Stretch } from "../../load/stretch";
import type { RolloutStack } from "./stack";

/** A request of a client, and who answered it. Times in milliseconds since 1970. */
export interface Answer {
  sent: number;
  ended: number;
  /** 0 where there was none. */
  status: number;
  deployment?: string;
  /** Status of the container, where that was not 200. */
  modelStatus?: number;
}

/** The endpoint as it was read. */
export interface Sample {
  tag: string | undefined;
  split: string;
}

/** Milliseconds between two readings. */
const REST = 50;

/** Clients that send requests at a steady rate, whatever becomes of them, and somebody who reads the endpoint all the time. */
export class RolloutLoad {
  readonly answers: Answer[] = [];
  readonly samples: Sample[] = [];
  private stretch = new Stretch({ name: "", allowed: [], authMode: "Key" });
  private stopped = false;
  private work: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly stack: RolloutStack,
    private readonly client: ScoringClient,
  ) {}

  /** Begins with so many requests a second. */
  static async start(stack: RolloutStack, rate: number): Promise<RolloutLoad> {
    const load = new RolloutLoad(stack, await openScoring(stack.azure.endpoints, stack.endpoint));
    load.work = Promise.all([load.sendOn(rate), load.readOn()]);
    load.work.catch(() => undefined); // awaited in `stop`
    return load;
  }

  /** Begins a stretch of time; gives what was seen in the one before, once all its requests are answered. */
  turn(name: string): Promise<Report> {
    const before = this.stretch;
    this.stretch = new Stretch({ name, allowed: [], authMode: "Key" });
    return before.over();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.work;
    await this.stretch.over();
    await this.client.close();
  }

  private async sendOn(rate: number): Promise<void> {
    const began = performance.now();
    for (let sent = 0; !this.stopped; await sleep(5)) {
      for (const due = ((performance.now() - began) / 1000) * rate; sent < due; sent++) {
        this.stretch.hold(this.ask(this.stretch));
      }
    }
  }

  private async ask(stretch: Stretch): Promise<void> {
    const sent = Date.now();
    const none = { status: 0, deployment: undefined, modelStatus: undefined };
    const { status, deployment, modelStatus } = await this.client.attempt({}).catch(() => none);
    const ended = Date.now();
    stretch.answered(`${status} ${deployment ?? "nobody"}`, ended - sent);
    this.answers.push({ sent, ended, status, deployment, modelStatus });
  }

  private async readOn(): Promise<void> {
    const { azure, endpoint } = this.stack;
    const { endpoints } = azure;
    for (; !this.stopped; await sleep(REST)) {
      const { stretch } = this;
      const live = await endpoints.get(endpoint);
      const { traffic, mirrorTraffic } = live?.properties ?? {};
      const split = splitText({ traffic: traffic ?? {}, mirrorTraffic: mirrorTraffic ?? {} });
      stretch.read(split);
      this.samples.push({ tag: live?.tags?.["rollout"], split });
    }
  }
}
