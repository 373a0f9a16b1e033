import { randomUUID } from "node:crypto";
import { parsedBody } from "./parsed-body";

/** A line of collected data, as the service writes it (Microsoft Docs, "Collect production data from models"). */
export interface CollectedEvent {
  id: string;
  source: string;
  /** `azureml.inference.` and the collection. */
  type: string;
  time: Date;
  contentType: string;
  /** The body as it came. */
  body: Buffer;
  correlationId: string;
  requestId: string;
  /** Bytes of the whole where `contentrange` tells it; a request's are not told. */
  total: "told" | "untold";
  /** Members of its own, before the range: `path`, `modelversion` and so on. */
  more: Readonly<Record<string, unknown>>;
}

/** Bytes beyond which a body becomes a blob of its own, which the line points to. */
export const EMBEDDED_LIMIT = 4 * 1024 * 1024;

/** What stands in `data`: the JSON value, or the text, or the URL of a blob where `url` is given. */
export function eventLine(event: CollectedEvent, url?: string): string {
  const { body } = event;
  const total = event.total === "told" ? String(body.length) : "*";
  const line = {
    specversion: "1.0",
    id: event.id,
    source: event.source,
    type: event.type,
    datacontenttype: event.contentType,
    time: event.time.toISOString().replace(/\.\d+Z$/, "Z"),
    data: url ?? dataOf(body),
    ...(url === undefined ? {} : { datainblob: "true" }),
    ...event.more,
    contentrange: `bytes 0-${Math.max(0, body.length - 1)}/${total}`,
    correlationid: event.correlationId,
    xrequestid: event.requestId,
  };
  return `${JSON.stringify(line)}\n`;
}

/** True where a body can't stand in a line: it is too long, or no text. */
export function needsBlob(body: Buffer): boolean {
  return body.length > EMBEDDED_LIMIT || !isText(body);
}

/** The event of what a script's `Collector` sent, or what is wrong with it. */
export function customEvent(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Buffer,
  { source, now }: { source: string; now: Date },
): { collection: string; event: CollectedEvent } | { fault: string } {
  const type = one(headers["ce-type"]);
  const collection = /^azureml\.inference\.(.+)$/.exec(type ?? "")?.[1];
  if (type === undefined || collection === undefined)
    return { fault: "header ce-type: it is azureml.inference.<collection>" };
  const seconds = Number(one(headers["ce-time"]));
  const id = one(headers["trace-id"]) ?? randomUUID();
  const correlationId = one(headers["ce-x-request-id"]) ?? id;
  const contentType = one(headers["content-type"]) ?? "application/json";
  if (contentType === "application/json" && parsedBody(body) === undefined) return { fault: "body: this is no JSON" };
  const event: CollectedEvent = {
    ...{ id, source, type, contentType, body, correlationId },
    requestId: correlationId,
    time: Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000) : now,
    total: "told",
    more: attributes(headers),
  };
  return { collection: collection.toLowerCase(), event };
}

/** `ce-model-version` becomes `modelversion`: an attribute of CloudEvents has letters and digits only. */
function attributes(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const known = new Set(["ce-time", "ce-type", "ce-x-request-id"]);
  const reserved = new Set(["specversion", "id", "source", "type", "time", "data", "datacontenttype"]);
  const given = Object.entries(headers).filter(([name]) => name.startsWith("ce-") && !known.has(name));
  const named = given.map(([name, value]) => [name.slice(3).replace(/[^a-z0-9]/g, ""), one(value) ?? ""] as const);
  return Object.fromEntries(named.filter(([name]) => !reserved.has(name)));
}

function dataOf(body: Buffer): unknown {
  const value = parsedBody(body);
  return value === undefined ? body.toString("utf8") : value;
}

function isText(body: Buffer): boolean {
  return Buffer.from(body.toString("utf8"), "utf8").equals(body);
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
