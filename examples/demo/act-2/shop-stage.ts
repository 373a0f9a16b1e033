import { ClientLoad } from "../client-load";
import * as narrator from "../narrator";
import type { Setting } from "../setting";
import { Stage } from "../stage";
import { customer } from "./customers";
import { RolloutRun } from "./rollout-run";

/** Where examples/rollout plays. */
export class ShopStage extends Stage {
  #run: RolloutRun | undefined;

  constructor(setting: Setting, folder: string) {
    super(setting, folder, new ClientLoad(customer));
  }

  /** The rollout that is under way. */
  get run(): RolloutRun {
    if (!this.#run) throw new Error("no rollout has begun");
    return this.#run;
  }

  /** Starts a rollout, and goes on with other things. */
  startRun(): RolloutRun {
    this.#run = new RolloutRun(this.shell, this.#rolloutCommand("run"));
    return this.#run;
  }

  /** Shows a verb of `pulumi-azureml rollout` that only looks, and gives what it printed. */
  async view(verb: "history" | "status"): Promise<string> {
    const { stdout } = await this.shell.show(this.#rolloutCommand(verb));
    narrator.output(stdout);
    return stdout;
  }

  #rolloutCommand(verb: string): string[] {
    return ["pulumi-azureml", "rollout", verb, "--emulator", this.name];
  }
}
