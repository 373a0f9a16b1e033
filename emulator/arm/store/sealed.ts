import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const cipher = "aes-256-gcm";
const nonceLength = 12;
const tagLength = 16;

/** Encrypts texts so that only the holder of the key reads them, and only at the place that they were written for. */
export class Seal {
  /** `key`: 32 bytes. */
  constructor(private readonly key: Buffer) {}

  close(text: string, place: string): Buffer {
    const nonce = randomBytes(nonceLength);
    const sealing = createCipheriv(cipher, this.key, nonce).setAAD(Buffer.from(place));
    const body = Buffer.concat([sealing.update(text, "utf8"), sealing.final()]);
    return Buffer.concat([nonce, sealing.getAuthTag(), body]);
  }

  /** Throws where the text was written with another key or for another place, or was changed since. */
  open(sealed: Uint8Array, place: string): string {
    const bodyAt = nonceLength + tagLength;
    const opening = createDecipheriv(cipher, this.key, sealed.subarray(0, nonceLength), { authTagLength: tagLength })
      .setAAD(Buffer.from(place))
      .setAuthTag(sealed.subarray(nonceLength, bodyAt));
    return Buffer.concat([opening.update(sealed.subarray(bodyAt)), opening.final()]).toString("utf8");
  }
}
