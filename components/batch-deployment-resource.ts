import type * as pulumi from "@pulumi/pulumi";
import type { ArmBatchRetries, BatchLoggingLevel, BatchOutputAction } from "../arm/batch-deployment";

/** The batch deployment resource's arguments, as a transform sees them. */
export interface BatchDeploymentResource {
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  endpointName: pulumi.Input<string>;
  deploymentName: string;
  location: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  properties: ModelBatchProperties | PipelineBatchProperties;
}

/** A model deployment's `properties` in ARM. Durations are ISO 8601. */
export interface ModelBatchProperties {
  model: { referenceType: "Id"; assetId: pulumi.Input<string> };
  codeConfiguration?: { codeId: pulumi.Input<string>; scoringScript: string };
  environmentId?: pulumi.Input<string>;
  environmentVariables?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  compute: pulumi.Input<string>;
  resources: { instanceCount: pulumi.Input<number> };
  miniBatchSize: pulumi.Input<number>;
  maxConcurrencyPerInstance: pulumi.Input<number>;
  retrySettings: ArmBatchRetries;
  errorThreshold: pulumi.Input<number>;
  outputAction: BatchOutputAction;
  /** Only with `AppendRow`. */
  outputFileName?: string;
  loggingLevel: BatchLoggingLevel;
  description?: pulumi.Input<string>;
}

/** A pipeline component deployment's `properties` in ARM. */
export interface PipelineBatchProperties {
  deploymentConfiguration: {
    deploymentConfigurationType: "PipelineComponent";
    componentId: { referenceType: "Id"; assetId: pulumi.Input<string> };
    /** All values are texts. */
    settings: Record<string, pulumi.Input<string>>;
    description?: pulumi.Input<string>;
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  };
  description?: pulumi.Input<string>;
}
