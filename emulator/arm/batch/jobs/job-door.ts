import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { entraRefusal } from "../../../serving/front-end/caller-authorization";
import { problem, send, type Answer } from "../../../serving/front-end/answers";
import { requestTarget } from "../../../serving/front-end/forwarded-request";
import { namedDeployment } from "../../../serving/front-end/named-deployment";
import type { ArmContext } from "../../context";
import { ArmError } from "../../http/errors";
import { readBody } from "../../http/body";
import { sameId, view } from "../../store/resource";
import type { BatchEndpointRecord } from "../batch-endpoint-record";
import type { BatchJobs } from "./batch-jobs";
import { newJob } from "./new-job";

/** Bytes of a request for a job, at most. */
const LONGEST_BODY = 1024 * 1024;

const path = /^\/jobs(?:\/([^/]+))?\/?$/;

/** Answers what is asked at batch endpoints' scoring URIs; false where a request is for none of them. */
export type JobDoor = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The data plane of batch endpoints: jobs are posted here, and their status is read. */
export function jobDoor(context: ArmContext, jobs: BatchJobs, onDefect: (error: unknown) => void): JobDoor {
  return (request, response) => {
    const target = requestTarget(request.url ?? "");
    const endpoint = target && context.records.batchEndpoints.all().find(({ name }) => sameId(name, target.endpoint));
    if (!target || !endpoint) return false;
    void answered(context, jobs, { endpoint, path: target.path, request })
      .catch((error: unknown): Answer => {
        if (error instanceof ArmError) {
          return { status: error.status, contentType: "application/json", body: JSON.stringify(error.body) };
        }
        onDefect(error);
        return problem(500, "InternalServerError", "The local Azure ML failed to answer.");
      })
      .then((answer) => send(response, answer, []));
    return true;
  };
}

interface Asked {
  endpoint: BatchEndpointRecord;
  path: string;
  request: IncomingMessage;
}

async function answered(
  context: ArmContext,
  jobs: BatchJobs,
  { endpoint, path: asked, request }: Asked,
): Promise<Answer> {
  const refusal = entraRefusal(request.headers.authorization);
  if (refusal !== undefined) return problem(401, "Unauthorized", refusal);
  const [found, name] = path.exec(asked) ?? [];
  if (found === undefined) return problem(404, "PathNotFound", `${asked} is not served; use /jobs`);
  if (name !== undefined) {
    if (request.method !== "GET") return problem(405, "MethodNotAllowed", `${request.method} is not possible here`);
    const job = context.records.batchJobs.below(endpoint.id).find((each) => sameId(each.name, name));
    if (!job) return problem(404, "JobNotFound", `Endpoint ${endpoint.name} has no job "${name}".`);
    return json(200, view(job));
  }
  if (request.method !== "POST") return problem(405, "MethodNotAllowed", `${request.method} is not possible here`);
  const named = namedDeployment(request);
  const body = readBody(await limited(request), request.headers["content-type"]);
  const { job, files } = await newJob(context, { endpoint, named, body });
  await jobs.start(job, files);
  return json(201, view(job));
}

function json(status: number, body: unknown): Answer {
  return { status, contentType: "application/json; charset=utf-8", body: JSON.stringify(body) };
}

async function limited(request: IncomingMessage): Promise<string> {
  if (Number(request.headers["content-length"] ?? 0) > LONGEST_BODY) {
    throw new ArmError(413, "RequestEntityTooLarge", `A request for a job has at most ${LONGEST_BODY} bytes.`);
  }
  return text(request);
}
