import type { Dispatcher } from "undici";
import { openDispatcher } from "./dispatcher";
import { messageOf } from "./error-message";
import { ScoringError, type ScoringFailure } from "./scoring-error";

/** What proves who asks: a key, or a function that gives a token which is good now. */
export type ScoringCredential =
  | {
      /** Either of the endpoint's two keys. */
      key: string;
    }
  | {
      /** Asked for each request; caches as it likes. */
      token: () => Promise<string>;
    };

/** How one request is sent. */
export interface ScoreOptions {
  /** Deployment that has to answer, whatever the split; it may have no traffic at all. */
  deployment?: string;
  /** Milliseconds until the request is given up. Default 200000, a little over the service's own limit of 180 s. */
  timeoutMs?: number;
  /** Gives the request up from outside. */
  signal?: AbortSignal;
}

/** An answer, whatever its status. */
export interface Score {
  /** 200 where the model answered; see "Troubleshoot online endpoints" for the others. */
  status: number;
  /** The parsed JSON; text where the answer is none. */
  body: unknown;
  /** Deployment that answered, if the service tells. */
  deployment?: string;
  /** The service's id of the request. */
  requestId?: string;
  /** Status of the model's own answer, where it was not 200 and the service answered 424 in its place. */
  modelStatus?: number;
  /** Milliseconds from sending to the last byte. */
  durationMs: number;
}

/**
 * Sends requests to an endpoint over connections that it keeps.
 *
 * @example
 * const client = new ScoringClient(scoringUri, { key });
 * const { status, body } = await client.score({ data: [[1, 2]] }, { deployment: "green" });
 */
export class ScoringClient {
  private readonly url: URL;
  private readonly dispatcher: Dispatcher;

  constructor(
    scoringUri: string,
    private readonly credential: ScoringCredential,
  ) {
    this.url = new URL(scoringUri);
    this.dispatcher = openDispatcher(this.url);
  }

  /** Sends one request. Text and bytes go as they are, all else as JSON. Rejects with `ScoringError` without an answer. */
  async score(body: unknown, { deployment, timeoutMs = 200_000, signal }: ScoreOptions = {}): Promise<Score> {
    const started = performance.now();
    const elapsed = () => performance.now() - started;
    const late = AbortSignal.timeout(Math.ceil(timeoutMs));
    const failed = (reason: ScoringFailure, message: string) => new ScoringError(reason, message, elapsed());
    const secret = await this.secret().catch((error) => {
      throw failed("credential", `no token for ${this.url.host}: ${messageOf(error)}`);
    });
    try {
      const answer = await this.dispatcher.request({
        origin: this.url.origin,
        path: this.url.pathname + this.url.search,
        method: "POST",
        headers: {
          "authorization": `Bearer ${secret}`,
          "content-type": "application/json",
          ...(deployment && { "azureml-model-deployment": deployment }),
        },
        body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
        headersTimeout: 0,
        bodyTimeout: 0,
        signal: signal ? AbortSignal.any([signal, late]) : late,
      });
      const content = await answer.body.text();
      const header = (name: string) => [answer.headers[name]].flat()[0];
      const modelStatus = header("ms-azureml-model-error-statuscode");
      return {
        status: answer.statusCode,
        body: parsed(content),
        deployment: header("azureml-model-deployment"),
        requestId: header("x-request-id"),
        modelStatus: modelStatus === undefined ? undefined : Number(modelStatus),
        durationMs: elapsed(),
      };
    } catch (error) {
      if (signal?.aborted) throw failed("aborted", `the request to ${this.url.host} was given up`);
      if (late.aborted) throw failed("timeout", `${this.url.host} did not answer in ${timeoutMs} ms`);
      throw failed("unreachable", `${this.url.host} can't be reached: ${messageOf(error)}`);
    }
  }

  /** Closes the connections once the requests under way are answered. */
  close(): Promise<void> {
    return this.dispatcher.close();
  }

  private async secret(): Promise<string> {
    return "key" in this.credential ? this.credential.key : this.credential.token();
  }
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}
