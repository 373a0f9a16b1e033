/** Asks and looks after endpoints from TypeScript, without Pulumi. */
export { ArmError, type ArmErrorDetail } from "./arm-error";
export { connect } from "./connect";
export {
  type Deployment,
  type EndpointKeys,
  type EndpointToken,
  type LogQuery,
  OnlineEndpoints,
} from "./online-endpoints";
export { openScoring } from "./scoring-access";
export { type Score, ScoringClient, type ScoringCredential, type ScoreOptions } from "./scoring-client";
export { ScoringError, type ScoringFailure } from "./scoring-error";
