/** A record that a script's collector could not send, as its worker tells it in the log. */
export interface SendingFailure {
  collection: string;
  id: string;
  why: string;
}

/**
 * Reads a line of `azureml-ai-monitoring`'s worker: `… | mdc.worker | ERROR | worker thread 0: send payload inputs@<id>
 * failed - <why>`. It does not try again, so whatever did not reach the sidecar is told here or nowhere.
 */
export function sendingFailure(line: string): SendingFailure | undefined {
  const [, collection, id, why] = /\bmdc\.worker\b.*\bsend payload (\S+)@(\S+) failed - (.*)$/.exec(line) ?? [];
  return collection !== undefined && id !== undefined && why !== undefined ? { collection, id, why } : undefined;
}
