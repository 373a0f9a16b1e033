import type * as pulumi from "@pulumi/pulumi";
import * as references from "../arm/secret-reference";
import { check, lift } from "./check";

/*
 * Values for a deployment's `environmentVariables`. They name secrets and hold none: the service puts the secret in its
 * place when a container starts, by the identity of the endpoint, and a deployment whose secret that may not read fails
 * with `SecretsInjectionError`.
 */

/**
 * One credential of a workspace connection, for example its `key`. The endpoint's identity needs the role Azure Machine
 * Learning Workspace Connection Secrets Reader; `readsConnectionSecrets` of the endpoint gives it.
 *
 * @example
 * environmentVariables: { OPENAI_KEY: connectionSecret("openai", "key") }
 */
export function connectionSecret(connection: pulumi.Input<string>, key: string): pulumi.Input<string> {
  check(undefined, "connectionSecret", references.keyFaults(key));
  return named("connectionSecret", connection, (name) => references.credentialReference(name, key));
}

/** What a workspace connection leads to: its `target`. */
export function connectionTarget(connection: pulumi.Input<string>): pulumi.Input<string> {
  return named("connectionTarget", connection, references.targetReference);
}

/** One entry of a workspace connection's metadata. */
export function connectionMetadata(connection: pulumi.Input<string>, key: string): pulumi.Input<string> {
  check(undefined, "connectionMetadata", references.keyFaults(key));
  return named("connectionMetadata", connection, (name) => references.metadataReference(name, key));
}

/**
 * One version of a secret of a key vault, by its URI, which is `properties.secretUriWithVersion` of azure-native's `Secret`.
 * The endpoint's identity needs the role Key Vault Secrets User on it, which nobody gives by itself.
 *
 * @example
 * environmentVariables: { DB_PASSWORD: keyVaultSecret(secret.properties.secretUriWithVersion) }
 */
export function keyVaultSecret(uri: pulumi.Input<string>): pulumi.Input<string> {
  return lift(uri, (known) => {
    check(undefined, "keyVaultSecret", references.vaultFaults(known));
    return references.vaultReference(known);
  });
}

function named(
  subject: string,
  connection: pulumi.Input<string>,
  refer: (name: string) => string,
): pulumi.Input<string> {
  return lift(connection, (name) => {
    check(undefined, subject, references.connectionFaults(name));
    return refer(name);
  });
}
