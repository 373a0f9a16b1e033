import { type Fault, faultKinds, InvalidFault, kinds, readFault } from "../../emulator/index";
import type { Reading } from "../options";

/** Options of `fault add`, by the member of a fault that each is: what stands for its value, and what it says. */
export const faultOptions: Readonly<Record<string, [value: string, description: string]>> = {
  endpoint: ["name", "of this endpoint"],
  deployment: ["name", "of this deployment"],
  method: ["verb", "requests with this verb: GET, PUT, PATCH, POST, DELETE"],
  path: ["pattern", "requests with this path; * stands for anything"],
  operation: ["which", "operations of this kind: create, update, scale, delete"],
  status: ["number", "the status to answer with"],
  modelStatus: ["number", "the status that the container answers with"],
  code: ["code", "the error's code"],
  message: ["text", "the error's message"],
  retryAfter: ["seconds", "the answer's Retry-After"],
  milliseconds: ["number", "how long"],
  seconds: ["number", "how long"],
  when: ["when", "before or after the work is done (default: before)"],
  reads: ["number", "how many reads of a resource after each write"],
  instances: ["number", "most instances of all deployments together"],
  instance: ["name", "this instance (default: every one)"],
  every: ["seconds", "again and again after this time"],
  times: ["number", "strike so often (default: until cleared)"],
  after: ["number", "let so many pass first"],
  share: ["number", "strike this share of them, above 0 and up to 1"],
  seed: ["number", "make the choice of the share repeatable"],
};

/** Reads a fault off the command line, and collects everything that is wrong with it. */
export function faultOf(kind: string, given: Readonly<Record<string, string>>): Reading<Fault> {
  const values = Object.entries(given).map(([member, text]) => [member, valueOf(member, text)]);
  try {
    return { value: readFault({ kind, ...Object.fromEntries(values) }) };
  } catch (error) {
    if (!(error instanceof InvalidFault)) throw error;
    return { faults: error.wrongs.map(({ field, ...wrong }) => ({ field: optionName(field), ...wrong })) };
  }
}

/** The members of a fault that a kind knows. */
export function membersOf(kind: (typeof kinds)[number]): string[] {
  return Object.keys(faultKinds[kind].shape).filter((member) => member !== "kind");
}

/** `retryAfter` as `--retry-after`. */
export function optionName(member: string): string {
  return member === "kind" ? member : `--${member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Texts stay texts; a number that is none stays what was given, so that it is refused as that. */
function valueOf(member: string, text: string): string | number {
  const isText = ["endpoint", "deployment", "instance", "path", "code", "message"].includes(member);
  return !isText && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
