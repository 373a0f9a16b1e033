import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import { isLoopback } from "./cloud";

/** Connections to a host: past the environment's proxy where it is this machine. */
export function openDispatcher(url: string | URL): Dispatcher {
  return isLoopback(url) ? new Agent() : new EnvHttpProxyAgent();
}
