import { randomUUID } from "node:crypto";
import { parseBody } from "../../body/parse";
import type { ArmContext } from "../../context";
import { ArmError, conflict, invalid, refuse } from "../../http/errors";
import { workspaceOf } from "../../machine-learning/paths";
import { sameId, written } from "../../store/resource";
import { batchDeploymentType } from "../batch-paths";
import type { BatchDeploymentRecord } from "../batch-deployment-record";
import type { BatchEndpointRecord } from "../batch-endpoint-record";
import { inCamelCase, jobRequest, type JobRequest } from "../job-request";
import { findInput } from "./job-input";
import { findOutput } from "./job-output";
import type { BatchJobRecord, BatchJobSettings } from "./job-record";

/** What somebody posts to an endpoint's scoring URI. */
export interface Invocation {
  endpoint: BatchEndpointRecord;
  /** Name of the deployment, where it is not to be the default one. */
  named: string | undefined;
  body: unknown;
}

/** A job that may start, and the files that it reads. Refuses what can't be, all faults at once as far as they are seen. */
export async function newJob(
  context: ArmContext,
  { endpoint, named, body }: Invocation,
): Promise<{ job: BatchJobRecord; files: string[] }> {
  const deployment = requireDeployment(context, endpoint, named);
  const sent = parseBody(jobRequest, inCamelCase(body)).properties;
  const workspace = workspaceOf(context, endpoint.id);
  const name = sent.name ?? `batchjob-${randomUUID()}`;
  refuseTaken(context, name);
  const [input, ...others] = Object.entries(sent.inputData);
  if (input === undefined) {
    throw invalid([{ target: "properties.inputData", message: "is required: what the job reads" }]);
  }
  refuse(
    others.map(([other]) => ({ target: `properties.inputData.${other}`, message: "a model deployment has one input" })),
  );
  const [inputName, given] = input;
  const settings = settingsOf(deployment, sent);
  const found = await findInput(context, workspace, { name: inputName, given });
  const output = await findOutput(context, workspace, {
    ...{ job: name, given: sent.outputData, outputFileName: settings.outputFileName },
    appends: settings.outputAction === "AppendRow",
  });
  const now = context.now();
  const job: BatchJobRecord = {
    ...{ id: `${deployment.id}/jobs/${name}`, name, type: `${batchDeploymentType}/jobs` },
    ...{ endpoint: endpoint.name, deployment: deployment.name, systemData: written(now) },
    properties: {
      ...{ status: "NotStarted", provisioningState: "Succeeded", name, displayName: sent.displayName ?? name },
      ...{ description: sent.description, experimentName: experimentOf(sent) ?? endpoint.name },
      ...{
        inputData: sent.inputData,
        ...settings,
        outputFileName: output.outputFileName,
        outputData: output.outputData,
      },
      tags: {
        ...texts(sent.tags),
        ...{ "azureml.batchrun": "true", "azureml.deploymentname": deployment.name },
        "azureml.jobtype": "azureml.pipelinejob",
      },
      properties: {
        ...texts(sent.properties),
        ...{ "azureml.endpointname": endpoint.name, "azureml.deploymentname": deployment.name },
        runSource: "BatchDeployment",
      },
      startTime: now.toISOString(),
    },
    run: {
      ...{ input: found.input, output: output.place, assets: deployment.assets },
      scoringScript: deployment.properties.codeConfiguration?.scoringScript,
      environmentVariables: deployment.properties.environmentVariables,
    },
  };
  return { job, files: found.files };
}

function requireDeployment(
  context: ArmContext,
  endpoint: BatchEndpointRecord,
  named: string | undefined,
): BatchDeploymentRecord {
  const name = named ?? endpoint.properties.defaults.deploymentName;
  if (name === undefined) {
    const message = `Endpoint ${endpoint.name} has no default deployment; name one in the header azureml-model-deployment.`;
    throw new ArmError(400, "NoDefaultDeployment", message);
  }
  const deployment = context.records.batchDeployments.get(`${endpoint.id}/deployments/${name}`);
  if (deployment === undefined) {
    throw new ArmError(404, "DeploymentNotFound", `Endpoint ${endpoint.name} has no deployment "${name}".`);
  }
  const { provisioningState, deploymentConfiguration } = deployment.properties;
  if (provisioningState === "Creating" || provisioningState === "Failed" || provisioningState === "Deleting") {
    throw new ArmError(400, "DeploymentNotReady", `Deployment ${name} is ${provisioningState}.`);
  }
  if (deploymentConfiguration !== undefined) {
    const message = "The local Azure ML keeps deployments of pipeline components and runs none of them.";
    throw new ArmError(400, "PipelinesAreNotEmulated", message);
  }
  return deployment;
}

function refuseTaken(context: ArmContext, name: string): void {
  if (context.records.batchJobs.all().some((job) => sameId(job.name, name))) {
    throw conflict(`There is a job of the name '${name}' already.`);
  }
}

/** The deployment's settings, and over them what the job says. */
function settingsOf({ properties }: BatchDeploymentRecord, sent: JobRequest): BatchJobSettings {
  return {
    compute: {
      instanceCount: sent.compute?.instanceCount ?? properties.resources.instanceCount,
      target: sent.compute?.target ?? properties.compute,
    },
    miniBatchSize: sent.miniBatchSize ?? properties.miniBatchSize,
    maxConcurrencyPerInstance: sent.maxConcurrencyPerInstance ?? properties.maxConcurrencyPerInstance,
    errorThreshold: sent.errorThreshold ?? properties.errorThreshold,
    retrySettings: {
      maxRetries: sent.retrySettings.maxRetries ?? properties.retrySettings.maxRetries,
      timeout: sent.retrySettings.timeout ?? properties.retrySettings.timeout,
    },
    loggingLevel: sent.loggingLevel ?? properties.loggingLevel,
    outputAction: sent.outputAction ?? properties.outputAction,
    outputFileName: sent.outputFileName ?? properties.outputFileName,
  };
}

/** Microsoft's SDK sends the experiment's name among the properties. */
function experimentOf({ experimentName, properties }: JobRequest): string | undefined {
  return experimentName ?? properties["experimentName"] ?? undefined;
}

function texts(given: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).flatMap(([name, text]) => (text === null ? [] : [[name, text]])));
}
