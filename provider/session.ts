import { type ConnectionSettings, readConnection } from "../arm/connection";
import type { ArmClient } from "../azure/arm-client";
import { openArm } from "../azure/connect";
import { environmentSettings } from "../azure/connection-settings";
import { signInTenant } from "../azure/sign-in-tenant";
import { stopWithEngine } from "./lifeline";

/** The stack's configuration as the engine hands it over: secrets decrypted, all values text. */
export interface Configuration {
  /** Value of a key with its namespace, for example `azure-native:clientId`. */
  get(key: string): string | undefined;
}

/*
 * The host of dynamic providers makes one process for a stack, and configures it before the first call without waiting
 * for the end; so this is the one thing that is kept between calls, and it is only stored.
 */
let configured: ConnectionSettings = {};
const clients = new Map<string, ArmClient>();
const tenants = new Map<string, Promise<string | undefined>>();

/** What tells clients apart: the sign-in, and where the environment says that ARM is. */
function keyOf(connection: ConnectionSettings): string {
  return JSON.stringify([connection, process.env["PULUMI_AZUREML_ARM_URL"]]);
}

/** Stores the stack's `azure-native:*` configuration. */
export function configure(config: Configuration): void {
  stopWithEngine();
  configured = readConnection((name) => config.get(`azure-native:${name}`));
}

/**
 * A client of ARM: signed in as the resource's explicit provider says, else as the stack's configuration says; what
 * either leaves out comes from `ARM_*` variables. Equal sign-ins share one client, and with it tokens and connections.
 */
export function armFor(connection: ConnectionSettings = configured): ArmClient {
  const key = keyOf(connection);
  const known = clients.get(key);
  if (known) return known;
  const client = openArm(connection);
  clients.set(key, client);
  return client;
}

/** Id of the tenant that {@link armFor} signs in to, found out once; undefined where neither settings nor token say it. */
export function tenantFor(connection: ConnectionSettings = configured): Promise<string | undefined> {
  const key = keyOf(connection);
  const known = tenants.get(key);
  if (known) return known;
  const asked = signInTenant({ ...environmentSettings(process.env), ...connection }, armFor(connection));
  tenants.set(key, asked);
  return asked;
}
