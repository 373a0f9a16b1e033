import { z } from "zod";
import { optional } from "../arm-answers";

/** Words for where a job is (REST type `JobStatus`); `Completed`, `Failed` and `Canceled` are final. */
export type JobStatus =
  | "NotStarted"
  | "Starting"
  | "Provisioning"
  | "Preparing"
  | "Queued"
  | "Running"
  | "Finalizing"
  | "CancelRequested"
  | "Completed"
  | "Failed"
  | "Canceled"
  | (string & {});

const data = z.looseObject({ uri: optional(z.string()) });

export const jobAnswer = z.looseObject({
  id: optional(z.string()),
  name: z.string(),
  properties: z.looseObject({
    status: z.string(),
    displayName: optional(z.string()),
    inputData: optional(z.record(z.string(), data)),
    outputData: optional(z.record(z.string(), data)),
    outputFileName: optional(z.string()),
    error: optional(z.looseObject({ code: optional(z.string()), message: optional(z.string()) })),
  }),
  systemData: optional(z.looseObject({ createdAt: optional(z.string()) })),
});

/** A batch job. */
export interface BatchJob {
  /** What all calls about it name. */
  name: string;
  status: JobStatus;
  /** Deployment that runs it, where the service tells. */
  deployment?: string;
  /** When it was asked for; ISO 8601. */
  createdAt?: string;
  /** URI of what it writes: the file that rows are appended to, or the folder. */
  outputUri?: string;
  /** Why it failed, where the service tells. */
  error?: string;
}

/** The job in an answer. */
export function batchJob({ id, name, properties, systemData }: z.infer<typeof jobAnswer>): BatchJob {
  const [, deployment] = /\/deployments\/([^/]+)\/jobs\//i.exec(id ?? "") ?? [];
  const { code, message } = properties.error ?? {};
  const reason = [code, message].filter((word) => word !== undefined).join(": ");
  return {
    ...{ name, status: properties.status, createdAt: systemData?.createdAt, deployment },
    outputUri: Object.values(properties.outputData ?? {})[0]?.uri,
    ...(reason !== "" && { error: reason }),
  };
}

/** True once nothing more happens to a job. */
export function isOver({ status }: Pick<BatchJob, "status">): boolean {
  return ["completed", "failed", "canceled"].includes(status.toLowerCase());
}
