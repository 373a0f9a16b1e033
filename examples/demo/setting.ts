import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { emulatorFolder } from "pulumi-azureml/emulator";
import { takeName } from "./own-name";
import { Shell } from "./shell";

const REPOSITORY = resolve(__dirname, "../..");

/** The folders in which `pulumi up` is typed. */
export const projects = { blueGreen: REPOSITORY, rollout: join(REPOSITORY, "examples/rollout") } as const;

/** What both acts play in, all of it the demo's own: a name, a local Azure ML, and the command on the PATH. */
export class Setting {
  readonly #own = takeName(Object.values(projects));
  /** Name of the stacks and of the local Azure ML. */
  readonly name = this.#own.name;
  /** Stops the local Azure ML. */
  readonly stopCommand = ["pulumi-azureml", "emulator", "stop", "--name", this.name];
  /** What clears up after a demo that was kept. */
  readonly clearCommands = [
    `pulumi-azureml emulator stop --name ${this.name} --remove`,
    `rm ${this.#own.stackFiles.join(" ")}`,
  ];
  readonly #commands = mkdtempSync(join(tmpdir(), "pulumi-azureml-demo-"));
  readonly #env = { ...process.env, PATH: `${this.#commands}${delimiter}${process.env["PATH"]}` };

  constructor() {
    const command = join(this.#commands, "pulumi-azureml");
    writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(REPOSITORY, "dist/cli/main.js")}' "$@"\n`);
    chmodSync(command, 0o755);
  }

  /** A terminal in a folder. */
  shell(folder: string): Shell {
    return new Shell(folder, this.#env);
  }

  /** The last lines of what the local Azure ML wrote about itself. */
  logTail(lines: number): string {
    const file = join(emulatorFolder(this.name), "emulator.log");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    return text.trimEnd().split("\n").slice(-lines).join("\n");
  }

  /** Leaves nothing behind, in whatever state things are. */
  async clear(): Promise<void> {
    await this.shell(REPOSITORY).run(this.stopCommand);
    this.#own.release();
    rmSync(this.#commands, { recursive: true, force: true });
  }
}
