import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { moduleBeside, nodeOptions } from "../node-program";
import { AUTHORITY_FILE, CERTIFICATE_FILE, KEY_FILE } from "./certificate-files";

/** What a TLS server on loopback needs. */
export interface Certificates {
  /** PEM file of the authority, for clients to trust. */
  caFile: string;
  /** PEM of the server's certificate. */
  cert: string;
  /** PEM of its private key. */
  key: string;
}

const program = moduleBeside(__filename, "make-certificates");

/** Milliseconds that a certificate must still be good for. */
const SPARE = 30 * 24 * 60 * 60 * 1000;

/**
 * The certificates in `folder`/tls. They are made at the first start, and anew when they run out; the authority's own key
 * is kept nowhere. What is there is whole, however an earlier start ended.
 */
export async function certificatesIn(folder: string): Promise<Certificates> {
  const place = join(folder, "tls");
  const there = read(place);
  if (there) return there;

  mkdirSync(folder, { recursive: true });
  const fresh = mkdtempSync(`${place}.`);
  try {
    await promisify(execFile)(process.execPath, [...nodeOptions(program), program, fresh]);
    rmSync(place, { recursive: true, force: true });
    renameSync(fresh, place);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  const made = read(place);
  if (made === undefined) throw new Error(`the certificates in ${place} can't be read back`);
  return made;
}

function read(place: string): Certificates | undefined {
  try {
    const cert = readFileSync(join(place, CERTIFICATE_FILE), "utf8");
    const key = readFileSync(join(place, KEY_FILE), "utf8");
    const caFile = join(place, AUTHORITY_FILE);
    const authority = new X509Certificate(readFileSync(caFile));
    const certificate = new X509Certificate(cert);
    const good = certificate.verify(authority.publicKey) && Date.parse(certificate.validTo) > Date.now() + SPARE;
    return good ? { caFile, cert, key } : undefined;
  } catch {
    return undefined; // none yet, or not whole
  }
}
