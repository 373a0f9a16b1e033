import type { Command } from "commander";
import { z } from "zod";
import { examples } from "../help";
import { armName, wholeNumber } from "../options";
import { print, printJson } from "../output";
import { choose, workspaceOptions } from "./workspace";

/** Containers as the az CLI calls them, and as ARM does. */
const containers = { "inference-server": "InferenceServer", "storage-initializer": "StorageInitializer" } as const;

const own = z.object({
  deployment: z.string({ error: "a deployment is required" }).pipe(armName),
  tail: wholeNumber("a number of lines", 1, 5000).optional(),
  container: z
    .enum(["inference-server", "storage-initializer"], {
      error: "a container is inference-server or storage-initializer",
    })
    .optional(),
  json: z.boolean().optional(),
});

/** `endpoint logs NAME --deployment D`: what a deployment's instances wrote. */
export function addLogs(parent: Command): void {
  workspaceOptions(parent.command("logs"))
    .description("print what the instances of a deployment wrote")
    .argument("<name>", "the endpoint")
    .option("-d, --deployment <name>", "the deployment (needed)")
    .option("--tail <lines>", "only the last so many lines")
    .option("--container <name>", "inference-server or storage-initializer (default: inference-server)")
    .option("--json", "print {endpoint, deployment, container, lines}")
    .addHelpText(
      "after",
      examples([["pulumi-azureml endpoint logs cancer -d green --tail 20", "why does green fail?"]]),
    )
    .action(async (name: string, given: unknown) => {
      const { options, endpoints } = await choose("pulumi-azureml endpoint logs", own, { name, options: given });
      const { deployment, tail, container = "inference-server", json } = options;
      const text = await endpoints.logs(name, deployment, { container: containers[container], tail });
      const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
      if (json) printJson({ endpoint: name, deployment, container, lines: text === "" ? [] : lines });
      else if (text !== "") print(lines.join("\n"));
    });
}
