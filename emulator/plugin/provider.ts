import { armClient } from "./arm/client";
import type { ArmClient } from "./arm/client";
import { ArmError } from "./arm/answer";
import type { ArmConnection } from "./arm/connection";
import type { Locations } from "./check/check";
import { outputsOf } from "./convert/outputs";
import { requestBody } from "./convert/request-body";
import { canceled } from "./interruption";
import { operationsOn } from "./operations";
import type { Operations } from "./operations";
import { serviceFunction } from "./resources/functions";
import { resourceType } from "./resources/table";
import { expand } from "./schema/path";
import { pick } from "./schema/value";
import type { Value, Values } from "./schema/value";

/** Provider configuration, from `azure-native:*` settings and `ARM_*` variables. */
export interface Configuration {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly location?: string;
}

/** The local principal: there is but one, and it may do everything. */
const PRINCIPAL = {
  clientId: "11111111-1111-1111-1111-111111111111",
  objectId: "22222222-2222-2222-2222-222222222222",
};

/** The api-version with which the provider looks up a resource group's location. */
const GROUP_VERSION = "2020-10-01";

/** Reads the provider's configuration; a setting wins over its environment variable. */
export function configurationOf(settings: ReadonlyMap<string, string>, environment: NodeJS.ProcessEnv): Configuration {
  const setting = (name: string, variable: string): string => settings.get(name) ?? environment[variable] ?? "";
  const location = settings.get("location");
  return {
    subscriptionId: setting("subscriptionId", "ARM_SUBSCRIPTION_ID"),
    tenantId: setting("tenantId", "ARM_TENANT_ID"),
    ...(location === undefined ? {} : { location }),
  };
}

/** azure-native as far as the local Azure ML needs it, once it is configured. */
export class Provider {
  private readonly arm: ArmClient;
  private readonly ended = new AbortController();
  private readonly groupLocations = new Map<string, Promise<string | undefined>>();

  constructor(
    private readonly configuration: Configuration,
    connection: ArmConnection,
  ) {
    this.arm = armClient(connection);
  }

  /** Aborts when the engine gives up. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  /** Gives up all that is under way. */
  cancel(): void {
    this.ended.abort(canceled());
  }

  operations(token: string): Operations {
    return operationsOn(resourceType(token), this.arm, this.configuration.subscriptionId);
  }

  get locations(): Locations {
    const { location } = this.configuration;
    return {
      ...(location === undefined ? {} : { configured: location }),
      ofResourceGroup: (name) => this.locationOf(name),
    };
  }

  /** Calls a function of the SDK. */
  async invoke(token: string, args: Values): Promise<Values> {
    const { subscriptionId, tenantId } = this.configuration;
    switch (token) {
      case "azure-native:authorization:getClientConfig":
        return { ...PRINCIPAL, subscriptionId, tenantId };
      case "azure-native:authorization:getClientToken":
        return { token: "local" };
      default:
        return await this.ask(token, args);
    }
  }

  private async ask(token: string, args: Values): Promise<Values> {
    const { path, apiVersion, method, body = {}, query = [], answer, getter } = serviceFunction(token);
    const id = expand(path, args, this.configuration.subscriptionId);
    const named = Object.entries(pick(args, query)).map(([name, value]): [string, Value] => [`$${name}`, value]);
    const asked =
      method === "GET"
        ? this.arm.get(id, apiVersion, this.signal)
        : this.arm.post(
            id,
            { "api-version": apiVersion, ...Object.fromEntries(named) },
            requestBody(body, args),
            this.signal,
          );
    const given = await asked.catch((error: unknown) => {
      throw error instanceof ArmError ? new Error(`request failed ${id}: ${error.message}`) : error;
    });
    return { ...outputsOf(answer, given), ...(getter === true ? { azureApiVersion: apiVersion } : {}) };
  }

  private locationOf(group: string): Promise<string | undefined> {
    const known = this.groupLocations.get(group);
    if (known !== undefined) {
      return known;
    }
    const id = `/subscriptions/${this.configuration.subscriptionId}/resourceGroups/${encodeURIComponent(group)}`;
    const asked = this.arm.get(id, GROUP_VERSION, this.signal).then(
      ({ location }) => (typeof location === "string" ? location : undefined),
      () => {
        this.groupLocations.delete(group); // it may come to be
        return undefined;
      },
    );
    this.groupLocations.set(group, asked);
    return asked;
  }
}
