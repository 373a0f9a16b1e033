import * as pulumi from "@pulumi/pulumi";
import type { ScaleNotification } from "../arm/autoscale";
import type { Fault } from "../arm/fault";
import type { AutoscaleSettingResource } from "./autoscale-args";
import { now } from "./check";

/** Rules that notifications break, as far as their values are known. A webhook is a secret, so no message shows it. */
export function notificationFaults(
  field: string,
  notifications: readonly ScaleNotification<pulumi.Input<string>>[] = [],
): Fault[] {
  return notifications.flatMap(({ emails = [], webhooks = [] }, index) => [
    ...(emails.length + webhooks.length === 0
      ? [{ field: `${field}[${index}]`, rule: "it tells nobody", fix: "give emails or webhooks" }]
      : []),
    ...emails.flatMap((email, at) => {
      const value = now(email);
      return value === undefined || /^[^@\s]+@[^@\s]+$/.test(value)
        ? []
        : [{ field: `${field}[${index}].emails[${at}]`, value, rule: "this is no e-mail address" }];
    }),
    ...webhooks.flatMap((webhook, at) => {
      const value = now(webhook);
      return value === undefined || /^https:\/\/[^/]/i.test(value)
        ? []
        : [{ field: `${field}[${index}].webhooks[${at}]`, rule: "a webhook is a URI that begins with https://" }];
    }),
  ]);
}

/** Shapes notifications into Azure Monitor's. What it would decide silently is written out. */
export function armNotifications(
  notifications: readonly ScaleNotification<pulumi.Input<string>>[] = [],
): AutoscaleSettingResource["notifications"] {
  return notifications.map(({ emails = [], webhooks = [] }) => ({
    operation: "Scale",
    email: { customEmails: emails, sendToSubscriptionAdministrator: false, sendToSubscriptionCoAdministrators: false },
    webhooks: webhooks.map((uri) => ({ serviceUri: pulumi.secret(uri), properties: {} })),
  }));
}
