import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import {
  connectionMetadata,
  connectionSecret,
  connectionTarget,
  keyVaultSecret,
  ManagedOnlineEndpoint,
} from "../../components";
import { runProgram, workspace } from "./program";

const uri = `https://fraud.vault.azure.net/secrets/password/${"0".repeat(32)}`;
const fraud = (environmentVariables: Record<string, pulumi.Input<string>>, more = {}) =>
  new ManagedOnlineEndpoint("fraud", {
    ...{ workspace, authMode: "AADToken", ...more },
    deployments: {
      blue: {
        ...{ model: "/m/1", environment: "/e/1", instanceType: "Standard_DS3_v2", instanceCount: 1 },
        environmentVariables,
      },
    },
  });

describe("references to secrets", () => {
  it("are texts that name a secret and hold none, known now or later", async () => {
    const run = await runProgram("up", () =>
      fraud({
        A: connectionSecret("openai", "key"),
        B: connectionSecret(pulumi.output("openai"), "key"),
        C: connectionTarget("openai"),
        D: connectionMetadata("openai", "version"),
        E: keyVaultSecret(uri),
        F: keyVaultSecret(pulumi.output(uri)),
      }),
    );

    const { properties } = run.find(
      "azure-native:machinelearningservices:OnlineDeployment",
      "fraud-blue-deployment",
    ).inputs;
    assert.deepEqual(properties && Object.entries(properties).find(([name]) => name === "environmentVariables")?.[1], {
      A: "${{azureml://connections/openai/credentials/key}}",
      B: "${{azureml://connections/openai/credentials/key}}",
      C: "${{azureml://connections/openai/target}}",
      D: "${{azureml://connections/openai/metadata/version}}",
      E: `\${{keyvault:${uri}}}`,
      F: `\${{keyvault:${uri}}}`,
    });
  });

  it("are refused where they name none", async () => {
    await runProgram("preview", () => {
      assert.throws(
        () => connectionSecret("a", "key"),
        /connectionSecret: connection: "a" given, a connection name has 3/,
      );
      assert.throws(() => connectionSecret("openai", "a/b"), /key: "a\/b" given/);
      assert.throws(
        () => keyVaultSecret("https://fraud.vault.azure.net/secrets/password"),
        /the service takes no `latest`/,
      );
      assert.throws(
        () => fraud({ A: "${{keyvault:fraud/password}}" }),
        /deployments\.blue\.environmentVariables\.A: .* this begins as a reference to a secret and is none/,
      );
    });
  });

  it("may be read by the endpoint's own identity, which is asked for when it is made", async () => {
    const run = await runProgram("up", () => fraud({}, { readsConnectionSecrets: true }));
    assert.deepEqual(
      run.find("azure-native:machinelearningservices:OnlineEndpoint", "fraud-endpoint").inputs["properties"],
      {
        authMode: "AADToken",
        publicNetworkAccess: "Enabled",
        properties: { enforce_access_to_default_secret_stores: "enabled" },
      },
    );
    await runProgram("preview", () => {
      const identity = { type: "UserAssigned", userAssignedIdentities: ["/i"] };
      assert.throws(() => fraud({}, { readsConnectionSecrets: true, identity }), /to system-assigned identities alone/);
    });
  });
});
