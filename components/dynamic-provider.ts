import type * as pulumi from "@pulumi/pulumi";

/*
 * The engine keeps a dynamic provider as source text in the state of each of its resources, so these are stubs: each
 * method calls the function that `pulumi-azureml/provider` exports for it. That import path is frozen, old states name
 * it. `require` stands inside each method because a closure is all that is kept.
 */

/** Provider of `EndpointSettings`. */
export const endpointSettingsProvider: pulumi.dynamic.ResourceProvider = {
  configure: async (request) => require("pulumi-azureml/provider").configure(request.config),
  check: async (olds, news) => require("pulumi-azureml/provider").checkEndpointSettings(olds, news),
  diff: async (id, olds, news) => require("pulumi-azureml/provider").diffEndpointSettings(id, olds, news),
  create: async (inputs) => require("pulumi-azureml/provider").createEndpointSettings(inputs),
  read: async (id, props) => require("pulumi-azureml/provider").readEndpointSettings(id, props),
  update: async (id, olds, news) => require("pulumi-azureml/provider").updateEndpointSettings(id, olds, news),
  delete: async (id, props) => require("pulumi-azureml/provider").deleteEndpointSettings(id, props),
};

/** Provider of `BatchDefault`. */
export const batchDefaultProvider: pulumi.dynamic.ResourceProvider = {
  configure: async (request) => require("pulumi-azureml/provider").configure(request.config),
  check: async (olds, news) => require("pulumi-azureml/provider").checkBatchDefault(olds, news),
  diff: async (id, olds, news) => require("pulumi-azureml/provider").diffBatchDefault(id, olds, news),
  create: async (inputs) => require("pulumi-azureml/provider").createBatchDefault(inputs),
  read: async (id, props) => require("pulumi-azureml/provider").readBatchDefault(id, props),
  update: async (id, olds, news) => require("pulumi-azureml/provider").updateBatchDefault(id, olds, news),
  delete: async (id, props) => require("pulumi-azureml/provider").deleteBatchDefault(id, props),
};

/** Provider of `BlobUpload`. */
export const blobUploadProvider: pulumi.dynamic.ResourceProvider = {
  configure: async (request) => require("pulumi-azureml/provider").configure(request.config),
  check: async (olds, news) => require("pulumi-azureml/provider").checkBlobUpload(olds, news),
  diff: async (id, olds, news) => require("pulumi-azureml/provider").diffBlobUpload(id, olds, news),
  create: async (inputs) => require("pulumi-azureml/provider").createBlobUpload(inputs),
  read: async (id, props) => require("pulumi-azureml/provider").readBlobUpload(id, props),
  update: async (id, olds, news) => require("pulumi-azureml/provider").updateBlobUpload(id, olds, news),
  delete: async (id, props) => require("pulumi-azureml/provider").deleteBlobUpload(id, props),
};

/** Provider of `InstanceCount`. */
export const instanceCountProvider: pulumi.dynamic.ResourceProvider = {
  configure: async (request) => require("pulumi-azureml/provider").configure(request.config),
  check: async (olds, news) => require("pulumi-azureml/provider").checkInstanceCount(olds, news),
  diff: async (id, olds, news) => require("pulumi-azureml/provider").diffInstanceCount(id, olds, news),
  create: async (inputs) => require("pulumi-azureml/provider").createInstanceCount(inputs),
  read: async (id, props) => require("pulumi-azureml/provider").readInstanceCount(id, props),
  update: async (id, olds, news) => require("pulumi-azureml/provider").updateInstanceCount(id, olds, news),
  delete: async (id, props) => require("pulumi-azureml/provider").deleteInstanceCount(id, props),
};
