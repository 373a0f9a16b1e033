import { ArmError } from "./errors";
import type { Query } from "./request";

/** ARM's checks before it looks at a path: any bearer token is good here, but one must be present, and an api-version. */
export function admit(request: { query: Query; authorization: string | undefined; origin: string }): void {
  if (!/^bearer \S/i.test(request.authorization ?? "")) {
    const message = "Authentication failed. The 'Authorization' header is missing or holds no bearer token.";
    const challenge = `Bearer authorization_uri="${request.origin}", error="invalid_token"`;
    throw new ArmError(401, "AuthenticationFailed", message, [], { "www-authenticate": challenge });
  }
  if (!request.query.get("api-version")) {
    const message = "The api-version query parameter (?api-version=) is required for all requests.";
    throw new ArmError(400, "MissingApiVersionParameter", message);
  }
}
