import type { LiveEndpoint } from "../arm/endpoint";
import type { EndpointSettingsInputs } from "../arm/endpoint-settings";
import { describeFault } from "../arm/fault";
import { driftFaults } from "./drift";
import { changeOf } from "./last-change";
import { type MemberWords, weightWords } from "./member-words";
import { type Overtaken, overtaken, shows } from "./overtaken";
import type { PutValues } from "./put-members";
import type { SettingsTask, SettingsWrite } from "./settings-step";
import { isBusy } from "./under-way";
import { mayHaveArrived } from "./write-failure";

/** What the state recorded: own tags go where they are no longer wanted, and other members may not have drifted. */
export type RecordedSettings = PutValues & Pick<EndpointSettingsInputs, "tags">;

/** A write, what it was built on, and the endpoint as it was seen busy around that time, oldest first. */
export interface Sent {
  base: LiveEndpoint;
  write: SettingsWrite;
  looks: readonly LiveEndpoint[];
}

/** What was done for settings so far, and whom it met. */
export class Progress implements SettingsTask {
  readonly shownBy = new Map<SettingsWrite["kind"], number>();
  overtaken: readonly Overtaken[] = [];
  changes: readonly string[] = [];
  formerTags: Readonly<Record<string, string>>;
  /** The last write, where no answer tells whether it arrived. */
  private unanswered: Sent | undefined;
  /** What this ends with once nothing is left to make good. */
  private failure: Error | undefined;
  /** Some write was taken on, or may have been. */
  private hasWritten = false;

  constructor(
    public wanted: EndpointSettingsInputs,
    private readonly recorded: RecordedSettings,
    readonly words: MemberWords = weightWords,
  ) {
    this.formerTags = recorded.tags ?? {};
  }

  /** True where a failure now leaves open what writes made of the endpoint. Who gave up has seen what it is. */
  get isUnsettled(): boolean {
    return this.hasWritten && this.failure === undefined;
  }

  /** Takes in what is live. Throws where the change was decided on something that is no longer so, before anything is sent. */
  saw(live: LiveEndpoint): void {
    if (this.unanswered && isBusy(live)) this.note({ ...this.unanswered, looks: [live] });
    this.unanswered = undefined;
    const change = changeOf(live);
    if (!this.changes.includes(change)) this.changes = [...this.changes, change];
    const drift = this.shownBy.size === 0 && !isBusy(live) ? this.drift(live) : undefined;
    if (drift) throw drift;
  }

  carriedOut(sent: Sent, shownBy: number): void {
    this.hasWritten = true;
    this.shownBy.set(sent.write.kind, shownBy);
    const restored = sent.write.restores ?? [];
    this.overtaken = this.overtaken.filter((each) => !restored.includes(each));
    this.changes = [];
    this.note(sent);
  }

  /** `accepted`: the service took the write on before it failed. */
  failed(sent: Sent, failure: Error, accepted: boolean): void {
    const mayBe = mayHaveArrived(failure);
    this.hasWritten ||= accepted || mayBe;
    this.note(sent);
    if (mayBe) this.unanswered = sent;
  }

  /** Asks for nothing any more; what is left is to make good what writes put back. */
  giveUp(failure: Error): void {
    this.failure ??= failure;
    const { workspaceId, endpointName, timeoutSeconds } = this.wanted;
    this.wanted = { workspaceId, endpointName, timeoutSeconds };
    this.formerTags = {};
  }

  /** All is done. Throws where that is less than what was wanted, since somebody else came first. */
  end(live: LiveEndpoint): LiveEndpoint {
    if (this.failure) throw this.failure;
    return live;
  }

  /** A failure, with what else is to be known. */
  because(failure: Error): Error {
    if (!this.failure) return failure;
    return new Error(`${this.failure.message} | what others wrote could not be written again: ${failure.message}`);
  }

  /**
   * A write may have met another endpoint than it was built on. Where that is a member that it was to change, what the
   * other wrote counts as drift that was seen too late: it is written again, and nothing more is asked for.
   */
  private note({ base, write, looks }: Sent): void {
    const before = looks.findLast((look) => !shows(look, write));
    const met = before && overtaken(base, write, before);
    if (!met) return;
    this.overtaken = [...this.overtaken, met];
    const drift = this.drift(before);
    if (drift) this.giveUp(drift);
  }

  private drift(live: LiveEndpoint): Error | undefined {
    const faults = driftFaults(live, this.recorded, this.wanted, this.words);
    const subject = `endpoint ${this.wanted.endpointName}`;
    return faults.length > 0 ? new Error(`${subject}: ${faults.map(describeFault).join(" | ")}`) : undefined;
  }
}
