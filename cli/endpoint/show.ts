import type { Command } from "commander";
import { z } from "zod";
import { examples } from "../help";
import { print, printFields, printJson, printTable } from "../output";
import { findEndpoint } from "./find";
import { deploymentShape, endpointShape, weightsText } from "./shapes";
import { choose, workspaceOptions } from "./workspace";

const own = z.object({ json: z.boolean().optional() });

/** `endpoint show NAME`: one endpoint with its deployments. */
export function addShow(parent: Command): void {
  workspaceOptions(parent.command("show"))
    .description("show an endpoint and its deployments")
    .argument("<name>", "the endpoint")
    .option("--json", "print an endpoint as `list` does, and deployments: [{name, provisioningState, traffic, …}]")
    .addHelpText("after", examples([["pulumi-azureml endpoint show cancer --json | jq .traffic", "the live weights"]]))
    .action(async (name: string, given: unknown) => {
      const { options, endpoints } = await choose("pulumi-azureml endpoint show", own, { name, options: given });
      const endpoint = endpointShape(await findEndpoint(endpoints, name));
      const deployments = (await endpoints.listDeployments(name)).map((found) => deploymentShape(found, endpoint));
      if (options.json) return printJson({ ...endpoint, deployments });
      printFields({
        "name": endpoint.name,
        "state": endpoint.provisioningState ?? undefined,
        "auth mode": endpoint.authMode,
        "scoring URI": endpoint.scoringUri ?? undefined,
        "traffic": weightsText(endpoint.traffic),
        "mirrored": weightsText(endpoint.mirrorTraffic),
        "network": endpoint.publicNetworkAccess ?? undefined,
        "tags": Object.entries(endpoint.tags)
          .map(([key, value]) => `${key}=${value}`)
          .join(", "),
      });
      print("");
      printTable(
        ["DEPLOYMENT", "STATE", "LIVE %", "MIRROR %", "INSTANCES", "INSTANCE TYPE", "MODEL"],
        deployments.map((found) => [
          found.name,
          found.provisioningState ?? "",
          String(found.traffic),
          String(found.mirrorTraffic),
          String(found.instanceCount ?? ""),
          found.instanceType ?? "",
          shortModel(found.model),
        ]),
      );
    });
}

/** `cancer-v1:3f2a…` of a model's ARM id; what is none stays as it is. */
function shortModel(model: string | null): string {
  const [, name, version] = /\/models\/([^/]+)\/versions\/([^/]+)$/i.exec(model ?? "") ?? [];
  return name && version ? `${name}:${version}` : (model ?? "");
}
