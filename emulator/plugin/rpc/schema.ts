import { FUNCTION_TOKENS } from "../resources/functions";
import { RESOURCE_TOKENS } from "../resources/table";

/** A schema that names the resources and functions; their properties are in the SDK. */
export function schema(version: string): string {
  const named = (tokens: readonly string[]): Record<string, object> =>
    Object.fromEntries(tokens.map((token) => [token, {}]));
  return JSON.stringify({
    name: "azure-native",
    version,
    description: "azure-native as far as the local Azure ML needs it",
    resources: named(RESOURCE_TOKENS),
    functions: named([
      ...FUNCTION_TOKENS,
      "azure-native:authorization:getClientConfig",
      "azure-native:authorization:getClientToken",
    ]),
  });
}
