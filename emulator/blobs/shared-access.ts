import { createHmac } from "node:crypto";

/** Version of the blob service's protocol: how signatures are made, and what our requests say. */
export const blobVersion = "2021-12-02";

/** An account with the key that signs for it, in base64. */
export interface Signer {
  account: string;
  key: string;
}

/** The time in which a signature holds. */
interface Validity {
  startsOn: Date;
  expiresOn: Date;
}

/** Order in which the service wants the letters of rights. */
const rights = "racwdxltmeop";

const protocols = "https,http";

/** The query string of a service signature that opens a container ("Create a service SAS", version 2020-12-06 and later). */
export function containerSignature(
  signer: Signer,
  { container, permissions, startsOn, expiresOn }: Validity & { container: string; permissions: string },
): string {
  const sp = [...rights].filter((right) => permissions.includes(right)).join("");
  const [st, se] = [timestamp(startsOn), timestamp(expiresOn)];
  const resource = `/blob/${signer.account}/${container}`;
  // Left out: policy, addresses, snapshot, encryption scope, and the five headers of an answer.
  const sig = sign(signer, [sp, st, se, resource, "", "", protocols, blobVersion, "c", "", "", "", "", "", "", ""]);
  return String(new URLSearchParams({ sv: blobVersion, spr: protocols, st, se, sr: "c", sp, sig }));
}

/** The query string of an account signature that opens all blobs of an account ("Create an account SAS", same versions). */
export function accountSignature(signer: Signer, { startsOn, expiresOn }: Validity): string {
  const [st, se] = [timestamp(startsOn), timestamp(expiresOn)];
  const [sp, ss, srt] = ["rwdlac", "b", "sco"];
  // Left out: addresses, encryption scope; the last line ends, too.
  const sig = sign(signer, [signer.account, sp, ss, srt, st, se, "", protocols, blobVersion, "", ""]);
  return String(new URLSearchParams({ sv: blobVersion, ss, srt, spr: protocols, st, se, sp, sig }));
}

/** ISO 8601 in whole seconds. */
function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

function sign({ key }: Signer, lines: readonly string[]): string {
  return createHmac("sha256", Buffer.from(key, "base64")).update(lines.join("\n")).digest("base64");
}
