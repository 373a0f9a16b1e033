import { z } from "zod";

/** A member that the service writes; clients send it back after a read, and it is dropped. */
export const readOnly = z
  .unknown()
  .transform((): undefined => undefined)
  .optional();

/** The members that every answer has and no request may change. */
export const answered = { id: readOnly, name: readOnly, type: readOnly, systemData: readOnly };

/** A member that may be absent or null, which mean the same. */
export function optional<T>(schema: z.ZodType<T>): z.ZodType<T | undefined> {
  return z.nullish(schema).transform((value) => value ?? undefined);
}

/** A member that may be absent or null, which mean `fallback`. */
export function defaulted<T>(schema: z.ZodType<T>, fallback: NoInfer<T>): z.ZodType<T> {
  return z.nullish(schema).transform((value) => value ?? fallback);
}

/** One of some words in any casing, answered in the canonical one. */
export function oneOf<const Word extends string>(words: readonly Word[]): z.ZodType<Word, string> {
  return z.string().transform((given, context) => {
    const word = words.find((candidate) => candidate.toLowerCase() === given.toLowerCase());
    if (word !== undefined) return word;
    context.addIssue({ code: "custom", message: `'${given}' given; possible: ${words.join(", ")}` });
    return z.NEVER;
  });
}

/** Resource tags: at most 50, names up to 512 and values up to 256 characters (Azure Resource Manager limits). */
export const tags = z
  .record(z.string().max(512), z.string().max(256))
  .refine((given) => Object.keys(given).length <= 50, "a resource has at most 50 tags");

/** Tags of a PATCH: merged into the present ones, null removes. */
export const tagChanges = z.record(z.string().max(512), z.string().max(256).nullable());

/** A region in any spelling (`West Europe`), answered as `westeurope`. */
export const location = z
  .string()
  .transform((given) => given.replaceAll(" ", "").toLowerCase())
  .refine((given) => /^[a-z0-9]{3,}$/.test(given), "that is no region");

/** `properties.properties` and the like. */
export const stringMap = z.record(z.string(), z.string().nullable());

/** Texts by name, which clients also send as numbers and flags. */
export const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));

export const sku = z.strictObject({
  name: z.string().min(1),
  tier: optional(z.string()),
  size: optional(z.string()),
  family: optional(z.string()),
  capacity: optional(z.int().min(0)),
});

const identityType = z
  .string()
  .transform((given) => given.replaceAll(" ", ""))
  .pipe(oneOf(["None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"]));

/** A managed identity as clients ask for it. */
export const identity = z
  .strictObject({
    type: identityType,
    principalId: readOnly,
    tenantId: readOnly,
    userAssignedIdentities: optional(z.record(z.string(), z.unknown())),
  })
  .refine(
    (given) => !given.type.includes("UserAssigned") || Object.keys(given.userAssignedIdentities ?? {}).length > 0,
    {
      path: ["userAssignedIdentities"],
      message: "an identity of type UserAssigned names at least one",
    },
  )
  .refine(
    (given) => given.type.includes("UserAssigned") || Object.keys(given.userAssignedIdentities ?? {}).length === 0,
    {
      path: ["userAssignedIdentities"],
      message: "user-assigned identities need a type with UserAssigned",
    },
  );

/** An ARM id: a path with an even number of segments. */
export const armId = z.string().regex(/^(\/[^/]+\/[^/]+)+$/, "that is no ARM id");
