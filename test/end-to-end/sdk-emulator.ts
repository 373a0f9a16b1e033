import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeFolder } from "../../emulator/home";
import type { EmulatorStatus } from "../../emulator/status";
import { command } from "../unit/cli/command";
import { load } from "../unit/setup/modules";
import { PythonChecks } from "./python-checks";

/**
 * A local Azure ML of the compiled command, and Microsoft's Python SDK. It has a home of its own, so that no emulator of this
 * machine is touched, with what set-up has installed.
 */
export class SdkEmulator {
  private constructor(
    readonly home: string,
    readonly env: NodeJS.ProcessEnv,
    /** The Python that has the SDK. */
    readonly python: string,
    readonly status: EmulatorStatus,
  ) {}

  static async start(): Promise<SdkEmulator> {
    const python = (await load<{ pythonOfSdk(): string }>("python-sdk.mjs")).pythonOfSdk();
    assert.ok(existsSync(python), `${python} is not there; \`npm test\` installs it`);
    const home = mkdtempSync(join(tmpdir(), "python-sdk-test-"));
    for (const part of ["azurite", "python"]) {
      mkdirSync(join(homeFolder(), part), { recursive: true });
      symlinkSync(join(homeFolder(), part), join(home, part));
    }
    const requestLog = join(home, "arm.jsonl");
    const env = { PULUMI_AZUREML_HOME: home, LOCAL_REQUEST_LOG: requestLog };
    const started = await command(["emulator", "start", "--json", "--request-log", requestLog], env);
    assert.equal(started.code, 0, started.stderr);
    return new SdkEmulator(home, env, python, JSON.parse(started.stdout));
  }

  /** A Python process that runs the checks of a module. */
  checks(module: string, more: NodeJS.ProcessEnv = {}): PythonChecks {
    return PythonChecks.start(module, { python: this.python, env: { ...this.env, ...more } });
  }

  async stop(): Promise<void> {
    await command(["emulator", "stop", "--remove"], this.env);
    rmSync(this.home, { recursive: true, force: true });
  }
}
