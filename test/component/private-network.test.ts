import { strict as assert } from "node:assert";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { runProgram, type Run } from "./program";

/** The local Azure ML has no networks, so this is as far as the example can be run without a subscription. */
describe("the example of a private network", () => {
  const folder = resolve(__dirname, "../../examples/private-network");
  const elsewhere = process.cwd();
  let run: Run;
  before(async () => {
    process.chdir(folder);
    run = await runProgram("up", () => createRequire(__filename)(join(folder, "index.ts")));
  });
  after(() => process.chdir(elsewhere));
  const inputs = (type: string, name: string) => run.find(`azure-native:${type}`, name).inputs;

  it("closes workspace and endpoint to the public network", () => {
    const workspace = inputs("machinelearningservices:Workspace", "serving-workspace");
    assert.deepEqual([workspace.publicNetworkAccess, workspace.provisionNetworkNow], ["Disabled", true]);
    assert.deepEqual(workspace.managedNetwork, {
      enableNetworkMonitor: false,
      isolationMode: "AllowOnlyApprovedOutbound",
      outboundRules: { rates: { type: "FQDN", category: "UserDefined", destination: "rates.example.com" } },
    });
    const { properties } = inputs("machinelearningservices:OnlineEndpoint", "claims-endpoint");
    assert.deepEqual(properties, { authMode: "Key", publicNetworkAccess: "Disabled" });
  });

  it("leads callers in by the private endpoint of the workspace, under its names", () => {
    const { privateLinkServiceConnections: connections } = inputs("network:PrivateEndpoint", "workspace");
    assert.deepEqual(connections, [
      { name: "workspace", privateLinkServiceId: "/id/serving-workspace", groupIds: ["amlworkspace"] },
    ]);
    const zones = run.resources.filter(({ type }) => type === "azure-native:privatedns:PrivateZone");
    assert.deepEqual(
      zones.map((zone) => zone.inputs.privateZoneName),
      ["privatelink.api.azureml.ms", "privatelink.notebooks.azure.net"],
    );
    const { privateDnsZoneConfigs } = inputs("network:PrivateDnsZoneGroup", "workspace");
    assert.deepEqual(privateDnsZoneConfigs, [
      { name: "api", privateDnsZoneId: "/id/api" },
      { name: "notebooks", privateDnsZoneId: "/id/notebooks" },
    ]);
  });
});
