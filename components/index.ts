/**
 * Typed Pulumi components for serving models on Azure Machine Learning.
 *
 * @module pulumi-azureml
 */
export type { VmPriority } from "../arm/aml-compute";
export type {
  AutoscaleRules,
  InstanceRange,
  ScaleInRule,
  ScaleMetric,
  ScaleNotification,
  ScaleOutRule,
} from "../arm/autoscale";
export type { ArmAutoscaleProfile, ArmScaleRule } from "../arm/autoscale-profiles";
export type { AutoscaleSchedule, DatedSchedule, RecurringSchedule, Weekday } from "../arm/autoscale-schedule";
export type { ArmBatchRetries, BatchLoggingLevel, BatchOutputAction, BatchRetries } from "../arm/batch-deployment";
export type { EndpointLog, ErrorShareAlert, LatencyAlert, LatencyPercentile } from "../arm/endpoint-monitoring";
export type { AuthMode, IdentityType, NetworkAccess } from "../arm/endpoint";
export type { ConnectionSettings } from "../arm/connection";
export type { RollingRate } from "../arm/data-collection";
export type { EndpointConnection } from "../arm/endpoint-connection";
export type { ArmManagedNetwork, IsolationMode, ManagedNetwork } from "../arm/managed-network";
export { AmlCompute } from "./aml-compute";
export type { AmlComputeArgs, ComputeResource } from "./aml-compute-args";
export { Autoscale } from "./autoscale";
export type { AutoscaleArgs, AutoscaleSettingResource, AutoscaleSpec } from "./autoscale-args";
export type { BatchCompute } from "./batch-compute";
export { BatchDefault, type BatchDefaultArgs } from "./batch-default";
export { BatchDeployment, type BatchDeploymentArgs, type BatchEndpointParts } from "./batch-deployment";
export type {
  BatchDeploymentSpec,
  CommonBatchDeploymentSpec,
  ModelBatchDeploymentSpec,
  PipelineBatchDeploymentSpec,
  PipelineSettings,
} from "./batch-deployment-args";
export type {
  BatchDeploymentResource,
  ModelBatchProperties,
  PipelineBatchProperties,
} from "./batch-deployment-resource";
export { BatchEndpoint } from "./batch-endpoint";
export type { BatchEndpointArgs, BatchEndpointResource, BatchEndpointTimeouts } from "./batch-endpoint-args";
export { BlueGreenRollout } from "./blue-green-rollout";
export { BlobUpload, type BlobUploadArgs } from "./blob-upload";
export { CollectorRoles, type GrantedStore } from "./collector-roles";
export { Code, type CodeArgs, type CodeVersionResource } from "./code";
export { DataCollector, type DataCollectorArgs } from "./data-collector";
export type {
  ArmCollection,
  CollectionSpec,
  CollectionStore,
  DataCollectorProperties,
  DataCollectorSpec,
  DataVersionResource,
  RoleAssignmentResource,
} from "./data-collector-args";
export type {
  ArmProbe,
  OnlineDeploymentProperties,
  OnlineDeploymentResource,
  OnlineDeploymentSpec,
  ProbeSettings,
  RequestSettings,
} from "./deployment-args";
export type { ConnectionOptions } from "./endpoint-connection";
export { EndpointMonitoring } from "./endpoint-monitoring";
export type {
  DiagnosticSettingResource,
  EndpointMonitoringArgs,
  LogAnalyticsResource,
  MetricAlertResource,
  MonitoredEndpoint,
  QueryRuleResource,
  WorkbookResource,
} from "./endpoint-monitoring-args";
export { EndpointRef, type EndpointRefArgs } from "./endpoint-ref";
export { EndpointSettings, type EndpointSettingsArgs } from "./endpoint-settings";
export {
  Environment,
  type EnvironmentArgs,
  type EnvironmentVersionResource,
  type InferenceConfig,
  type Route,
} from "./environment";
export type { IdentityArgs } from "./identity-args";
export { InstanceCount, type InstanceCountArgs } from "./instance-count";
export type { LocalContent } from "./local-content";
export { ManagedOnlineEndpoint } from "./managed-online-endpoint";
export type {
  EndpointKeys,
  EndpointTimeouts,
  ManagedOnlineEndpointArgs,
  OnlineEndpointResource,
} from "./endpoint-args";
export type { EndpointGuards } from "./deployment-guard";
export type { ChangeWatch, MixedChanges } from "./mixed-changes";
export { OnlineDeployment, type EndpointParts, type OnlineDeploymentArgs } from "./online-deployment";
export {
  RegisteredModel,
  type ModelType,
  type ModelVersionResource,
  type RegisteredModelArgs,
} from "./registered-model";
export type { BlueGreenRolloutArgs, RolloutDeployment } from "./rollout-args";
export type { ModelDataCollectionSpec } from "./model-data-collection";
export type { RolloutIntent } from "./rollout-content";
export type { RolloutEndpoint } from "./rollout-endpoint";
export type { Scaling } from "./scaling";
export { connectionMetadata, connectionSecret, connectionTarget, keyVaultSecret } from "./secret-references";
export type { Child, Transform } from "./transform";
export { Workspace } from "./workspace";
export type { WorkspaceArgs, WorkspaceResource } from "./workspace-args";
export type { ExistingWorkspace, WorkspaceParts, WorkspaceRef } from "./workspace-ref";
