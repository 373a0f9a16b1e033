import type { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { ArmConnection } from "../arm/connection";
import { check } from "../check/check";
import { previewOutputs } from "../convert/preview";
import { changesOf } from "../diff/changes";
import { withTimeout } from "../interruption";
import { previewUpdate } from "../operations";
import { configurationOf, Provider } from "../provider";
import { resourceType } from "../resources/table";
import type { Values } from "../schema/value";
import { checkResponse, diffResponse, namingOf } from "./conversions";
import { failure } from "./failure";
import { Empty, fromStruct, toStruct } from "./messages";
import { schema } from "./schema";

/** What the stand-in is started with. */
export interface Start {
  readonly connection: ArmConnection;
  /** Version of the SDK that it serves. */
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** The engine's calls. What azure-native does not implement is missing here too, and answered as such. */
export function handlers({ connection, version, environment }: Start): UntypedServiceImplementation {
  let configured: Provider | undefined;
  const provider = (): Provider => {
    if (configured === undefined) {
      throw new Error("the provider is not configured");
    }
    return configured;
  };

  return {
    getPluginInfo: unary(() => new PluginInfo().setVersion(version)),
    getSchema: unary(() => new messages.GetSchemaResponse().setSchema(schema(version))),
    getMapping: unary(() => new messages.GetMappingResponse()),
    attach: unary(() => new Empty()),
    checkConfig: unary((request) => new messages.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(() => new messages.DiffResponse()),

    configure: unary((request) => {
      if (!request.getSendsOldInputs() || !request.getSendsOldInputsToDelete()) {
        throw new Error("Azure Native provider requires Pulumi CLI v3.74.0 or later");
      }
      const variables = [...request.getVariablesMap().entries()];
      const settings = new Map(variables.map(([name, value]) => [name.replace(/^azure-native:config:/, ""), value]));
      configured = new Provider(configurationOf(settings, environment), connection);
      return new messages.ConfigureResponse().setSupportspreview(true).setSupportsAutonamingConfiguration(true);
    }),

    invoke: unary(async (request) => {
      const answer = await provider().invoke(request.getTok(), fromStruct(request.getArgs()));
      return new messages.InvokeResponse().setReturn(toStruct(answer));
    }),

    check: unary(async (request) => {
      const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
      const type = resourceType(typeOf(request.getUrn()));
      return checkResponse(await check(type, olds, news, namingOf(request), provider().locations));
    }),

    diff: unary((request) => {
      const [old, next] = [fromStruct(request.getOldInputs()), fromStruct(request.getNews())];
      return diffResponse(changesOf(resourceType(typeOf(request.getUrn())), old, next, fromStruct(request.getOlds())));
    }),

    create: unary(
      async (request) => {
        const token = typeOf(request.getUrn());
        const inputs = fromStruct(request.getProperties());
        const response = new messages.CreateResponse();
        if (request.getPreview()) {
          return response.setProperties(toStruct(previewOutputs(resourceType(token).members, inputs)));
        }
        const { id, outputs } = await withTimeout(request.getTimeout(), provider().signal, (signal) =>
          provider().operations(token).create(inputs, signal),
        );
        return response.setId(id).setProperties(toStruct(outputs));
      },
      (request) => fromStruct(request.getProperties()),
    ),

    read: unary(async (request) => {
      const operations = provider().operations(typeOf(request.getUrn()));
      const inputs = request.getInputs();
      const known =
        inputs === undefined ? undefined : { inputs: fromStruct(inputs), outputs: fromStruct(request.getProperties()) };
      const read = await operations.read(request.getId(), known, provider().signal);
      const response = new messages.ReadResponse();
      return read === undefined
        ? response
        : response.setId(read.id).setProperties(toStruct(read.outputs)).setInputs(toStruct(read.inputs));
    }),

    update: unary(
      async (request) => {
        const token = typeOf(request.getUrn());
        const inputs = fromStruct(request.getNews());
        const response = new messages.UpdateResponse();
        if (request.getPreview()) {
          const foreseen = previewUpdate(resourceType(token).members, inputs, fromStruct(request.getOlds()));
          return response.setProperties(toStruct(foreseen));
        }
        const outputs = await withTimeout(request.getTimeout(), provider().signal, (signal) =>
          provider().operations(token).update(inputs, signal),
        );
        return response.setProperties(toStruct(outputs));
      },
      (request) => fromStruct(request.getNews()),
    ),

    delete: unary(async (request) => {
      const operations = provider().operations(typeOf(request.getUrn()));
      await withTimeout(request.getTimeout(), provider().signal, (signal) =>
        operations.delete(request.getId(), signal),
      );
      return new Empty();
    }),

    cancel: unary(() => {
      configured?.cancel();
      return new Empty();
    }),
  } satisfies Partial<IResourceProviderServer>;
}

/** A call that is answered once; `inputs` are kept in the state where the resource is left unfinished. */
function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
  inputs: (request: Request) => Values | undefined = () => undefined,
): handleUnaryCall<Request, Response> {
  return (call, answer) => {
    const handled = (async () => handle(call.request))();
    handled.then(
      (response) => answer(null, response),
      (error: unknown) => answer(failure(error, inputs(call.request))),
    );
  };
}

/** The type that a URN names: the last of its `$`-separated types. */
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
