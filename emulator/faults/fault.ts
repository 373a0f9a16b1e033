import { z } from "zod";

/** A whole number; `what` says what it counts. */
function whole(what: string, least: number, most: number) {
  const rule = `${what} is a whole number from ${least} to ${most}`;
  return z.int({ error: rule }).min(least, rule).max(most, rule);
}

function oneOf<const Value extends string | number>(values: readonly Value[]) {
  return z.literal(values, { error: `one of ${values.join(", ")} is expected` });
}

const name = z
  .string({ error: "a name is expected" })
  .regex(/^[\w-]{1,255}$/, "a name has letters, digits, dashes and underscores");

const text = z.string({ error: "a text is expected" }).min(1, "a text is expected").max(2000, "is too long");

const delay = whole("a delay in milliseconds", 1, 600_000);

const seconds = z
  .number({ error: "a number of seconds is expected" })
  .min(0.001, "from 0.001 to 86400 seconds are possible")
  .max(86_400, "from 0.001 to 86400 seconds are possible");

/** How often a fault strikes where it fits. */
const striking = {
  /** How often in all. Default: until it is cleared. */
  times: whole("the number of times", 1, 1_000_000).optional(),
  /** How many fitting requests or operations are let pass first. Default 0. */
  after: whole("the number that pass first", 0, 1_000_000).optional(),
  /** Which share of them is struck, above 0 and up to 1. Default 1. */
  share: z
    .number({ error: "a share is a number above 0 and up to 1" })
    .gt(0, "a share is above 0 and up to 1")
    .max(1, "a share is above 0 and up to 1")
    .optional(),
  /** Makes the choice of the share repeatable. Default: a random one, which the list tells. */
  seed: whole("a seed", 0, 4_294_967_295).optional(),
};

/** Whose requests and operations; names in any casing. Without any of it: all. */
const place = {
  /** That endpoint and what is below it. */
  endpoint: name.optional(),
  deployment: name.optional(),
};

/** Which requests to the control plane. */
const requests = {
  ...place,
  method: oneOf(["GET", "PUT", "PATCH", "POST", "DELETE"]).optional(),
  /** The whole path without query, in any casing; `*` stands for anything. */
  path: z
    .string({ error: "a path is expected" })
    .regex(/^[/*][^?#]{0,999}$/, "a path begins with / or *, and has no query")
    .optional(),
};

/** Which long-running operations of endpoints and deployments. */
const operations = { ...place, operation: oneOf(["create", "update", "scale", "delete"]).optional() };

/** What an operation fails with (Microsoft Docs, "Troubleshoot online endpoints"). */
export const failureCodes = [
  ...["BadArgument", "ImageBuildFailure", "InternalServerError", "OperationCanceled", "OutOfQuota"],
  ...["ResourceNotFound", "ResourceNotReady", "SecretsInjectionError", "WorkspaceManagedNetworkNotReady"],
] as const;

const instance = {
  endpoint: z.string({ error: "an endpoint is required" }).pipe(name),
  deployment: z.string({ error: "a deployment is required" }).pipe(name),
  /** Default: every instance. */
  instance: name.optional(),
};

/** What ends at once, and every so many seconds where that is asked. */
function crashing<const Kind extends string>(kind: Kind) {
  return z
    .strictObject({
      kind: z.literal(kind),
      ...instance,
      /** Seconds after which it crashes again. Default: it crashes once. */
      every: seconds.optional(),
      times: striking.times,
    })
    .refine(({ every, times }) => every !== undefined || times === undefined || times === 1, {
      path: ["every"],
      error: "more than one time needs the seconds between them",
    });
}

/** Every kind of fault with its options. */
export const faultKinds = {
  "answer": z.strictObject({
    kind: z.literal("answer"),
    ...requests,
    status: oneOf([401, 403, 409, 429, 500, 502, 503, 504]),
    /** `error.code`. Default: the one that goes with the status. */
    code: text.optional(),
    message: text.optional(),
    /** `Retry-After` in seconds. Default: 1 with 429, else none. */
    retryAfter: whole("a number of seconds", 0, 3600).optional(),
    ...striking,
  }),
  "lost-answer": z.strictObject({ kind: z.literal("lost-answer"), ...requests, ...striking }),
  "slow-answer": z.strictObject({ kind: z.literal("slow-answer"), ...requests, milliseconds: delay, ...striking }),
  "hang-answer": z.strictObject({ kind: z.literal("hang-answer"), ...requests, ...striking }),
  "stale-read": z
    .strictObject({
      kind: z.literal("stale-read"),
      ...place,
      path: requests.path,
      /** Reads of a resource after each write of it. */
      reads: whole("a number of reads", 1, 1_000_000).optional(),
      /** Time after each write. */
      milliseconds: delay.optional(),
      ...striking,
    })
    .refine(({ reads, milliseconds }) => (reads === undefined) !== (milliseconds === undefined), {
      path: ["reads"],
      error: "either reads or milliseconds is expected",
    }),
  "quota": z.strictObject({
    kind: z.literal("quota"),
    /** Most instances of all deployments together. */
    instances: whole("a number of instances", 0, 1_000_000),
    ...striking,
  }),
  "provisioning-failure": z.strictObject({
    kind: z.literal("provisioning-failure"),
    ...operations,
    code: oneOf(failureCodes),
    /** Default: in the service's manner. */
    message: text.optional(),
    /** Whether the work is done nevertheless. Default `before`. */
    when: oneOf(["before", "after"]).optional(),
    ...striking,
  }),
  "slow-operation": z.strictObject({ kind: z.literal("slow-operation"), ...operations, seconds, ...striking }),
  "stuck-operation": z.strictObject({ kind: z.literal("stuck-operation"), ...operations, ...striking }),
  "crash-instance": crashing("crash-instance"),
  "crash-collector": crashing("crash-collector"),
  "hang-instance": z.strictObject({ kind: z.literal("hang-instance"), ...instance }),
  "scoring": z
    .strictObject({
      kind: z.literal("scoring"),
      ...place,
      /** What the container answers; clients get 424, as ever. */
      modelStatus: whole("a status of the container", 201, 599).optional(),
      /** What the front end answers in the container's place. */
      status: oneOf([408, 429, 500, 503]).optional(),
      /** How much longer the container takes. */
      milliseconds: delay.optional(),
      ...striking,
    })
    .refine(
      ({ modelStatus, status, milliseconds }) =>
        status === undefined
          ? modelStatus !== undefined || milliseconds !== undefined
          : modelStatus === undefined && milliseconds === undefined,
      { path: ["status"], error: "either status, or modelStatus or milliseconds or both are expected" },
    ),
} as const;

/** The name of a kind of fault, for example `lost-answer`. */
export type FaultKind = keyof typeof faultKinds;

/** Names of all kinds. */
export const kinds = Object.keys(faultKinds).filter((kind): kind is FaultKind => kind in faultKinds);

/** A fault of one kind, with its options. */
export type FaultOf<Kind extends FaultKind> = z.infer<(typeof faultKinds)[Kind]>;

/** A fault that can be switched on. */
export type Fault = { [Kind in FaultKind]: FaultOf<Kind> }[FaultKind];

/** A fault that is on. */
export type ListedFault = Fault & {
  id: string;
  /** How often it struck. */
  strikes: number;
  /** How often it will yet; absent where there is no end. */
  left?: number;
};
