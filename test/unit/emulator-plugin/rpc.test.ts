import { strict as assert } from "node:assert";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Unfinished } from "../../../emulator/plugin/operations";
import { failure } from "../../../emulator/plugin/rpc/failure";
import { fromStruct, toStruct } from "../../../emulator/plugin/rpc/messages";
import { schema } from "../../../emulator/plugin/rpc/schema";
import { UNKNOWN } from "../../../emulator/plugin/schema/value";

const secret = (value: string) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

describe("azure-native stand-in, messages", () => {
  it("values come through as they are, unknown ones too", () => {
    const values = { text: "a", number: 1.5, flag: false, list: [1, { deep: UNKNOWN }], empty: {} };
    assert.deepEqual(fromStruct(toStruct(values)), values);
  });

  it("nulls are left out, and no message is no values", () => {
    assert.deepEqual(fromStruct(toStruct({ a: null, b: { c: null } })), { b: {} });
    assert.deepEqual(fromStruct(undefined), {});
  });

  it("a secret is opened", () => {
    assert.deepEqual(fromStruct(toStruct({ list: [secret("hush")] })), { list: ["hush"] });
  });

  it("an error is only its message", () => {
    assert.deepEqual(failure(new Error("no"), {}), { code: 2, details: "no" });
  });

  it("an unfinished resource is told with its id, inputs and outputs", () => {
    const { code, details, metadata } = failure(new Unfinished("it failed", "/id", { name: "v" }), { name: "i" });
    assert.deepEqual([code, details], [2, "it failed"]);
    const bytes = metadata?.get("grpc-status-details-bin")[0];
    assert.ok(bytes instanceof Buffer);
    const [any] = Status.deserializeBinary(bytes).getDetailsList();
    assert.equal(any?.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
    const detail = ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
    assert.deepEqual([detail.getId(), detail.getReasonsList()], ["/id", ["it failed"]]);
    assert.deepEqual(
      [fromStruct(detail.getProperties()), fromStruct(detail.getInputs())],
      [{ name: "v" }, { name: "i" }],
    );
  });

  it("the schema names resources and functions", () => {
    const parsed = JSON.parse(schema("3.28.0"));
    assert.equal(parsed.version, "3.28.0");
    assert.ok("azure-native:machinelearningservices:OnlineEndpoint" in parsed.resources);
    assert.ok("azure-native:authorization:getClientConfig" in parsed.functions);
  });
});
