import type { Fault } from "./fault";

/**
 * Rules of tags: at most 50, names up to 512 characters without `<>%&\?/`, values up to 256. Source: "Use tags to organize
 * your Azure resources". Azure Machine Learning refuses empty values besides.
 */
export function tagFaults(field: string, tags: Readonly<Record<string, string>>): Fault[] {
  const entries = Object.entries(tags);
  const tooMany = { field, value: entries.length, rule: "a resource has at most 50 tags" };
  return [
    ...entries.flatMap(([name, value]) => [
      ...tagNameFaults(field, name),
      ...tagValueFaults(`${field}.${name}`, value),
    ]),
    ...(entries.length > 50 ? [tooMany] : []),
  ];
}

function tagNameFaults(field: string, value: string): Fault[] {
  return value.length >= 1 && value.length <= 512 && !/[<>%&\\?/]/.test(value)
    ? []
    : [{ field, value, rule: "the name of a tag has 1 to 512 characters and none of < > % & \\ ? /" }];
}

function tagValueFaults(field: string, value: unknown): Fault[] {
  if (typeof value !== "string") return [{ field, value, rule: "the value of a tag is a text" }];
  if (value === "") {
    return [
      { field, value, rule: "the service refuses tags without a value", fix: "leave the tag out or give it a value" },
    ];
  }
  return value.length > 256 ? [{ field, value, rule: "the value of a tag has at most 256 characters" }] : [];
}
