import { messageOf } from "../error-message";
import { ArmError } from "./arm/answer";
import { BrokenOff } from "./arm/client";
import type { ArmClient } from "./arm/client";
import { importedInputs, inputsOf } from "./convert/inputs";
import { outputsOf } from "./convert/outputs";
import { previewOutputs } from "./convert/preview";
import { requestBody } from "./convert/request-body";
import { refreshedInputs } from "./diff/refresh";
import { TimedOut } from "./interruption";
import { createdBody, updatedBody, withoutUnset } from "./managed-elsewhere";
import { expand, parse } from "./schema/path";
import type { ResourceType } from "./schema/resource-type";
import { pick } from "./schema/value";
import type { Values } from "./schema/value";

/** A resource as the state keeps it. */
export interface Stored {
  readonly id: string;
  readonly outputs: Values;
}

/** The resource exists, but its operation failed: what is known of it goes into the state all the same. */
export class Unfinished extends Error {
  override readonly name = "Unfinished";
  constructor(
    message: string,
    readonly id: string,
    /** Undefined where the resource could not be read. */
    readonly outputs: Values | undefined,
  ) {
    super(message);
  }
}

/** What the provider does with one type of resource. */
export interface Operations {
  create(inputs: Values, signal: AbortSignal): Promise<Stored>;
  update(inputs: Values, signal: AbortSignal): Promise<Values>;
  /** Undefined where the resource is gone. `known` is what the state has; undefined for an import. */
  read(
    id: string,
    known: { inputs: Values; outputs: Values } | undefined,
    signal: AbortSignal,
  ): Promise<(Stored & { inputs: Values }) | undefined>;
  delete(id: string, signal: AbortSignal): Promise<void>;
}

export function operationsOn(type: ResourceType, arm: ArmClient, subscriptionId: string): Operations {
  const { apiVersion, members, longRunning = {} } = type;
  const shown = (answer: Values): Values => ({ ...outputsOf(members, answer), azureApiVersion: apiVersion });

  async function write(id: string, inputs: Values, body: Values, signal: AbortSignal): Promise<Stored> {
    const query = { "api-version": apiVersion, ...pick(inputs, type.query ?? []) };
    const written = await arm.put(id, query, body, longRunning.put === true, signal).catch(async (error: unknown) => {
      throw error instanceof BrokenOff ? await checkpoint(id, error.cause, signal) : error;
    });
    const canonical = typeof written["id"] === "string" ? written["id"] : id;
    // What PUT answers is not always what GET answers, and a refresh compares with GET.
    const read = await arm.get(canonical, apiVersion, signal).catch(() => written);
    return { id: canonical, outputs: shown(read) };
  }

  async function checkpoint(id: string, cause: unknown, signal: AbortSignal): Promise<Unfinished> {
    const message = messageOf(cause);
    const read = await arm.get(id, apiVersion, signal).then(
      (answer) => ({ outputs: shown(answer) }),
      (error: unknown) => ({ error }),
    );
    if ("outputs" in read) {
      return new Unfinished(message, id, read.outputs);
    }
    const both = `resource created but read failed ${messageOf(read.error)}: ${message}`;
    return new Unfinished(cause instanceof TimedOut ? message : both, id, undefined);
  }

  return {
    async create(inputs, signal) {
      const id = expand(type.path, inputs, subscriptionId);
      await arm.assertAbsent(id, apiVersion, signal);
      return await write(id, inputs, createdBody(members, requestBody(members, inputs)), signal);
    },

    async update(inputs, signal) {
      const id = expand(type.path, inputs, subscriptionId);
      const body = await updatedBody(members, requestBody(members, inputs), () => arm.get(id, apiVersion, signal));
      return (await write(id, inputs, body, signal)).outputs;
    },

    async read(id, known, signal) {
      const answer = await arm.get(id, apiVersion, signal).catch((error: unknown) => {
        if (error instanceof ArmError && error.status === 404) {
          return undefined;
        }
        throw error;
      });
      if (answer === undefined) {
        return undefined;
      }
      const outputs = shown(answer);
      const inputs =
        known === undefined
          ? importedInputs(members, outputs, parse(id, type.path))
          : refreshedInputs(
              known.inputs,
              inputsOf(members, known.outputs),
              inputsOf(members, withoutUnset(members, outputs, known.inputs)),
            );
      return { id, outputs, inputs };
    },

    async delete(id, signal) {
      await arm.delete(id, apiVersion, longRunning.delete === true, signal);
    },
  };
}

/** Outputs of an update as a preview foresees them: name and location never change in place. */
export function previewUpdate(members: ResourceType["members"], inputs: Values, old: Values): Values {
  return { ...previewOutputs(members, inputs), ...pick(old, ["name", "location"]) };
}
