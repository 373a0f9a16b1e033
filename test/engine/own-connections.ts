import * as settings from "@pulumi/pulumi/runtime/settings";

// Import this before programs run inside this process. The SDK never closes its connections to an engine that has ended, and
// gRPC goes on dialing them and shares a dialer by address: an engine that is given the port of an earlier one is then out
// of reach, with "No connection established. Last error: null". Thousands of ports and hundreds of engines meet now and then.
const { grpcClientOptions } = settings as typeof settings & { grpcClientOptions?: Record<string, unknown> };
if (!grpcClientOptions) throw new Error("@pulumi/pulumi/runtime/settings has no grpcClientOptions any more");
grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;
