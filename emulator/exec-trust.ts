import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rootCertificates } from "node:tls";

/** Variables that name the file of authorities that a client trusts, for Python's requests, curl, OpenSSL and Node. */
const VARIABLES = ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"] as const;

/**
 * Variables with which a command trusts the local Azure ML over TLS, beside all that it trusted before: the well-known
 * authorities, and those of the files that the variables name already.
 */
export async function trust(
  { folder, caFile }: { folder: string; caFile: string },
  given: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  const own = new Set(VARIABLES.flatMap((name) => given[name] || []));
  const read = [...own].map((file) => readFile(file, "utf8").catch(() => "")); // a file that is gone adds nothing
  const parts = [...rootCertificates, ...(await Promise.all(read)), await readFile(caFile, "utf8")];
  const bundle = join(folder, "ca-bundle.pem");
  const partial = `${bundle}.${process.pid}.partial`; // two commands may start at once
  await writeFile(partial, `${parts.map((part) => part.trim()).join("\n")}\n`);
  await rename(partial, bundle);
  return Object.fromEntries(VARIABLES.map((name) => [name, bundle]));
}
