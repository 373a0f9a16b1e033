/**
 * A staged rollout: the program says which release is live, which one is to follow, and the stages between them. `pulumi up`
 * makes the deployments; `pulumi-azureml rollout run` moves the traffic, looks at how the candidate does, and goes back by
 * itself where it does badly.
 */
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { BlueGreenRollout, Code, Environment, ManagedOnlineEndpoint, Workspace } from "pulumi-azureml";
import { absolute, canary } from "pulumi-azureml/rollout";

/** A release in stack configuration, for example { name: "green", release: "v2" }. */
interface Release {
  name: string;
  release: string;
  /** Makes it fail for every other customer, to see what happens then. */
  broken?: boolean;
}

const config = new pulumi.Config();
const live = config.requireObject<Release>("live");
const candidate = config.getObject<Release>("candidate");
const pace = config.get("pace"); // for example 10s; default: minutes and hours

const group = new ResourceGroup("rollout", { resourceGroupName: `rollout-${pulumi.getStack()}` });
const workspace = new Workspace("serving", { resourceGroupName: group.name });
// The main example's packages: a laptop that has run it need not install others.
const environment = new Environment("python", {
  workspace,
  image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
  condaFile: "../blue-green/environment/conda.yaml",
});
const code = new Code("scoring", { workspace, path: "scoring" });

const endpoint = new ManagedOnlineEndpoint("shop", { workspace, authMode: "Key" });

new BlueGreenRollout("shop", {
  endpoint,
  live: deployment(live),
  candidate: candidate && deployment(candidate),
  plan: canary([20, 50], {
    smoke: [
      {
        name: "a customer",
        body: { customer: 42 },
        expect: { schema: { type: "object", required: ["release"] }, milliseconds: 5000 },
      },
    ],
    gates: [absolute({ maxErrorShare: 0.2, minRequests: 20, windowMinutes: 1 })],
    ...(pace === undefined ? {} : { atLeast: pace, bake: pace, retireAfter: pace }),
  }),
});

export const resourceGroup = group.name;
export const workspaceName = workspace.workspaceName;
export const endpointName = endpoint.endpointName;
export const scoringUri = endpoint.scoringUri;
export const keys = endpoint.keys; // secret: `pulumi stack output keys --show-secrets`

function deployment({ name, release, broken = false }: Release) {
  return {
    name,
    environment,
    code,
    scoringScript: "score.py",
    environmentVariables: { RELEASE: release, BROKEN: String(broken) },
    instanceType: "Standard_DS3_v2",
    instanceCount: 1,
    requestSettings: { maxConcurrentRequestsPerInstance: 100 },
  };
}
