import { Metadata, status } from "@grpc/grpc-js";
import type { StatusObject } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { messageOf } from "../../error-message";
import { Unfinished } from "../operations";
import type { Values } from "../schema/value";
import { Any, toStruct } from "./messages";

/** An error as the engine reads it: of an unfinished resource it learns what to keep in the state. */
export function failure(error: unknown, inputs: Values | undefined): Partial<StatusObject> {
  const message = messageOf(error);
  if (!(error instanceof Unfinished)) {
    return { code: status.UNKNOWN, details: message };
  }
  const detail = new ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setReasonsList([message]);
  if (error.outputs !== undefined) {
    detail.setProperties(toStruct(error.outputs));
  }
  if (inputs !== undefined) {
    detail.setInputs(toStruct(inputs));
  }
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const rich = new Status();
  rich.setCode(status.UNKNOWN);
  rich.setMessage(message);
  rich.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(rich.serializeBinary()));
  return { code: status.UNKNOWN, details: message, metadata };
}
