import { delimiter, dirname } from "node:path";

/**
 * What a container would find on the machine that it runs on: nothing of the emulator's own environment but what a
 * process needs to run at all, so that no credential and no accidental setting of the developer's shell reaches a script.
 */
const INHERITED = [
  "HOME",
  "LANG",
  "TMPDIR",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
] as const;

/** What every process of a user's script finds, whatever the service sets for it. */
export function hostEnvironment(python: string, host: NodeJS.ProcessEnv): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: [dirname(python), host["PATH"]].filter(Boolean).join(delimiter),
    // Lines appear in the log when they are printed, the last ones before a crash too.
    PYTHONUNBUFFERED: "1",
    // Several processes share the code folder, which belongs to its registered version.
    PYTHONDONTWRITEBYTECODE: "1",
  };
  for (const name of INHERITED) {
    const value = host[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
