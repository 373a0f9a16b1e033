import type { Fault } from "../http/errors";

type Sent = Readonly<Record<string, string | null>>;
type Present = Readonly<Record<string, string>>;

/** Keys that the service writes itself, in lower case. */
const service = new Set(["azureasyncoperationuri", "azureml.onlineendpointid", "batchendpointcreationapiversion"]);

/** Keys that Microsoft's Python SDK copies from `systemData` when it sends back what it has read. */
const copies = new Set(["createdby", "createdat", "lastmodifiedat"]);

/** `properties.properties`, as REST describes it: entries can be added, but not removed or altered. */
export function innerPropertyFaults(sent: Sent, present: Present): Fault[] {
  const kept = own(sent);
  return Object.entries(own(present)).flatMap(([key, value]) => {
    if (kept[key] === value) return [];
    const change = kept[key] === undefined ? "can't be removed" : "can't change";
    return [{ target: `properties.properties.${key}`, message: `${change}; it is '${value}'` }];
  });
}

/** What is kept of the entries that a client sends, with the service's own. */
export function innerProperties(sent: Sent, present: Present): Record<string, string> {
  const written = Object.entries(present).filter(([key]) => service.has(key.toLowerCase()));
  return { ...own(sent), ...Object.fromEntries(written) };
}

function own(properties: Sent): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) =>
      value === null || service.has(key.toLowerCase()) || copies.has(key.toLowerCase()) ? [] : [[key, value]],
    ),
  );
}
