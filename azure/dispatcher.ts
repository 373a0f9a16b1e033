import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import { isLoopback } from "./cloud";

/**
 * Connections to a host: past the environment's proxy where it is this machine.
 *
 * @param connections how many at most to one host; what comes beyond waits. Default: any number
 */
export function openDispatcher(url: string | URL, connections?: number): Dispatcher {
  return isLoopback(url) ? new Agent({ connections }) : new EnvHttpProxyAgent({ connections });
}
