import { randomBytes } from "node:crypto";
import { z } from "zod";
import { answered, optional, readOnly, tags } from "../body/members";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import { parentNotFound, resourceNotFound } from "../http/errors";
import { page } from "../http/paging";
import { ok, type ArmRequest } from "../http/request";
import { route, type Route } from "../http/router";
import { textOf } from "../json";
import { view, written, type Resource } from "../store/resource";
import { checkName } from "./names";
import { groupPath, requireGroup } from "./scopes";

const type = "Microsoft.KeyVault/vaults/secrets";
const vaultPath = `${groupPath}/providers/Microsoft.KeyVault/vaults/{vault}` as const;
const path = `${vaultPath}/secrets/{secret}` as const;
const names = { pattern: /^[a-z0-9-]{1,127}$/i, says: "1 to 127 letters, digits and hyphens" };

/** A secret with what every version of it held; no answer shows that. */
export interface VaultSecret extends Resource {
  values: Readonly<Record<string, string>>;
}

const body = z.strictObject({
  ...answered,
  location: readOnly,
  tags: optional(tags),
  properties: z.strictObject({
    value: optional(z.string()),
    contentType: optional(z.string()),
    attributes: optional(
      z.strictObject({
        ...{ enabled: optional(z.boolean()), nbf: optional(z.int()), exp: optional(z.int()) },
        ...{ created: readOnly, updated: readOnly },
      }),
    ),
    ...{ secretUri: readOnly, secretUriWithVersion: readOnly },
  }),
});

type SecretRequest = ArmRequest<"subscription" | "group" | "vault" | "secret">;

/** Secrets of key vaults as ARM makes them: each PUT is a new version, and the value is never answered. */
export function vaultSecretRoutes(context: ArmContext): Route[] {
  const { vaultSecrets: secrets } = context.records;
  const vaultOf = (request: ArmRequest<"subscription" | "group" | "vault">): Resource => {
    const id = `${requireGroup(context, request).id}/providers/Microsoft.KeyVault/vaults/${request.name("vault")}`;
    const vault = context.records.others.get(id);
    if (vault) return vault;
    throw parentNotFound(`vaults/${request.name("vault")}`);
  };
  const find = (request: SecretRequest): VaultSecret => {
    const found = secrets.get(`${vaultOf(request).id}/secrets/${request.name("secret")}`);
    if (found) return found;
    throw resourceNotFound(type, `${request.name("vault")}/${request.name("secret")}`, request.name("group"));
  };

  return [
    route("PUT", path, (request) => {
      const vault = vaultOf(request);
      const name = request.name("secret");
      checkName(type, name, names);
      const { properties, tags: given } = parseBody(body, request.body);
      const { value, ...shown } = properties;
      const id = `${vault.id}/secrets/${name}`;
      const existing = secrets.get(id);
      const version = randomBytes(16).toString("hex");
      const secretUri = `${textOf(vault.properties["vaultUri"])}secrets/${name}`;
      const secret: VaultSecret = {
        ...{ id: existing?.id ?? id, name: existing?.name ?? name, type, location: vault.location, tags: given ?? {} },
        properties: { ...shown, secretUri, secretUriWithVersion: `${secretUri}/${version}` },
        values: { ...existing?.values, [version]: value ?? "" },
        systemData: written(context.now(), existing?.systemData),
      };
      secrets.put(secret);
      return { status: existing ? 200 : 201, body: view(secret) };
    }),
    route("GET", path, (request) => ok(view(find(request)))),
    route("GET", `${vaultPath}/secrets`, (request) => ok(page(request, secrets.below(vaultOf(request).id).map(view)))),
  ];
}

/** What a version of a vault's secret holds; undefined where there is no such version. */
export function vaultSecret(context: ArmContext, vaultId: string, name: string, version: string): string | undefined {
  return context.records.vaultSecrets.get(`${vaultId}/secrets/${name}`)?.values[version.toLowerCase()];
}
