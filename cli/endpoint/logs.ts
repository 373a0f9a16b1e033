import type { Command } from "commander";
import { z } from "zod";
import { followLog } from "../../azure/follow-log";
import type { LogQuery } from "../../azure/online-endpoints";
import { examples } from "../help";
import { armName, wholeNumber } from "../options";
import { note, print, printJson } from "../output";
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
  follow: z.boolean().optional(),
  json: z.boolean().optional(),
});

/** `endpoint logs NAME --deployment D`: what a deployment's instances wrote, and what they write. */
export function addLogs(parent: Command): void {
  workspaceOptions(parent.command("logs"))
    .description("print what the instances of a deployment wrote")
    .argument("<name>", "the endpoint")
    .option("-d, --deployment <name>", "the deployment (needed)")
    .option("--tail <lines>", "only the last so many lines")
    .option("--container <name>", "inference-server or storage-initializer (default: inference-server)")
    .option("--follow", "go on with what they write, until Ctrl-C or the deployment is gone")
    .option("--json", "print {endpoint, deployment, container, lines}; with --follow one in a line, again and again")
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml endpoint logs cancer -d green --tail 20", "why does green fail?"],
        ["pulumi-azureml endpoint logs cancer -d green --tail 1 --follow", "what does it do?"],
      ]),
    )
    .action(async (name: string, given: unknown) => {
      const { options, endpoints } = await choose("pulumi-azureml endpoint logs", own, { name, options: given });
      const { deployment, tail, container = "inference-server", follow, json } = options;
      const of = { endpoint: name, deployment, container };
      const query: LogQuery = { container: containers[container], tail };
      if (!follow) {
        const text = await endpoints.logs(name, deployment, query);
        const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
        if (json) printJson({ ...of, lines: text === "" ? [] : lines });
        else if (text !== "") print(lines.join("\n"));
        return;
      }
      let isFirst = true;
      for await (const found of followLog(endpoints, { ...query, endpoint: name, deployment })) {
        if (found.before === "missing") note("lines may be missing here: the log began anew, or grew too fast");
        const lines = isFirst && tail !== undefined ? found.lines.slice(-tail) : found.lines;
        isFirst = false;
        if (json) print(JSON.stringify({ ...of, lines }));
        else print(lines.join("\n"));
      }
    });
}
