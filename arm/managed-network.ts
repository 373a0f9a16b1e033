import { findWord } from "./endpoint-words";
import type { Fault } from "./fault";

/** What a managed network lets out. */
const isolationModes = ["AllowInternetOutbound", "AllowOnlyApprovedOutbound"] as const;
/** What a managed network lets out: everything, or what the service and rules say. */
export type IsolationMode = (typeof isolationModes)[number];

/** The network that all managed deployments of a workspace run in. Source: "Workspace managed virtual network isolation". */
export interface ManagedNetwork {
  /** `AllowInternetOutbound`: anywhere; `AllowOnlyApprovedOutbound`: only where the service and rules say. */
  isolationMode: IsolationMode;
  /**
   * Hosts that may be reached besides, by names of your own, for example `{ rates: "*.example.com" }`; on ports 80 and 443, only
   * with `AllowOnlyApprovedOutbound`. The first one brings an Azure Firewall, which is billed.
   */
  allowedHosts?: Record<string, string>;
}

/** A workspace's `managedNetwork` in ARM. */
export interface ArmManagedNetwork {
  isolationMode: IsolationMode;
  outboundRules?: Record<string, { type: "FQDN"; category: "UserDefined"; destination: string }>;
}

const host = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/** Rules of a managed network. */
export function managedNetworkFaults(field: string, { isolationMode, allowedHosts = {} }: ManagedNetwork): Fault[] {
  const mode = findWord(isolationModes, isolationMode);
  const hosts = Object.entries(allowedHosts);
  return [
    ...(mode === undefined
      ? [{ field: `${field}.isolationMode`, value: isolationMode, rule: `it is one of ${isolationModes.join(" | ")}` }]
      : []),
    ...(mode === "AllowInternetOutbound" && hosts.length > 0
      ? [
          {
            field: `${field}.allowedHosts`,
            rule: "with AllowInternetOutbound every host may be reached",
            fix: "leave it out, or set isolationMode to AllowOnlyApprovedOutbound",
          },
        ]
      : []),
    ...hosts.flatMap(([name, value]) =>
      host.test(value)
        ? []
        : [
            {
              field: `${field}.allowedHosts.${name}`,
              value,
              rule: "this is no name of a host",
              fix: "for example rates.example.com or *.example.com, without scheme, port and path",
            },
          ],
    ),
  ];
}

/** Shapes a managed network into ARM's. */
export function armManagedNetwork({ isolationMode, allowedHosts = {} }: ManagedNetwork): ArmManagedNetwork {
  const rules = Object.entries(allowedHosts).map(
    ([name, destination]) => [name, { type: "FQDN" as const, category: "UserDefined" as const, destination }] as const,
  );
  return { isolationMode, ...(rules.length === 0 ? {} : { outboundRules: Object.fromEntries(rules) }) };
}
