import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { ArmContext } from "../../context";
import { sendText } from "../../http/text-file";
import { sameId } from "../../store/resource";
import type { BatchJobs } from "./batch-jobs";
import type { BatchJobRecord } from "./job-record";

const folder = "/_local/batch/jobs";

/** Path of a job's log, signed as the URLs of the service's logs are: who has it needs no token. */
export function jobLogPath(context: ArmContext, { name }: BatchJobRecord): string {
  return `${folder}/${name}/${signature(context, name)}/log.txt`;
}

/** Logs of jobs. */
export function jobLogRoutes(context: ArmContext, jobs: BatchJobs): (app: FastifyInstance) => void {
  return (app) => {
    app.get<{ Params: { job: string; signature: string } }>(
      `${folder}/:job/:signature/log.txt`,
      async ({ params, headers }, reply) => {
        const job = context.records.batchJobs.all().find(({ name }) => sameId(name, params.job));
        const [given, wanted] = [Buffer.from(params.signature), Buffer.from(signature(context, params.job))];
        if (!job || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return reply.code(404).send();
        return sendText(jobs.logFile(job), headers.range, reply);
      },
    );
  };
}

function signature({ tokenSecret }: ArmContext, job: string): string {
  return createHmac("sha256", tokenSecret).update(`log of ${job.toLowerCase()}`).digest("base64url");
}
