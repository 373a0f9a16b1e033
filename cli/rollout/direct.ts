import type { Command } from "commander";
import { rollBackDirectly, type Step } from "../../runner/index";
import { readOptions } from "../options";
import { note } from "../output";
import { directOptions, environmentFor } from "./options";

/** The options of a rollback that asks no stack. */
export function addDirect(command: Command): Command {
  return command
    .option("--direct <endpoint>", "ARM id of the endpoint: without the program, the stack and its backend")
    .option("--to <deployment>", "with --direct: who gets everything (default: the live one of the rollout under way)");
}

/** Rolls an endpoint back, whatever state its stack and its program are in. */
export async function rolledBackDirectly(name: string, given: unknown): Promise<{ step: Step; json: boolean }> {
  const options = readOptions(`pulumi-azureml rollout ${name} --direct`, directOptions, given);
  const { direct, to, by, json = false, emulator, cwd = process.cwd() } = options;
  const env = await environmentFor(emulator, cwd);
  const step = await rollBackDirectly({ endpointId: direct, to, by, env, tell: note });
  note("an update that is under way may still move traffic: `pulumi-azureml rollout rollback` waits for one to end");
  return { step, json };
}
