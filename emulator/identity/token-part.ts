/** A part of a JSON web token: JSON in base64url. */
export function tokenPart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
