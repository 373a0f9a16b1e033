import type { Member } from "./published-package";

/** ISO 8601, as `format: duration` has it. */
const DURATION = /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Scalar {
  /** What a fault calls it. */
  name: string;
  is(value: unknown): boolean;
}

const matching = (name: string, pattern: RegExp): Scalar => ({
  name,
  is: (value) => typeof value === "string" && pattern.test(value),
});

const SCALARS: Readonly<Record<string, Scalar>> = {
  Boolean: { name: "true or false", is: (value) => typeof value === "boolean" },
  Number: { name: "a number", is: (value) => typeof value === "number" },
  String: { name: "a string", is: (value) => typeof value === "string" },
  Enum: { name: "a string", is: (value) => typeof value === "string" },
  Uuid: matching("a UUID", UUID),
  TimeSpan: matching("an ISO 8601 duration", DURATION),
  DateTime: matching("an ISO 8601 time", TIME),
  Date: matching("a date", /^\d{4}-\d\d-\d\d$/),
  ByteArray: matching("base64", /^[A-Za-z0-9+/]*={0,2}$/),
};

/** Everything about a plain value that its type does not allow. */
export function scalarFaults(mapper: Member, value: unknown, at: string): string[] {
  const scalar = SCALARS[mapper.type.name];
  if (scalar === undefined) return [`${at}: the judge does not know type ${mapper.type.name}`];
  if (!scalar.is(value)) return [`${at}: ${JSON.stringify(value)} is not ${scalar.name}`];
  const values = mapper.isConstant ? [mapper.defaultValue] : (mapper.type.allowedValues ?? mapper.knownValues);
  return [
    ...(values && !values.includes(value) ? [`${at}: ${JSON.stringify(value)} is none of ${values.join(", ")}`] : []),
    ...Object.entries(mapper.constraints ?? {}).flatMap(([rule, limit]) =>
      holds(rule, limit, value) ? [] : [`${at}: ${JSON.stringify(value)} breaks ${rule} ${String(limit)}`],
    ),
  ];
}

function holds(rule: string, limit: unknown, value: unknown): boolean {
  if (limit instanceof RegExp) return rule === "Pattern" && limit.test(String(value));
  if (typeof limit !== "number") return false;
  if (typeof value === "string")
    return rule === "MinLength" ? value.length >= limit : rule === "MaxLength" && value.length <= limit;
  if (typeof value !== "number") return false;
  switch (rule) {
    case "InclusiveMinimum":
      return value >= limit;
    case "InclusiveMaximum":
      return value <= limit;
    case "ExclusiveMinimum":
      return value > limit;
    case "ExclusiveMaximum":
      return value < limit;
    case "MultipleOf":
      return value % limit === 0;
    default:
      return false;
  }
}
