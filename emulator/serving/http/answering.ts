import type { Duplex } from "node:stream";

/**
 * True while the answer to an earlier request is due on a connection of Node's HTTP server: whatever is written now would
 * stand in its place or in its middle. Node has no public word for it; its own handler of bad requests asks the same.
 */
export function answering(socket: Duplex): boolean {
  return "_httpMessage" in socket && socket._httpMessage !== null && socket._httpMessage !== undefined;
}
