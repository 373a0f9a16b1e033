import { type Neighbour, type Serving, stoodAlone, wasInRollout } from "./program";

/** One change under load. */
export interface Step {
  name: string;
  /** What differs in the program of the stack that owns the endpoint; what is undefined goes. */
  change?: Partial<Serving>;
  /** The program of the other stack, where the change is there. */
  neighbour?: Neighbour;
  /** How it is brought about. Default `up`. */
  by?: "up" | "up --refresh" | "refresh";
  /** Preview first: nothing may be made, replaced or deleted but these, and nothing updated. */
  onlyMoves?: readonly string[];
}

/** What is there when the load begins. */
export const atFirst: Serving = { deployments: { blue: 1 }, traffic: { blue: 100 } };

/** Every change by itself, each on top of the one before. `identity` is the ARM id of a user-assigned one. */
export function oneByOne(identity: string): Step[] {
  return [
    { name: "tag change", change: { tags: { team: "risk" } } },
    { name: "tag taken away", change: { tags: {} } },
    { name: "network access off", change: { publicNetworkAccess: "Disabled" } },
    { name: "network access on", change: { publicNetworkAccess: "Enabled" } },
    {
      name: "identity added",
      change: { identity: { type: "SystemAssigned,UserAssigned", userAssignedIdentities: [identity] } },
    },
    { name: "identity taken away", change: { identity: { type: "SystemAssigned" } } },
    { name: "scale-out, 1 to 3", change: { deployments: { blue: 3 } } },
    { name: "scale-in, 3 to 1", change: { deployments: { blue: 1 } } },
    { name: "scale-out, 1 to 2", change: { deployments: { blue: 2 } } },
    { name: "refresh", by: "refresh" },
    { name: "new deployment", change: { deployments: { blue: 2, green: 1 } } },
    { name: "mirror on", change: { mirrorTraffic: { green: 20 } } },
    { name: "mirror off", change: { mirrorTraffic: {} } },
    { name: "mirror on again", change: { mirrorTraffic: { green: 50 } } },
    {
      name: "mirror off and first shift at once",
      change: { mirrorTraffic: {}, traffic: { blue: 90, green: 10 } },
    },
    { name: "scale-in with a share", change: { deployments: { blue: 1, green: 1 } } },
    { name: "second shift", change: { traffic: { blue: 50, green: 50 } } },
    { name: "shift back", change: { traffic: { blue: 100 } } },
    { name: "third shift", change: { traffic: { blue: 10, green: 90 } } },
    { name: "up with refresh", by: "up --refresh" },
    { name: "cut-over", change: { traffic: { green: 100 } } },
    { name: "content of an idle deployment", change: { versions: { blue: "2" } } },
    { name: "old deployment deleted", change: { deployments: { green: 1 } } },
    {
      name: "rename with alias",
      change: { name: "scoring", aliases: [{ name: "fraud" }] },
      onlyMoves: [],
    },
    {
      name: "into a rollout component",
      change: { inRollout: true, aliases: [stoodAlone] },
      onlyMoves: ["create rollout"],
    },
    { name: "deployments declared beside the endpoint", change: { declaredBeside: true }, onlyMoves: [] },
    { name: "deployments declared by the endpoint again", change: { declaredBeside: false } },
    {
      name: "out of the rollout component",
      change: { inRollout: false, aliases: [wasInRollout] },
      onlyMoves: ["delete rollout"],
    },
    { name: "another stack's tags", neighbour: { tags: { owner: "them" } } },
    { name: "another stack's deployment", neighbour: { tags: { owner: "them" }, deployments: { violet: 1 } } },
    { name: "another stack's scale-out", neighbour: { tags: { owner: "them" }, deployments: { violet: 2 } } },
    { name: "another stack takes all away", neighbour: {} },
    { name: "auth mode Key to AMLToken", change: { authMode: "AMLToken" } },
    { name: "auth mode AMLToken to AADToken", change: { authMode: "AADToken" } },
    { name: "auth mode AADToken to Key", change: { authMode: "Key" } },
    { name: "nothing changes", onlyMoves: [] },
  ];
}

/** The same changes, several at once: as many updates as the ordinary tests have time for. */
export function severalAtOnce(identity: string): Step[] {
  return [
    {
      name: "tags and identity",
      change: {
        tags: { team: "risk" },
        identity: { type: "SystemAssigned,UserAssigned", userAssignedIdentities: [identity] },
      },
    },
    { name: "scale-out and a new deployment", change: { deployments: { blue: 2, green: 2 } } },
    {
      name: "mirror on and network access off",
      change: { mirrorTraffic: { green: 20 }, publicNetworkAccess: "Disabled" },
    },
    {
      name: "mirror off, first shift and scale-in",
      change: { mirrorTraffic: {}, traffic: { blue: 90, green: 10 }, deployments: { blue: 1, green: 2 } },
    },
    { name: "refresh", by: "refresh" },
    {
      name: "cut-over, and the old deployment deleted",
      change: { traffic: { green: 100 }, deployments: { green: 2 } },
    },
    {
      name: "rename with alias, into a rollout component",
      change: { name: "scoring", inRollout: true, aliases: [{ name: "fraud", ...stoodAlone }] },
      onlyMoves: ["create rollout"],
    },
    {
      name: "out of the rollout component",
      change: { inRollout: false, aliases: [wasInRollout] },
      onlyMoves: ["delete rollout"],
    },
    { name: "another stack's tags", neighbour: { tags: { owner: "them" } } },
    { name: "auth mode Key to AMLToken", change: { authMode: "AMLToken" } },
  ];
}
