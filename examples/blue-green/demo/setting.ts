import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { emulatorFolder } from "pulumi-azureml/emulator";
import { ClientLoad } from "./client-load";
import { Json } from "./json";
import * as narrator from "./narrator";
import { takeName } from "./own-name";
import type { Target } from "./scoring";
import { Shell, type Printed } from "./shell";
import { changesText, seconds, stretchText } from "./wording";

/** Folder of the project: where `pulumi up` is typed. */
const PROJECT = resolve(__dirname, "../../..");

/** What the demo runs in, all of it its own: a local Azure ML, a stack, a terminal, clients. */
export class Setting {
  readonly #own = takeName(PROJECT);
  /** Name of the stack and of the local Azure ML. */
  readonly name = this.#own.name;
  readonly shell: Shell;
  readonly clients = new ClientLoad();
  /** Stops the local Azure ML. */
  readonly stopCommand = ["pulumi-azureml", "emulator", "stop", "--name", this.name];
  /** What clears up after a demo that was kept. */
  readonly clearCommands = [
    `pulumi-azureml emulator stop --name ${this.name} --remove`,
    `rm ${join(PROJECT, `Pulumi.${this.name}.yaml`)}`,
  ];
  readonly #commands = mkdtempSync(join(tmpdir(), "pulumi-azureml-demo-"));

  constructor() {
    const command = join(this.#commands, "pulumi-azureml");
    writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(PROJECT, "dist/cli/main.js")}' "$@"\n`);
    chmodSync(command, 0o755);
    this.shell = new Shell(PROJECT, { ...process.env, PATH: `${this.#commands}${delimiter}${process.env["PATH"]}` });
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

  /** Makes Azure what the program says, and tells what that took. */
  async up(): Promise<void> {
    const { stdout, milliseconds } = await this.pulumi("up", "--yes", "--skip-preview");
    narrator.measured(`${changesText(stdout)}, in ${seconds(milliseconds)}`);
  }

  /** Runs a verb of `pulumi-azureml endpoint` on the example's endpoint. */
  endpoint(verb: string, ...args: string[]): Promise<Printed> {
    const where = ["--emulator", this.name, "-g", `blue-green-${this.name}`, "-w", `serving-${this.name}`];
    return this.shell.show(["pulumi-azureml", "endpoint", verb, `cancer-${this.name}`, ...where, ...args]);
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

  /** The last lines of what the local Azure ML wrote about itself. */
  logTail(lines: number): string {
    const file = join(emulatorFolder(this.name), "emulator.log");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    return text.trimEnd().split("\n").slice(-lines).join("\n");
  }

  /** Ends whatever is going on. */
  async stop(): Promise<void> {
    await Promise.all([this.shell.close(), this.clients.stop()]);
  }

  /** Leaves nothing behind, in whatever state things are. */
  async clear(): Promise<void> {
    await this.stop();
    await new Shell(PROJECT, this.shell.env).run(this.stopCommand);
    this.#own.release();
    rmSync(this.#commands, { recursive: true, force: true });
  }

  #pulumiCommand(args: readonly string[]): string[] {
    return ["pulumi-azureml", "emulator", "exec", "--name", this.name, "--", "pulumi", ...args];
  }
}
