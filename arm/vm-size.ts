import type { Fault } from "./fault";

/** Faults of what should be a virtual machine size. Which sizes there are depends on region and quota. */
export function vmSizeFaults(field: string, size: string | undefined): Fault[] {
  return size === undefined || /^\w+$/.test(size)
    ? []
    : [{ field, value: size, rule: "this is no virtual machine size", fix: "for example Standard_DS3_v2" }];
}
