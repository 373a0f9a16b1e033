import {
  BlueGreenRollout,
  type BlueGreenRolloutArgs,
  ManagedOnlineEndpoint,
  type ManagedOnlineEndpointArgs,
} from "../../components";
import { contentHash } from "../../components/rollout-content";
import type { Cursor } from "../../rollout/cursor";
import { cursorText } from "../../rollout/cursor";
import { planHash } from "../../rollout/hash";
import { canary } from "../../rollout/strategies";
import type { Run } from "./program";
import { runProgram, workspace } from "./program";

const size = { instanceType: "Standard_DS3_v2", instanceCount: 3 };
export const blue = { name: "blue", model: "/models/m/versions/1", ...size };
export const green = { name: "green", model: "/models/m/versions/2", ...size };
export const plan = canary([10, 50]);

/** The function that reads the endpoint. */
export const READ = "azure-native:machinelearningservices:getOnlineEndpoint";

/** The function that reads a deployment. */
export const READ_DEPLOYMENT = "azure-native:machinelearningservices:getOnlineDeployment";

/** A program of an endpoint and its rollout. */
export function rollout(
  args: Partial<BlueGreenRolloutArgs> = {},
  endpoint: Partial<ManagedOnlineEndpointArgs> = {},
): BlueGreenRollout {
  return new BlueGreenRollout("release", {
    endpoint: new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", ...endpoint }),
    live: blue,
    candidate: green,
    plan,
    ...args,
  });
}

/** The endpoint as the service answers it, or its refusal. */
export function liveEndpoint(
  answer: { traffic?: Record<string, number>; tags?: Record<string, string> } | { refusal: string },
): Record<string, () => Record<string, unknown>> {
  return {
    [READ]: () => {
      // The SDK takes the text of an error from where gRPC has it.
      if ("refusal" in answer) throw Object.assign(new Error(answer.refusal), { details: answer.refusal });
      const { traffic = {}, tags = {} } = answer;
      return { name: "fraud-dev", tags, properties: { authMode: "Key", traffic, mirrorTraffic: {} } };
    },
  };
}

export const MISSING = 'request failed /x: Status=404 Code="ResourceNotFound" Message="no such endpoint"';

/** The hash of what a deployment runs. */
export async function hashOf(spec: () => Parameters<typeof contentHash>[0]): Promise<string> {
  let hash = "";
  await runProgram(
    "up",
    () => new Promise<void>((resolve) => contentHash(spec()).apply((found) => resolve(void (hash = found)))),
  );
  return hash;
}

/** The cursor's tag of a rollout from blue to green. */
export async function cursorTag(changes: Partial<Cursor> = {}): Promise<Record<string, string>> {
  const [liveContent, candidateContent] = [await hashOf(() => blue), await hashOf(() => green)];
  const place = { id: "0123abcd", plan: planHash(plan), sequence: 4, stage: 1, since: 1_700_000_000 };
  const cursor: Cursor = {
    ...{ ...place, status: "running", isApproved: false, live: "blue", candidate: "green" },
    ...{ liveContent, candidateContent },
    ...changes,
  };
  return { rollout: cursorText(cursor) };
}

/** What a program declared: number of instances by deployment, and the weights that are written. */
export function declared(run: Run): { instances: Record<string, number>; weights: Record<string, unknown> } {
  const deployments = run.resources.filter(({ type }) => type.endsWith("machinelearningservices:OnlineDeployment"));
  const { inputs } = run.find("pulumi-nodejs:dynamic/azureml:EndpointSettings", "release-settings");
  const written = Object.entries(inputs).filter(([member]) => member === "traffic" || member === "mirrorTraffic");
  const capacity = ({ inputs: { deploymentName, sku } }: Run["resources"][number]): [string, number] => [
    String(deploymentName),
    Number(Reflect.get(Object(sku), "capacity")),
  ];
  return { instances: Object.fromEntries(deployments.map(capacity)), weights: Object.fromEntries(written) };
}
