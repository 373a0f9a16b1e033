import type { ResourceType } from "../schema/resource-type";
import { computed, members, replacing, required, text } from "../schema/shape";
import { named, resourceGroupName, tags } from "./envelope";

export const resourceGroup: ResourceType = {
  path: "/subscriptions/{subscriptionId}/resourcegroups/{resourceGroupName}",
  apiVersion: "2024-03-01",
  names: { resourceGroupName },
  members: members({
    ...named,
    ...computed("properties"),
    location: replacing(required(text)),
    managedBy: text,
    tags,
  }),
  longRunning: { delete: true },
};
