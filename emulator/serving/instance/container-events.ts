import type { InstanceView } from "../contract";

/** Events that are kept of a deployment. */
const KEPT = 100;

/** What happens to the containers of a deployment, by the names and in the words of the service. */
const MESSAGES = {
  Pulling: "Start pulling container image",
  Pulled: "Container image is pulled successfully",
  Downloaded: "Models are downloaded successfully or no model need to download",
  Created: "Created container inference-server",
  Started: "Started container inference-server",
  ReadinessProbeFailed: "Readiness probe failed",
  LivenessProbeFailed: "Liveness probe failed",
  BackOff: "Back-off restarting failed container",
  Killing: "Stopping container inference-server",
} as const;

type Name = keyof typeof MESSAGES;

const WARNINGS: ReadonlySet<Name> = new Set<Name>(["ReadinessProbeFailed", "LivenessProbeFailed", "BackOff"]);

/**
 * The state and the events that the service's `getLogs` begins with. Source of the form: the page of
 * `Get-AzMLWorkspaceOnlineDeploymentLog` of Azure PowerShell, which shows an answer; of the names: Microsoft Docs,
 * "Monitor online endpoints".
 */
export class ContainerEvents {
  private readonly lines: string[] = [];
  private readonly seen = new Set<Name>();

  happened(name: Name): void {
    this.seen.add(name);
    const type = WARNINGS.has(name) ? "Warning" : "Normal";
    const time = new Date().toISOString();
    this.lines.push(`Kind: Pod, Name: ${name}, Type: ${type}, Time: ${time}, Message: ${MESSAGES[name]}`);
    if (this.lines.length > KEPT) this.lines.shift();
  }

  /** State and events, with no line end after the last. */
  text(instances: readonly InstanceView[]): string {
    const ready = instances.some(({ state }) => state === "ready");
    const state = [
      "Instance status:",
      "SystemSetup: Succeeded",
      `UserContainerImagePull: ${this.state("Pulled", "Pulling")}`,
      `ModelDownload: ${this.state("Downloaded", "Pulled")}`,
      `UserContainerStart: ${ready ? "Succeeded" : instances.length > 0 ? "InProgress" : "Waiting"}`,
    ];
    return [...state, "", "Container events:", ...this.lines].join("\n");
  }

  private state(done: Name, begun: Name): string {
    return this.seen.has(done) ? "Succeeded" : this.seen.has(begun) ? "InProgress" : "Waiting";
  }
}
