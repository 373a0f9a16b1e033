import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { Workspace } from "../../components";
import { runProgram } from "./program";

const type = "azure-native:machinelearningservices:Workspace";

describe("Workspace", () => {
  it("makes storage, key vault, logs and Application Insights with it", async () => {
    const run = await runProgram(
      "up",
      () => new Workspace("serving", { resourceGroupName: "g", tags: { team: "risk" } }),
    );

    assert.deepEqual(run.resources.map(({ name }) => name).sort(), [
      "project-dev",
      "serving",
      "serving-insights",
      "serving-logs",
      "serving-storage",
      "serving-vault",
      "serving-workspace",
    ]);
    assert.deepEqual(run.find(type, "serving-workspace").inputs, {
      workspaceName: "serving-dev",
      resourceGroupName: "g",
      friendlyName: "serving-dev",
      identity: { type: "SystemAssigned" },
      sku: { name: "Basic", tier: "Basic" },
      publicNetworkAccess: "Enabled",
      storageAccount: "/id/serving-storage",
      keyVault: "/id/serving-vault",
      applicationInsights: "/id/serving-insights",
      tags: { team: "risk" },
    });
    const { accountName } = run.find("azure-native:storage:StorageAccount", "serving-storage").inputs;
    assert.match(String(accountName), /^servingdev[0-9a-f]{8}$/);
  });

  it("uses what it is given instead of making it", async () => {
    const run = await runProgram(
      "up",
      () =>
        new Workspace("serving", {
          resourceGroupName: "g",
          workspaceName: "mlw",
          storageAccountId: "/s",
          keyVaultId: "/k",
          applicationInsightsId: "/a",
          containerRegistry: "/r",
        }),
    );

    assert.deepEqual(run.resources.map(({ name }) => name).sort(), ["project-dev", "serving", "serving-workspace"]);
    assert.equal(run.find(type, "serving-workspace").inputs.containerRegistry, "/r");
  });

  it("makes a registry where it is asked to", async () => {
    const run = await runProgram(
      "up",
      () => new Workspace("serving", { resourceGroupName: "g", containerRegistry: "create" }),
    );

    assert.equal(run.find(type, "serving-workspace").inputs.containerRegistry, "/id/serving-registry");
  });

  it("has a managed network that is there before the first deployment", async () => {
    const run = await runProgram(
      "up",
      () =>
        new Workspace("serving", {
          resourceGroupName: "g",
          managedNetwork: { isolationMode: "AllowOnlyApprovedOutbound", allowedHosts: { rates: "*.example.com" } },
        }),
    );

    const { managedNetwork, provisionNetworkNow } = run.find(type, "serving-workspace").inputs;
    assert.deepEqual(managedNetwork, {
      enableNetworkMonitor: false,
      isolationMode: "AllowOnlyApprovedOutbound",
      outboundRules: { rates: { type: "FQDN", category: "UserDefined", destination: "*.example.com" } },
    });
    assert.equal(provisionNetworkNow, true);
  });

  it("refuses a managed network's faults all at once", async () => {
    await runProgram("up", () => {
      const allowedHosts = { rates: "https://example.com/rates", mirror: "mirror.example" };
      const managedNetwork = { isolationMode: "AllowInternetOutbound", allowedHosts } as const;
      assert.throws(
        () => new Workspace("serving", { resourceGroupName: "g", managedNetwork }),
        /allowedHosts: with AllowInternetOutbound .*\n.*allowedHosts\.rates: "https:\/\/example\.com\/rates" given, this is no name of a host/,
      );
    });
  });

  it("adopts one by name or by id, and makes nothing", async () => {
    const found: Promise<unknown>[] = [];
    const id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/mlw";
    const run = await runProgram("up", () => {
      for (const existing of [{ workspaceName: "mlw", resourceGroupName: "rg" }, { id }]) {
        const { location, workspaceName } = Workspace.get(existing);
        found.push(new Promise((resolve) => pulumi.all([location, workspaceName]).apply(resolve)));
      }
    });

    assert.deepEqual(await Promise.all(found), [
      ["northeurope", "mlw"],
      ["northeurope", "mlw"],
    ]);
    assert.deepEqual(
      run.resources.map(({ name }) => name),
      ["project-dev"],
    );
  });

  it("refuses a name that the service has no place for", async () => {
    await runProgram("up", () => {
      assert.throws(
        () => new Workspace("serving", { resourceGroupName: "g", workspaceName: "a" }),
        /workspaceName: "a" given, a workspace name has 3 to 33/,
      );
    });
  });
});
