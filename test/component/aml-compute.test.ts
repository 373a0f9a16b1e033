import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { AmlCompute, type AmlComputeArgs } from "../../components";
import { runProgram, workspace } from "./program";

const type = "azure-native:machinelearningservices:Compute";
const cluster = (args: Partial<AmlComputeArgs> = {}) =>
  new AmlCompute("cpu", { workspace, vmSize: "Standard_DS3_v2", ...args });

describe("AmlCompute", () => {
  for (const mode of ["up", "preview"] as const) {
    it(`registers exactly one cluster, which scales from zero, with the service's defaults (${mode})`, async () => {
      let id: pulumi.Output<string> | undefined;
      const run = await runProgram(mode, () => {
        ({ id } = cluster());
      });

      assert.deepEqual(run.find(type, "cpu-compute").inputs, {
        workspaceName: "w",
        resourceGroupName: "g",
        computeName: "cpu-dev",
        location: "westeurope",
        properties: {
          computeType: "AmlCompute",
          properties: {
            vmSize: "Standard_DS3_v2",
            vmPriority: "Dedicated",
            osType: "Linux",
            scaleSettings: { minNodeCount: 0, maxNodeCount: 4, nodeIdleTimeBeforeScaleDown: "PT2M" },
          },
        },
      });
      assert.deepEqual(run.resources.map(({ name }) => name).sort(), ["cpu", "cpu-compute", "project-dev"]);
      assert.equal(await new Promise((resolve) => id?.apply(resolve)), `${workspace.id}/computes/cpu-dev`);
    });
  }

  it("passes what is asked for, also where it is known only later", async () => {
    const run = await runProgram("up", () =>
      cluster({
        computeName: "spot",
        minNodes: 1,
        maxNodes: pulumi.output(8),
        idleSecondsBeforeScaleDown: pulumi.output(900),
        vmPriority: "LowPriority",
        identity: { type: "SystemAssigned" },
        description: "cheap",
        tags: { team: "risk" },
        transform: { compute: ({ args }) => ({ args: { ...args, location: "northeurope" } }) },
      }),
    );

    const { properties, ...outer } = run.find(type, "cpu-compute").inputs;
    assert.deepEqual(outer, {
      workspaceName: "w",
      resourceGroupName: "g",
      computeName: "spot",
      location: "northeurope",
      identity: { type: "SystemAssigned" },
      tags: { team: "risk" },
    });
    assert.deepEqual(properties, {
      computeType: "AmlCompute",
      description: "cheap",
      properties: {
        vmSize: "Standard_DS3_v2",
        vmPriority: "LowPriority",
        osType: "Linux",
        scaleSettings: { minNodeCount: 1, maxNodeCount: 8, nodeIdleTimeBeforeScaleDown: "PT15M" },
      },
    });
  });

  it("refuses what is wrong, all faults at once", async () => {
    await runProgram("preview", () => {
      assert.throws(
        () => cluster({ computeName: "cpu-2", vmSize: "large size", maxNodes: 0, idleSecondsBeforeScaleDown: 1.5 }),
        (error: Error) =>
          ["AmlCompute cpu: 4 faults", '"cpu-2"', '"large size"', "maxNodes: 0", "ScaleDown: 1.5"].every((part) =>
            error.message.includes(part),
          ),
      );
    });
  });
});
