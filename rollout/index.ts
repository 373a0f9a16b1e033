/**
 * Plans of a staged rollout as plain data, and the traffic that each stage means. Pure: nothing here talks to Azure.
 *
 * @module rollout
 */
export { plan, planFaults, PlanError, stageNames, type Plan, type Stage } from "./plan";
export { blueGreen, canary, linear, type LinearOptions } from "./strategies";
export { traffic, type Sides } from "./traffic";
