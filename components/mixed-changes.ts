import * as pulumi from "@pulumi/pulumi";
import type { Aspect } from "../arm/change-aspects";

/**
 * What happens where one update changes more than one aspect of an endpoint that exists, so that nobody could tell
 * afterwards which of them it was: nothing, a warning, or a refusal. Aspects are traffic (with mirror), scale, model, code,
 * environment (with its variables) and settings (probes, request settings …). What comes new beside the old does not count.
 */
export type MixedChanges = "allow" | "warn" | "refuse";

/** The aspects that one run of the program changes of an endpoint, as its hooks find them. */
export class ChangeWatch {
  private readonly seen = new Map<Aspect, string>();

  constructor(
    private readonly endpoint: pulumi.Resource,
    private readonly subject: string,
    readonly policy: MixedChanges,
  ) {}

  /** Notes what an update of `part` changes; throws where that is one aspect too many. */
  note(part: string, aspects: readonly Aspect[]): void {
    const before = this.seen.size;
    for (const aspect of aspects) if (!this.seen.has(aspect)) this.seen.set(aspect, part);
    if (this.policy === "allow" || this.seen.size < 2 || this.seen.size === before) return;
    const changes = [...this.seen].map(([aspect, where]) => `${aspect} (${where})`).join(" and ");
    const text =
      `${this.subject}: mixedChanges: "${this.policy}" given, and this update changes ${changes} at once; ` +
      "change one of them, run the update, then the next";
    if (this.policy === "refuse") throw new Error(text);
    void pulumi.log.warn(text, this.endpoint);
  }
}
