import { readFileSync } from "node:fs";
import { z } from "zod";

/** What a program has made, each line JSON, sorted. */
export interface Result {
  /** Custom resources: type, name and inputs. */
  resources: string[];
  /** Writes that ARM has carried out: method, path and body. */
  writes: string[];
}

const object = z.record(z.string(), z.unknown());
const exported = z.object({
  deployment: z.object({
    resources: z.array(
      z.object({ urn: z.string(), type: z.string(), custom: z.boolean(), inputs: object.default({}) }),
    ),
  }),
});
const request = z.object({ method: z.string(), path: z.string(), body: z.unknown() });

/** What differs with each run, and the source text of a dynamic provider, which is as its program was compiled. */
const ofOneRun = new Set(["AzureAsyncOperationUri", "__provider"]);

/** Reads an exported stack and a request log. */
export function resultOf(exportedStack: string, requestLog: string): Result {
  const { resources } = exported.parse(JSON.parse(readFileSync(exportedStack, "utf8"))).deployment;
  const requests = readFileSync(requestLog, "utf8").trim().split("\n");
  return {
    resources: resources
      .filter(({ type, custom }) => custom && !type.startsWith("pulumi:providers:"))
      .map(({ urn, type, inputs }) => line({ type, name: urn.split("::").at(-1), inputs }))
      .sort(),
    writes: requests
      .map((logged) => request.parse(JSON.parse(logged)))
      .filter(({ method }) => method !== "GET")
      .map(line)
      .sort(),
  };
}

/** JSON with sorted members. */
function line(value: object): string {
  return JSON.stringify(value, (name, member: unknown) => {
    if (ofOneRun.has(name)) return undefined;
    const members = object.safeParse(member);
    return members.success && !Array.isArray(member) ? Object.fromEntries(Object.entries(members.data).sort()) : member;
  });
}
