import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** A request that the double got. */
export interface Seen {
  line: string;
  body: string;
  headers: IncomingMessage["headers"];
}

/** What it answers. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A stand-in for Azure that answers what a test says, by `METHOD path` (ARM paths below the workspace). */
export interface ArmDouble {
  url: string;
  seen: Seen[];
  /** Variables that lead the command to it. */
  env: NodeJS.ProcessEnv;
  close(): void;
}

const WORKSPACE = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws";

export async function armDouble(answers: (url: string) => Record<string, Answer>): Promise<ArmDouble> {
  const seen: Seen[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname.replace(WORKSPACE, "");
    const line = `${request.method} ${path}`;
    seen.push({ line, body: await text(request), headers: request.headers });
    const {
      status = 200,
      headers = {},
      body,
    } = answers(url())[line] ?? {
      status: 404,
      body: { error: { code: "ResourceNotFound", message: `${line} is not there` } },
    };
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = () => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  };
  return {
    url: url(),
    seen,
    env: {
      PULUMI_AZUREML_ARM_URL: url(),
      ARM_SUBSCRIPTION_ID: "s1",
      AZUREML_RESOURCE_GROUP: "rg",
      AZUREML_WORKSPACE_NAME: "ws",
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
