import { join } from "node:path";

const EXAMPLES = join(__dirname, "azureml-examples", "cli");

/** Folder of the model deployments, one example a folder. */
export const DEPLOY_MODELS = join(EXAMPLES, "endpoints", "batch", "deploy-models");

/** Ten images of handwritten digits. */
export const DIGITS = join(EXAMPLES, "jobs/pipelines/mnist-batch-identification-using-parallel/mnist_mltable/mnist");
