import type { Command } from "commander";
import { z } from "zod";
import { workspaceId } from "../../arm/ids";
import type { Fault } from "../../arm/fault";
import { openArm } from "../../azure/connect";
import { OnlineEndpoints } from "../../azure/online-endpoints";
import { type EmulatorStatus, readStatus } from "../../emulator/index";
import { DEFAULT_NAME } from "../emulator/naming";
import { runningEmulator } from "../emulator/running";
import { UsageError } from "../failure";
import { armName, emulatorName, read } from "../options";
import { note } from "../output";

/** Adds the options that choose a workspace. */
export function workspaceOptions(command: Command): Command {
  return command
    .option("-s, --subscription <id>", "subscription (default: ARM_SUBSCRIPTION_ID or AZURE_SUBSCRIPTION_ID)")
    .option("-g, --resource-group <name>", "resource group of the workspace (default: AZUREML_RESOURCE_GROUP)")
    .option("-w, --workspace <name>", "workspace (default: AZUREML_WORKSPACE_NAME)")
    .option("--emulator [name]", "the local Azure ML, whatever else is set");
}

const choice = z.object({
  subscription: armName.optional(),
  resourceGroup: armName.optional(),
  workspace: armName.optional(),
  emulator: z.union([z.literal(true).transform(() => DEFAULT_NAME), emulatorName]).optional(),
});

type Choice = z.infer<typeof choice>;

/** What stands on the command line. */
export interface Given {
  name?: string;
  options: unknown;
}

/** Options of a verb, and the endpoints of the workspace that they choose. */
export interface Chosen<T> {
  options: T;
  endpoints: OnlineEndpoints;
}

/**
 * Reads a verb's own options and those that choose a workspace; throws the faults of both together.
 *
 * @param given the endpoint's name, where the verb takes one, and all options
 */
export async function choose<T>(command: string, own: z.ZodType<T>, given: Given): Promise<Chosen<T>> {
  const options = read(own, given.options);
  const where = read(choice, given.options);
  const local = where.faults ? undefined : await localAzure(where.value);
  const named = where.faults ? undefined : withDefaults(where.value, local);
  const name = given.name === undefined || armName.safeParse(given.name).success ? [] : [nameFault(given.name)];
  const faults = [...name, ...(options.faults ?? []), ...(where.faults ?? []), ...(named ? missing(named) : [])];
  if (options.faults || !named || faults.length > 0) throw new UsageError(command, faults);

  const { subscription = "", resourceGroup = "", workspace = "" } = named;
  const id = workspaceId({ subscriptionId: subscription, resourceGroupName: resourceGroup, workspaceName: workspace });
  const env = local ? { ...process.env, PULUMI_AZUREML_ARM_URL: local.armUrl } : process.env;
  return { options: options.value, endpoints: new OnlineEndpoints(id, openArm({ subscriptionId: subscription }, env)) };
}

/** The local Azure ML where it is asked for, or where one is running and nothing names a subscription. */
async function localAzure({ emulator, subscription }: Choice): Promise<EmulatorStatus | undefined> {
  if (emulator !== undefined) return runningEmulator(emulator);
  if (subscription ?? environmentSubscription()) return undefined;
  const status = await readStatus(DEFAULT_NAME);
  if (status) note(`no subscription is named: using the local Azure ML at ${status.armUrl}`);
  return status ?? undefined;
}

/** Names that were not given come from the local Azure ML where that is used, else from the environment. */
function withDefaults(given: Choice, local: EmulatorStatus | undefined): Choice {
  const env = process.env;
  return {
    subscription: given.subscription ?? local?.subscriptionId ?? environmentSubscription(),
    resourceGroup: given.resourceGroup ?? local?.resourceGroup ?? (env["AZUREML_RESOURCE_GROUP"] || undefined),
    workspace: given.workspace ?? local?.workspace ?? (env["AZUREML_WORKSPACE_NAME"] || undefined),
  };
}

function nameFault(value: string): Fault {
  return { field: "name", value, rule: "an endpoint's name has no slashes and blanks" };
}

function environmentSubscription(): string | undefined {
  return process.env["ARM_SUBSCRIPTION_ID"] || process.env["AZURE_SUBSCRIPTION_ID"] || undefined;
}

function missing({ subscription, resourceGroup, workspace }: Choice): Fault[] {
  const faults: Fault[] = [];
  const add = (field: string, fix: string) => faults.push({ field, rule: "not given", fix });
  if (!subscription) add("--subscription", "give it, set ARM_SUBSCRIPTION_ID, or start a local Azure ML");
  if (!resourceGroup) add("--resource-group", "give it or set AZUREML_RESOURCE_GROUP");
  if (!workspace) add("--workspace", "give it or set AZUREML_WORKSPACE_NAME");
  return faults;
}
