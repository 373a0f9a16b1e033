import { join } from "node:path";
import { Provider } from "@pulumi/azure-native/provider";
import { Code, Environment, ManagedOnlineEndpoint, RegisteredModel, Workspace } from "pulumi-azureml";

const content = (name: string) => join(__dirname, "content", name);

/** Where the program runs; tests put it in the environment of the stack. */
export interface Place {
  subscriptionId: string;
  resourceGroupName: string;
}

/**
 * What the states of earlier versions were made with: every component, two deployments, a mirror, tags and an explicit
 * provider. It is frozen; what a later version can do besides is another program, with a state of its own.
 */
export function program({ subscriptionId, resourceGroupName }: Place): void {
  const signIn = { clientId: "app", tenantId: "tenant", clientSecret: "a secret of the provider" };
  const provider = new Provider("azure", { subscriptionId, ...signIn });
  const workspace = new Workspace("ml", { resourceGroupName, tags: { team: "risk" } }, { provider });
  const size = {
    model: new RegisteredModel(
      "model",
      { workspace, path: content("model.txt"), tags: { from: "here" } },
      { provider },
    ),
    environment: new Environment(
      "python",
      {
        workspace,
        image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
        condaFile: content("conda.yaml"),
      },
      { provider },
    ),
    code: new Code("scoring", { workspace, path: content("src") }, { provider }),
    scoringScript: "score.py",
    instanceType: "Standard_DS3_v2",
  };
  new ManagedOnlineEndpoint(
    "fraud",
    {
      workspace,
      authMode: "Key",
      description: "scores payments",
      tags: { team: "risk", stage: "prod" },
      deployments: {
        blue: { ...size, instanceCount: 2, environmentVariables: { LEVEL: "info" } },
        green: { ...size, instanceCount: 1, requestSettings: { requestTimeoutMs: 10_000 }, tags: { colour: "green" } },
      },
      traffic: { blue: 100 },
      mirrorTraffic: { green: 20 },
    },
    { provider },
  );
}
