import type { Command } from "commander";
import { z } from "zod";
import type { Fault } from "../../arm/fault";
import { openScoring } from "../../azure/scoring/open-scoring";
import type { Score } from "../../azure/scoring/score";
import { Failure, UsageError } from "../failure";
import { examples } from "../help";
import { armName, wholeNumber } from "../options";
import { note, print, printJson } from "../output";
import { AnswerFile } from "./answer-file";
import { findEndpoint } from "./find";
import { invokeMany, reportMany } from "./invoke-many";
import { requestBodies } from "./request-bodies";
import { choose, workspaceOptions } from "./workspace";

const fileRule = "a file, or - for standard input, is expected";
const own = z.object({
  file: z.array(z.string().min(1, fileRule), { error: fileRule }).default(["-"]),
  lines: z.boolean().optional(),
  repeat: wholeNumber("a number of times", 1, 100_000_000).optional(),
  concurrency: wholeNumber("a number of requests at once", 1, 500).optional(),
  output: z.string().min(1, "a file is expected").optional(),
  deployment: armName.optional(),
  timeout: wholeNumber("a time in seconds", 1, 300).optional(),
  json: z.boolean().optional(),
});

/** `endpoint invoke NAME`: sends one scoring request, or many. */
export function addInvoke(parent: Command): void {
  workspaceOptions(parent.command("invoke"))
    .description("send scoring requests, each once; exit code 1 where an answer is not 200")
    .argument("<name>", "the endpoint")
    .option("-f, --file <file>", "a request's body, again for more; - is standard input, the default", collected)
    .option("--lines", "each line of the files is a request of its own")
    .option("--repeat <times>", "send all of them so many times (default: 1)")
    .option("--concurrency <count>", "so many at once (default: 1)")
    .option("-o, --output <file>", "write each answer as a line of JSON, in the order of the requests")
    .option("-d, --deployment <name>", "deployment that has to answer, past all weights")
    .option("--timeout <seconds>", "how long to wait for each (default: 200)")
    .option(
      "--json",
      "print {status, deployment, requestId, modelStatus, durationMs, body}; of many {count, failed, byStatus, milliseconds, seconds, requestsPerSecond}",
    )
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml endpoint invoke cancer --file request.json", "as any client would"],
        ["pulumi-azureml endpoint invoke cancer -d green < request.json", "a deployment without traffic"],
        ["pulumi-azureml endpoint invoke cancer -f a.json --repeat 1000 --concurrency 8", "how fast is it?"],
        ["pulumi-azureml endpoint invoke cancer --lines -f all.jsonl -o answers.jsonl", "a request a line"],
      ]),
    )
    .action(async (name: string, given: unknown) => {
      const { options, endpoints } = await choose("pulumi-azureml endpoint invoke", own, { name, options: given });
      const { file: files, lines, repeat = 1, concurrency = 1, output, deployment, timeout, json = false } = options;
      const bodies = await requestBodies({ files, each: lines ? "lines" : "request" });
      if (bodies.length === 0) throw new UsageError("pulumi-azureml endpoint invoke", [noRequests(files)]);
      await findEndpoint(endpoints, name);
      const client = await openScoring(endpoints, name, { connections: concurrency });
      const timeoutMs = timeout === undefined ? undefined : timeout * 1000;
      const [body] = bodies;
      try {
        if (bodies.length === 1 && repeat === 1 && output === undefined && !lines) {
          return report(name, await client.attempt(body, { deployment, timeoutMs }), json);
        }
        const answers = output === undefined ? undefined : await AnswerFile.open(output);
        const sent = { bodies, repeat, concurrency, deployment, timeoutMs, answers };
        const summary = await invokeMany(client, sent).finally(() => answers?.close());
        reportMany(name, summary, json);
      } finally {
        await client.close();
      }
    });
}

/** An option that may be given several times. */
function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function noRequests(files: readonly string[]): Fault {
  return { field: "--file", value: files.join(", "), rule: "no line of it is a request" };
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
