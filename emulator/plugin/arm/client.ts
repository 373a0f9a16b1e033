import { messageOf } from "../../error-message";
import type { Values } from "../schema/value";
import { ArmError, bodyOf } from "./answer";
import type { Answer } from "./answer";
import type { ArmConnection, Request } from "./connection";
import { follow } from "./operation";

/** An operation that began and did not come to its end: the resource may exist. */
export class BrokenOff extends Error {
  override readonly name = "BrokenOff";
  constructor(override readonly cause: unknown) {
    super(messageOf(cause));
  }
}

/** ARM requests as the provider makes them. */
export interface ArmClient {
  /** Rejects with ArmError, 404 included. */
  get(id: string, apiVersion: string, signal: AbortSignal): Promise<Values>;
  /** Rejects where a resource has this id already. */
  assertAbsent(id: string, apiVersion: string, signal: AbortSignal): Promise<void>;
  /** Follows the operation to its end; once the service has said yes, it rejects with BrokenOff. */
  put(id: string, query: Values, body: Values, longRunning: boolean, signal: AbortSignal): Promise<Values>;
  /** What is gone already is well. */
  delete(id: string, apiVersion: string, longRunning: boolean, signal: AbortSignal): Promise<void>;
  post(id: string, query: Values, body: Values, signal: AbortSignal): Promise<Values>;
}

export function armClient(connection: ArmConnection): ArmClient {
  const { pace } = connection;
  const versioned = (apiVersion: string): Values => ({ "api-version": apiVersion });

  return {
    async get(id, apiVersion, signal) {
      return expect([200], await connection.send({ method: "GET", url: id, query: versioned(apiVersion) }, signal));
    },

    async assertAbsent(id, apiVersion, signal) {
      const answer = await connection.send({ method: "GET", url: id, query: versioned(apiVersion) }, signal);
      const found = answer.status === 200 && Object.keys(bodyOf(answer) ?? {}).length > 0;
      if (found) {
        throw new Error(`cannot create already existing resource '${id}'`);
      }
      if (![200, 204, 404].includes(answer.status)) {
        throw new Error(`cannot check existence of resource '${id}': status code ${answer.status}, ${answer.text}`);
      }
    },

    async put(id, query, body, longRunning, signal) {
      const request: Request = { method: "PUT", url: id, query, body };
      const first = await connection.send(request, signal);
      const written = expect([200, 201, 202], first);
      if (!longRunning && first.status !== 202) {
        return written;
      }
      try {
        return bodyOf(await follow(connection, request, first, pace.pollPut, signal)) ?? {};
      } catch (cause) {
        throw new BrokenOff(cause);
      }
    },

    async delete(id, apiVersion, longRunning, signal) {
      const request: Request = { method: "DELETE", url: id, query: versioned(apiVersion) };
      try {
        const first = await connection.send(request, signal);
        if (![200, 202, 204].includes(first.status)) {
          throw new ArmError(first);
        }
        if (longRunning) {
          await follow(connection, request, first, pace.pollDelete, signal);
        }
      } catch (error) {
        if (!(error instanceof ArmError && error.status === 404)) {
          throw error;
        }
      }
    },

    async post(id, query, body, signal) {
      return expect([200, 201], await connection.send({ method: "POST", url: id, query, body }, signal));
    },
  };
}

function expect(statuses: readonly number[], answer: Answer): Values {
  if (!statuses.includes(answer.status)) {
    throw new ArmError(answer);
  }
  return bodyOf(answer) ?? {};
}
