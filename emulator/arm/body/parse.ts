import type { z } from "zod";
import { ArmError, invalid, type Fault } from "../http/errors";

/** Reads a body by its schema, or refuses it with every fault found. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  if (body === undefined) throw new ArmError(400, "InvalidRequestContent", "The request has no body.");
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalid(faults(result.error.issues));
}

/** Like {@link parseBody}, for actions that may come without a body. */
export function parseOptionalBody<T>(schema: z.ZodType<T>, body: unknown): T {
  return parseBody(schema, body ?? {});
}

type Issue = z.core.$ZodIssue;

function faults(issues: readonly Issue[], parent: readonly PropertyKey[] = []): Fault[] {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path];
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ target: target([...path, key]), message: "there is no such member" }));
    }
    return [{ target: target(path), message: issue.message.replace(/^Invalid input: /, "") }];
  });
}

function target(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "body" : path.map(String).join(".");
}
