/**
 * Makes an authority and, signed by it, a certificate for this machine's loopback names. A program of its own, because
 * what it loads would slow every start and is needed once. Called with the folder that the files go into.
 */
import "reflect-metadata"; // @peculiar/x509 asks for it
import { randomBytes, webcrypto } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  cryptoProvider,
} from "@peculiar/x509";
import { AUTHORITY_FILE, CERTIFICATE_FILE, KEY_FILE } from "./certificate-files";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Some clients refuse certificates that are good for more than 825 days. */
const VALID_DAYS = 800;
const DAY = 24 * 60 * 60 * 1000;

async function make(folder: string): Promise<void> {
  cryptoProvider.set(webcrypto);
  const [authorityKeys, keys] = await Promise.all([newKeys(), newKeys()]);
  const notBefore = new Date(Date.now() - DAY); // clocks of containers may be behind
  const validity = { notBefore, notAfter: new Date(notBefore.getTime() + VALID_DAYS * DAY) };
  const name = `CN=Local Azure ML ${randomBytes(4).toString("hex")}`;

  const authority = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name,
    ...validity,
    keys: authorityKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    issuer: name,
    subject: "CN=localhost",
    ...validity,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey, // and then forgotten: nobody can sign a second certificate
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: "ip", value: "127.0.0.1" },
        { type: "ip", value: "::1" },
        { type: "dns", value: "localhost" },
        { type: "dns", value: "*.blob.localhost" },
      ]),
    ],
  });

  const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const lines = key.match(/.{1,64}/g) ?? [];
  const pem = ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----", ""].join("\n");
  writeFileSync(join(folder, AUTHORITY_FILE), `${authority.toString("pem")}\n`);
  writeFileSync(join(folder, CERTIFICATE_FILE), `${certificate.toString("pem")}\n`);
  writeFileSync(join(folder, KEY_FILE), pem, { mode: 0o600 });
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

/** Positive: the first bit is the sign. */
function serialNumber(): string {
  return `01${randomBytes(15).toString("hex")}`;
}

make(process.argv[2] ?? "").catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
