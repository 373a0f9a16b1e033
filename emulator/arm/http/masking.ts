import { isObject } from "../json";
import type { Query } from "./request";

const mask = "***";

/** Members whose value is a secret, whatever it is. Compared without regard to case. */
const secretMembers = new Set(
  [
    ...["keyValue", "primaryKey", "secondaryKey", "key", "key1", "key2", "accountKey", "sharedKey"],
    ...["accessToken", "refreshToken", "token", "sasToken", "sasUri", "sas", "secret", "secrets", "clientSecret"],
    ...["password", "adminPassword", "connectionString", "authorization", "serviceUri"],
  ].map((member) => member.toLowerCase()),
);

/** Members in which any text may be a secret, whatever its name. */
const secretTexts = new Set(["credentials", "environmentvariables"]);

/** Names that tell a secret text, as of environment variables: `STORAGE_ACCOUNT_KEY`, `apiToken`. */
const secretName = /secret|password|token|connection_?string|(access|account|api|shared|primary|secondary)_?key/i;

/** Query parameters that are a secret: the signature of a shared access signature, and tokens. */
const secretParameters = new Set(["sig", "code", "access_token", "token", "key"]);

/** A copy of a request body without its secrets. */
export function maskBody(value: unknown): unknown {
  if (typeof value === "string") return maskText(value);
  if (Array.isArray(value)) return value.map(maskBody);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => {
      if (isSecret(member, inner)) return [member, mask];
      return [member, secretTexts.has(member.toLowerCase()) ? maskCredentials(inner) : maskBody(inner)];
    }),
  );
}

/** The same for a request to a path: the value of a vault's secret has no name that tells it. */
export function maskRequest(path: string, body: unknown): unknown {
  const masked = maskBody(body);
  if (!/\/vaults\/[^/]+\/secrets\/[^/]+\/?$/i.test(path) || !isObject(masked)) return masked;
  const { properties } = masked;
  return isObject(properties) && "value" in properties
    ? { ...masked, properties: { ...properties, value: mask } }
    : masked;
}

/** In these every text is a secret, except those that say of which type they are. */
function maskCredentials(value: unknown): unknown {
  if (typeof value === "string") return mask;
  if (Array.isArray(value)) return value.map(maskCredentials);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [member, /type$/i.test(member) ? inner : maskCredentials(inner)]),
  );
}

/** Query parameters as an object, without secrets. */
export function maskQuery(query: Query): Record<string, string> {
  return Object.fromEntries(
    query.entries.map(([name, value]) => [name, secretParameters.has(name.toLowerCase()) ? mask : maskText(value)]),
  );
}

function isSecret(member: string, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  return secretMembers.has(member.toLowerCase()) || (typeof value === "string" && secretName.test(member));
}

/** Hides signatures in URLs, keys in connection strings and bearer tokens wherever they stand in a text. */
function maskText(text: string): string {
  return text
    .replace(/(\b[a-z][\w+.-]*:\/\/[^\s:@/]*:)[^\s@/]+@/gi, `$1${mask}@`)
    .replace(/([?&]sig=)[^&\s"']+/gi, `$1${mask}`)
    .replace(
      /\b((?:AccountKey|SharedAccessKey|SharedAccessSignature|InstrumentationKey|Password|Pwd)=)[^;\s"']+/gi,
      `$1${mask}`,
    )
    .replace(/\b(Bearer\s+)[\w.~+/=-]+/gi, `$1${mask}`);
}
