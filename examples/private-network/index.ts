/**
 * An endpoint that only a network of your own reaches, and whose deployments reach only what you name. The endpoint has no
 * private endpoint of its own: it answers through the one of its workspace.
 */
import { PrivateDnsZoneGroup, PrivateEndpoint, VirtualNetwork } from "@pulumi/azure-native/network";
import { PrivateZone, VirtualNetworkLink } from "@pulumi/azure-native/privatedns";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { Code, Environment, ManagedOnlineEndpoint, Workspace } from "pulumi-azureml";

const group = new ResourceGroup("private", { resourceGroupName: `private-${pulumi.getStack()}` });
const resourceGroupName = group.name;

const workspace = new Workspace("serving", {
  resourceGroupName,
  publicNetworkAccess: "Disabled",
  managedNetwork: {
    isolationMode: "AllowOnlyApprovedOutbound",
    allowedHosts: { rates: "rates.example.com" }, // what the scoring script asks
  },
});

// Where callers are.
const network = new VirtualNetwork("callers", {
  resourceGroupName,
  addressSpace: { addressPrefixes: ["10.20.0.0/16"] },
  subnets: [{ name: "callers", addressPrefix: "10.20.1.0/24" }],
});
const subnetId = network.subnets.apply((subnets) => subnets?.find(({ name }) => name === "callers")?.id ?? "");
const door = new PrivateEndpoint("workspace", {
  resourceGroupName,
  subnet: { id: subnetId },
  privateLinkServiceConnections: [
    { name: "workspace", privateLinkServiceId: workspace.id, groupIds: ["amlworkspace"] },
  ],
});

// Names of workspace and endpoints lead to that door. `*.inference.<region>` is one of the records that the group makes.
const zones = ["privatelink.api.azureml.ms", "privatelink.notebooks.azure.net"].map((zoneName) => {
  const label = zoneName.split(".")[1] ?? zoneName;
  const zone = new PrivateZone(label, { resourceGroupName, privateZoneName: zoneName, location: "global" });
  new VirtualNetworkLink(label, {
    resourceGroupName,
    privateZoneName: zone.name,
    location: "global",
    registrationEnabled: false,
    virtualNetwork: { id: network.id },
  });
  return { name: label, privateDnsZoneId: zone.id };
});
const names = new PrivateDnsZoneGroup("workspace", {
  resourceGroupName,
  privateEndpointName: door.name,
  privateDnsZoneConfigs: zones,
});

const endpoint = new ManagedOnlineEndpoint(
  "claims",
  {
    workspace,
    authMode: "Key",
    publicNetworkAccess: "Disabled",
    deployments: {
      blue: {
        code: new Code("scoring", { workspace, path: "../entra-only/scoring" }),
        scoringScript: "score.py",
        environment: new Environment("python", {
          workspace,
          image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
          condaFile: "../blue-green/environment/conda.yaml",
        }),
        instanceType: "Standard_DS3_v2",
        instanceCount: 3,
      },
    },
    traffic: { blue: 100 },
  },
  { dependsOn: [names] },
);

export const endpointName = endpoint.endpointName;
/** Resolves to a private address from within the network, and refuses everybody else. */
export const scoringUri = endpoint.scoringUri;
