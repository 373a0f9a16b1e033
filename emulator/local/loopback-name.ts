/** Names that lead to this machine and nowhere else. */
const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** True where a Host header names this machine, with or without a port. */
export function isLoopback(host: string): boolean {
  return loopback.has(host) || loopback.has(host.replace(/:\d*$/, "").toLowerCase());
}
