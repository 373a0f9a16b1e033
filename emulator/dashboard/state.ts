import type { LiveFigures } from "../metrics/live-window";
import type { InstanceView } from "../serving/contract";

/** What the page shows, apart from figures that change with each request. No secret is part of it. */
export interface DashboardState {
  endpoints: EndpointState[];
  /** Operations under way. */
  operations: OperationState[];
  /** Faults that are switched on, each in a line. */
  faults: string[];
}

export interface EndpointState {
  name: string;
  workspace: string;
  authMode: string;
  provisioningState: string;
  scoringUri: string;
  tags: Record<string, string>;
  deployments: DeploymentState[];
}

export interface DeploymentState {
  name: string;
  provisioningState: string;
  instances: readonly InstanceView[];
  /** How many instances there should be. */
  configured: number;
  /** Percentage of the live traffic. */
  weight: number;
  /** Percentage of the live traffic that is copied to it. */
  mirror: number;
}

export interface OperationState {
  id: string;
  /** What is done, for example `onlineEndpoints/write`. */
  action: string;
  /** Names of the resource below the workspace: `fraud/blue`. */
  target: string;
  /** ISO 8601. */
  startTime: string;
}

/** Live figures by {@link liveKey}; whoever had no request lately is not in it. */
export type LiveState = Record<string, LiveFigures>;

/** Log lines that were written together; `instance` is empty for the lines before the page was opened. */
export interface LogLines {
  instance: string;
  lines: string[];
}
