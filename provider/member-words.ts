import { trafficAsDefault } from "../arm/batch-endpoint";
import type { Fault } from "../arm/fault";
import type { Traffic } from "../arm/traffic";

/** How what an endpoint has is said in the words of the program: weights by name, or a batch endpoint's default. */
export interface MemberWords {
  /** Name of a member. */
  name(member: string): string;
  /** Its value, as the program would give it. */
  value(value: Traffic | string | undefined): unknown;
  /** That a deployment can't get the requests that are meant for it. */
  unready(member: string, deployment: { name: string; weight: number; state: string }): Fault;
}

/** Words for an online endpoint. */
export const weightWords: MemberWords = {
  name: (member) => member,
  value: (value) => value,
  unready: (member, { name, weight, state }) => ({
    field: `${member}.${name}`,
    value: weight,
    rule: `deployment ${name} is ${state}, weight goes only to one that is Succeeded`,
  }),
};

/** Words for a batch endpoint, whose only split is its default. */
export const defaultWords: MemberWords = {
  name: (member) => (member === "traffic" ? "defaultDeployment" : member),
  value: (value) => (typeof value === "object" ? (trafficAsDefault(value) ?? "(none)") : value),
  unready: (_member, { name, state }) => ({
    field: "defaultDeployment",
    value: name,
    rule: `deployment ${name} is ${state}, the default is one that is Succeeded`,
  }),
};
