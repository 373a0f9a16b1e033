import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import type { Command } from "commander";
import { z } from "zod";
import { openScoring } from "../../azure/scoring/open-scoring";
import type { Score } from "../../azure/scoring/score";
import { Failure } from "../failure";
import { examples } from "../help";
import { armName, wholeNumber } from "../options";
import { note, print, printJson } from "../output";
import { findEndpoint } from "./find";
import { choose, workspaceOptions } from "./workspace";

const own = z.object({
  file: z.string().min(1, "a file, or - for standard input, is expected").optional(),
  deployment: armName.optional(),
  timeout: wholeNumber("a time in seconds", 1, 300).optional(),
  json: z.boolean().optional(),
});

/** `endpoint invoke NAME`: sends one scoring request. */
export function addInvoke(parent: Command): void {
  workspaceOptions(parent.command("invoke"))
    .description("send a scoring request; exit code 1 where the answer is not 200")
    .argument("<name>", "the endpoint")
    .option("-f, --file <file>", "the request's body; - is standard input, the default")
    .option("-d, --deployment <name>", "deployment that has to answer, past all weights")
    .option("--timeout <seconds>", "how long to wait (default: 200)")
    .option("--json", "print {status, deployment, requestId, modelStatus, durationMs, body}")
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml endpoint invoke cancer --file request.json", "as any client would"],
        ["pulumi-azureml endpoint invoke cancer -d green < request.json", "a deployment without traffic"],
      ]),
    )
    .action(async (name: string, given: unknown) => {
      const { options, endpoints } = await choose("pulumi-azureml endpoint invoke", own, { name, options: given });
      const body = await requestBody(options.file);
      await findEndpoint(endpoints, name);
      const client = await openScoring(endpoints, name);
      const timeoutMs = options.timeout === undefined ? undefined : options.timeout * 1000;
      const score = await client.attempt(body, { deployment: options.deployment, timeoutMs });
      await client.close();
      report(name, score, options.json ?? false);
    });
}

function report(name: string, score: Score, json: boolean): void {
  const { status, deployment = null, requestId = null, modelStatus = null, durationMs, body } = score;
  if (json) printJson({ status, deployment, requestId, modelStatus, durationMs: Math.round(durationMs), body });
  else if (body !== "") print(typeof body === "string" ? body : JSON.stringify(body));
  const by = deployment === null ? "" : ` from ${deployment}`;
  if (status === 200) return json ? undefined : note(`200${by} in ${Math.round(durationMs)} ms`);
  const model = modelStatus === null ? "" : `; the model itself answered ${modelStatus}`;
  throw new Failure(
    `${name} answered ${status}${by}${model}`,
    status === 424 && deployment
      ? `its log: pulumi-azureml endpoint logs ${name} --deployment ${deployment}`
      : undefined,
  );
}

async function requestBody(file = "-"): Promise<Uint8Array> {
  if (file === "-") {
    if (process.stdin.isTTY) note("reading the request from standard input, to its end (Ctrl-D)");
    return buffer(process.stdin);
  }
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`--file: "${file}" given, it can't be read (${error.code})`);
  });
}
