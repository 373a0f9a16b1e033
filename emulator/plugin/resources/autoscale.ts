import type { ResourceType } from "../schema/resource-type";
import {
  computed,
  dictionary,
  flag,
  integer,
  list,
  members,
  number,
  record,
  required,
  text,
  textOf,
  within,
  writeOnly,
} from "../schema/shape";
import { envelope, PROVIDERS, resourceGroupName, tags, trackedLocation } from "./envelope";

const dimension = record({ dimensionName: required(text), operator: required(text), values: required(list(text)) });

const rule = record({
  metricTrigger: required(
    record({
      dimensions: list(dimension),
      dividePerInstance: flag,
      metricName: required(text),
      metricNamespace: text,
      metricResourceLocation: text,
      metricResourceUri: required(text),
      operator: required(text),
      statistic: required(text),
      threshold: required(number),
      timeAggregation: required(text),
      timeGrain: required(text),
      timeWindow: required(text),
    }),
  ),
  scaleAction: required(
    record({ cooldown: required(text), direction: required(text), type: required(text), value: text }),
  ),
});

const schedule = record({
  days: required(list(text)),
  hours: required(list(integer)),
  minutes: required(list(integer)),
  timeZone: required(text),
});

const profile = record({
  capacity: required(record({ default: required(text), maximum: required(text), minimum: required(text) })),
  fixedDate: record({ end: required(text), start: required(text), timeZone: text }),
  name: required(text),
  recurrence: record({ frequency: required(text), schedule: required(schedule) }),
  rules: required(list(rule)),
});

const notification = record({
  email: record({
    customEmails: list(text),
    sendToSubscriptionAdministrator: flag,
    sendToSubscriptionCoAdministrators: flag,
  }),
  operation: required(text),
  webhooks: list(record({ properties: dictionary(text), serviceUri: text })),
});

/** The SDK takes what lies in `properties` member by member, and gives it back as one. */
export const autoscaleSetting: ResourceType = {
  path: `${PROVIDERS}/Microsoft.Insights/autoscaleSettings/{autoscaleSettingName}`,
  apiVersion: "2021-05-01-preview",
  names: { resourceGroupName, autoscaleSettingName: textOf({ minLength: 1 }) },
  members: members({
    ...envelope,
    location: trackedLocation,
    tags,
    ...within("properties", {
      enabled: writeOnly(flag),
      name: text,
      notifications: writeOnly(list(notification)),
      predictiveAutoscalePolicy: writeOnly(record({ scaleLookAheadTime: text, scaleMode: required(text) })),
      profiles: writeOnly(required(list(profile))),
      targetResourceLocation: writeOnly(text),
      targetResourceUri: writeOnly(text),
    }),
    ...computed("properties"),
  }),
};
