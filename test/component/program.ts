import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registered it. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** A workspace that exists. */
export const workspace = {
  id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w",
  workspaceName: "w",
  resourceGroupName: "g",
  location: "westeurope",
};

/** Stands for a value that only the service knows. */
const computed: Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>> = {
  "azure-native:machinelearningservices:OnlineEndpoint": ({ identity }) => ({
    identity: { ...(typeof identity === "object" ? identity : {}), principalId: "system-assigned" },
  }),
  "azure-native:machinelearningservices:Workspace": () => ({ location: "westeurope" }),
  "pulumi-nodejs:dynamic/azureml:BlobUpload": ({ digest, name }) => ({
    url: `https://store.example/${digest}/${name}`,
    datastoreUri: `azureml://datastores/workspaceblobstore/paths/${digest}/${name}`,
  }),
  "pulumi-nodejs:dynamic/azureml:BatchDefault": ({ endpointName }) => ({
    scoringUri: `https://${endpointName}.example/jobs`,
  }),
  "pulumi-nodejs:dynamic/azureml:InstanceCount": ({ initial }) => ({ instances: initial }),
  "pulumi-nodejs:dynamic/azureml:EndpointSettings": ({ endpointName }) => ({
    scoringUri: `https://${endpointName}.example/score`,
    swaggerUri: `https://${endpointName}.example/swagger.json`,
    principalId: "principal",
  }),
};

const clientConfig = "azure-native:authorization:getClientConfig";

const functions: Record<string, Record<string, unknown>> = {
  [clientConfig]: { subscriptionId: "s", tenantId: "t" },
  "azure-native:machinelearningservices:getWorkspace": { id: "/found", location: "northeurope" },
  "azure-native:machinelearningservices:listOnlineEndpointKeys": { primaryKey: "first", secondaryKey: "second" },
  "azure-native:machinelearningservices:getOnlineEndpoint": { properties: { authMode: "key" } },
  "azure-native:machinelearningservices:getOnlineEndpointToken": { accessToken: "token" },
};

/** What a program registered and which functions it called, once it has settled. */
export interface Run {
  resources: Registered[];
  calls: { token: string; inputs: Record<string, unknown> }[];
  /** How often it asked for azure-native's client configuration, which is not among the calls. */
  clientConfigs: number;
  /** The one resource of that type and name. */
  find(type: string, name: string): Registered;
}

/** What a function answers to its inputs; one that throws refuses. */
export type Answers = Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>;

/** Runs a program against the SDK's mocks: up, or a preview in which computed values are unknown. */
export async function runProgram(mode: "up" | "preview", program: () => unknown, answers: Answers = {}): Promise<Run> {
  const resources: Registered[] = [];
  const calls: Run["calls"] = [];
  let clientConfigs = 0;
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        resources.push({ type, name, inputs });
        const known = mode === "up";
        return {
          id: known ? `/id/${name}` : undefined,
          state: { ...inputs, ...(known ? computed[type]?.(inputs) : {}) },
        };
      },
      call: ({ token, inputs }) => {
        if (token === clientConfig) clientConfigs += 1;
        else calls.push({ token, inputs });
        return answers[token]?.(inputs) ?? functions[token] ?? {};
      },
    },
    "project",
    "dev",
    mode === "preview",
  );
  await pulumi.runtime.runInPulumiStack(async () => {
    await program();
    return {};
  });
  await pulumi.runtime.disconnect();
  return {
    resources,
    calls,
    clientConfigs,
    find(type, name) {
      const found = resources.filter((resource) => resource.type === type && resource.name === name);
      if (found.length !== 1 || !found[0]) {
        const names = resources.map((resource) => `${resource.type} ${resource.name}`);
        throw new Error(`${found.length} resources ${type} ${name} among:\n${names.join("\n")}`);
      }
      return found[0];
    },
  };
}
