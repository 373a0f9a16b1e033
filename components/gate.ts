import * as pulumi from "@pulumi/pulumi";
import { describeFaults, type Fault } from "../arm/fault";
import { check, holdsLater } from "./check";
import { EndpointSettings } from "./endpoint-settings";
import { engineKnowsHooks } from "./hook";

/** A component, its logical name, and what people call it. */
export interface Judged {
  component: pulumi.Resource;
  name: string;
  subject: string;
}

/** What children wait for that come after a gate: nothing, or a resource that the engine refuses. */
export type Gate = pulumi.Output<pulumi.Resource[]>;

/**
 * Refuses values that are known only once other resources exist: children that come `after` it are held back until `rule`
 * has seen them. Undefined where every value was known, and so checked, at once.
 */
export function gate<T extends object>(
  judged: Judged,
  values: T,
  rule: (values: pulumi.Unwrap<T>) => Fault[],
): Gate | undefined {
  if (!holdsLater(values)) return undefined;
  return pulumi.output(values).apply((known) => refusals(judged, rule(known)));
}

/**
 * A program that the engine runs within itself never ends where a resource waits for what is rejected: the SDK goes on
 * counting it (measured, 3.248). So the engine has to refuse a resource, and with it those that wait for it. The SDK's mocks
 * refuse nothing, and end a user's unit test well.
 */
function refusals({ component, name, subject }: Judged, faults: readonly Fault[]): pulumi.Resource[] {
  if (faults.length === 0) return [];
  if (!engineKnowsHooks()) check(component, subject, faults);
  const refusal = describeFaults(subject, faults);
  return [
    new EndpointSettings(`${name}-refused`, { workspaceId: "", endpointName: "", refusal }, { parent: component }),
  ];
}

/** Resources to wait for, and a gate to pass first where there is one. */
export function after(
  passed: Gate | undefined,
  ...resources: pulumi.Resource[]
): pulumi.Input<pulumi.Input<pulumi.Resource>[]> {
  return passed ? passed.apply((refused) => [...resources, ...refused]) : resources;
}
