import { z } from "zod";
import { duration } from "../body/durations";
import { defaulted, oneOf, optional, stringMap } from "../body/members";
import { isObject } from "../json";
import { count } from "./batch-deployment-body";

const inputTypes = ["UriFolder", "UriFile", "MLTable", "CustomModel", "MLFlowModel", "TritonModel", "Literal"] as const;

const input = z.strictObject({
  jobInputType: oneOf(inputTypes),
  uri: optional(z.string().min(1)),
  value: optional(z.string()),
  mode: optional(z.string()),
  description: optional(z.string()),
});

const output = z.strictObject({
  jobOutputType: oneOf(["UriFile", "UriFolder"]),
  uri: optional(z.string().min(1)),
  mode: optional(z.string()),
  description: optional(z.string()),
});

/** What somebody posts to get a job: inputs and outputs by name, and what is to be otherwise than in the deployment. */
export const jobRequest = z.strictObject({
  properties: z.strictObject({
    inputData: defaulted(z.record(z.string(), input), {}),
    outputData: defaulted(z.record(z.string(), output), {}),
    name: optional(z.string().regex(/^[\w-]{1,255}$/, "is no name of a job")),
    description: optional(z.string()),
    displayName: optional(z.string()),
    experimentName: optional(z.string()),
    tags: defaulted(stringMap, {}),
    properties: defaulted(stringMap, {}),
    compute: optional(
      z.strictObject({
        instanceCount: optional(count({ minimum: 1 })),
        instanceType: optional(z.string()),
        target: optional(z.string()),
        location: optional(z.string()),
        isLocal: optional(z.boolean()),
        properties: optional(z.record(z.string(), z.json())),
      }),
    ),
    errorThreshold: optional(count({ minimum: -1 })),
    loggingLevel: optional(oneOf(["Info", "Warning", "Debug"])),
    maxConcurrencyPerInstance: optional(count({ minimum: 1 })),
    miniBatchSize: optional(count({ minimum: 1 })),
    outputAction: optional(oneOf(["AppendRow", "SummaryOnly"])),
    outputFileName: optional(z.string().regex(/^[^/\\]+$/, "is no name of a file")),
    // What it leaves out stays as the deployment has it.
    retrySettings: defaulted(
      z.strictObject({
        maxRetries: optional(count({ minimum: 0 })),
        timeout: optional(duration({ minimum: 1 })),
      }),
      { maxRetries: undefined, timeout: undefined },
    ),
    // The SDK sends them, and nobody reads them.
    ...{ outputDataset: optional(z.json()), errorSettings: optional(z.json()) },
  }),
});

export type JobRequest = z.infer<typeof jobRequest>["properties"];
export type JobInput = z.infer<typeof input>;
export type JobOutput = z.infer<typeof output>;

/** Members whose own members have names that clients choose. */
const named = new Set(["inputData", "outputData", "tags"]);

/**
 * The body with names in camel case: Microsoft's documentation and examples post `InputData` and `JobInputType`, its SDK
 * `inputData` and `jobInputType`, and the service takes both.
 */
export function inCamelCase(body: unknown): unknown {
  return isObject(body) ? renamed(body) : body;
}

function renamed(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const camel = name.charAt(0).toLowerCase() + name.slice(1);
      if (!isObject(value)) return [camel, value];
      if (!named.has(camel)) return [camel, renamed(value)];
      const kept = Object.entries(value).map(([own, each]) => [own, isObject(each) ? renamed(each) : each]);
      return [camel, Object.fromEntries(kept)];
    }),
  );
}
