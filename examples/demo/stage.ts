import type { ClientLoad } from "./client-load";
import { Json } from "./json";
import * as narrator from "./narrator";
import type { Target } from "./scoring";
import type { Setting } from "./setting";
import type { Printed, Shell } from "./shell";
import { changesText, seconds, stretchText } from "./wording";

/** Where an act plays: a terminal in the folder of a program, a stack of it, and clients of its endpoint. */
export class Stage {
  /** Name of the stack and of the local Azure ML. */
  readonly name: string;
  readonly shell: Shell;

  constructor(
    readonly setting: Setting,
    folder: string,
    readonly clients: ClientLoad,
  ) {
    this.name = setting.name;
    this.shell = setting.shell(folder);
  }

  /** Runs Pulumi against the local Azure ML. */
  pulumi(...args: string[]): Promise<Printed> {
    return this.shell.show(this.#pulumiCommand(args));
  }

  /** Changes stack configuration. */
  configure(values: Readonly<Record<string, string>>): Promise<Printed> {
    const pairs = Object.entries(values).flatMap(([path, value]) => ["--plaintext", `${path}=${value}`]);
    return this.pulumi("config", "set-all", "--path", ...pairs);
  }

  /** Makes Azure what the program says, tells what that took, and gives the engine's count of changes. */
  up(): Promise<string> {
    return this.#change("up");
  }

  /** Ends the clients, and deletes what the program made, and the stack. */
  async destroy(): Promise<void> {
    await this.clients.stop();
    this.clients.look();
    await this.#change("destroy");
    await this.pulumi("stack", "rm", "--yes", this.name);
  }

  /** Where the endpoint is asked, and its key: never shown. */
  async target(): Promise<Target> {
    const { stdout } = await this.shell.run(this.#pulumiCommand(["stack", "output", "--json", "--show-secrets"]));
    const outputs = Json.parse(stdout);
    return { scoringUri: outputs.at("scoringUri").text(), key: outputs.at("keys").at("primaryKey").text() };
  }

  /** Tells what the clients have seen since the last time. Throws where one of their requests went wrong. */
  lookAtClients(): void {
    narrator.measured(`clients: ${stretchText(this.clients.look())}`);
  }

  /** Ends whatever is going on. */
  async stop(): Promise<void> {
    await Promise.all([this.shell.close(), this.clients.stop()]);
  }

  async #change(verb: "up" | "destroy"): Promise<string> {
    const { stdout, milliseconds } = await this.pulumi(verb, "--yes", "--skip-preview");
    const changes = changesText(stdout);
    narrator.measured(`${changes}, in ${seconds(milliseconds)}`);
    return changes;
  }

  #pulumiCommand(args: readonly string[]): string[] {
    return ["pulumi-azureml", "emulator", "exec", "--name", this.name, "--", "pulumi", ...args];
  }
}
