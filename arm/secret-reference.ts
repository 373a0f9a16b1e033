import type { Fault } from "./fault";

/*
 * Values of environment variables that the service replaces when a container starts, by the identity of the endpoint.
 * Source: "Secret injection in online endpoints" (Azure Machine Learning documentation).
 */

/** `${{azureml://connections/openai/credentials/key}}`: one credential of a workspace connection. */
export function credentialReference(connection: string, key: string): string {
  return `\${{azureml://connections/${connection}/credentials/${key}}}`;
}

/** `${{azureml://connections/openai/target}}`: what a workspace connection leads to. */
export function targetReference(connection: string): string {
  return `\${{azureml://connections/${connection}/target}}`;
}

/** `${{azureml://connections/openai/metadata/version}}`: one entry of a workspace connection's metadata. */
export function metadataReference(connection: string, key: string): string {
  return `\${{azureml://connections/${connection}/metadata/${key}}}`;
}

/** `${{keyvault:https://v.vault.azure.net/secrets/name/version}}`: one version of a secret of a key vault. */
export function vaultReference(uri: string): string {
  return `\${{keyvault:${uri}}}`;
}

/** Connection names: 3 to 33 letters, digits, dashes and underscores. Source: REST path pattern. */
export function connectionFaults(connection: string): Fault[] {
  const rule =
    "a connection name has 3 to 33 letters, digits, dashes and underscores, and begins with a letter or digit";
  return /^[a-z0-9][a-z0-9_-]{2,32}$/i.test(connection) ? [] : [{ field: "connection", value: connection, rule }];
}

/** A key of credentials or metadata stands in a path. */
export function keyFaults(key: string): Fault[] {
  return /^[^\s/{}]+$/.test(key) ? [] : [{ field: "key", value: key, rule: "a key has no blanks, slashes or braces" }];
}

/** Rules of the URI of a key vault's secret. */
export function vaultFaults(uri: string): Fault[] {
  return /^https:\/\/[a-z0-9-]+\.vault\.[a-z.]+\/secrets\/[a-z0-9-]{1,127}\/[0-9a-f]{32}$/i.test(uri)
    ? []
    : [
        {
          ...{ field: "uri", value: uri, rule: "this is not the URI of one version of a key vault's secret" },
          fix: "write `https://<vault>.vault.azure.net/secrets/<name>/<version>`; the service takes no `latest`",
        },
      ];
}

const reference =
  /^\$\{\{(azureml:\/\/connections\/[^/{}]+(\/(credentials|metadata)\/[^/{}]+|\/target)?|keyvault:https:\/\/[^/{}]+\/secrets\/[^/{}]+\/[^/{}]+)\}\}$/;

/** Variables that look like a reference and are none. The service would hand them to the container as they stand. */
export function referenceFaults(field: string, variables: Readonly<Record<string, string | undefined>>): Fault[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    value === undefined || !value.trimStart().startsWith("${{") || reference.test(value)
      ? []
      : [
          {
            ...{ field: `${field}.${name}`, value },
            rule: "this begins as a reference to a secret and is none",
            fix: "make it with `connectionSecret` or `keyVaultSecret`",
          },
        ],
  );
}
