import { ClientLoad } from "../client-load";
import type { Setting } from "../setting";
import type { Printed } from "../shell";
import { Stage } from "../stage";
import { sampleOf } from "./samples";

/** Where examples/blue-green plays. */
export class ModelStage extends Stage {
  constructor(setting: Setting, folder: string) {
    super(setting, folder, new ClientLoad(sampleOf));
  }

  /** Runs a verb of `pulumi-azureml endpoint` on the example's endpoint. */
  endpoint(verb: string, ...args: string[]): Promise<Printed> {
    const where = ["--emulator", this.name, "-g", `blue-green-${this.name}`, "-w", `serving-${this.name}`];
    return this.shell.show(["pulumi-azureml", "endpoint", verb, `cancer-${this.name}`, ...where, ...args]);
  }
}
