import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { connect } from "./arm/connection";
import { handlers } from "./rpc/handlers";

/** The largest message that the engine sends: 400 MiB (Pulumi SDK, `rpcutil`). */
const LARGEST = 400 * 1024 * 1024;

/** Serves the engine that started this process: prints the port, and ends when the engine has ended. */
function main(): void {
  endWithParent();
  const version = process.argv.find((each) => each.startsWith("--sdk-version="))?.split("=")[1] ?? "";
  const armUrl = process.env["PULUMI_AZUREML_ARM_URL"];
  if (armUrl === undefined) {
    fail("PULUMI_AZUREML_ARM_URL is not set: run the command through `pulumi-azureml emulator exec -- …`");
  }
  const server = new Server({ "grpc.max_receive_message_length": LARGEST, "grpc.max_send_message_length": LARGEST });
  const calls = handlers({ connection: connect(armUrl), version, environment: process.env });
  server.addService(ResourceProviderService, calls);
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) {
      fail(error.message);
    }
    process.stdout.write(`${port}\n`);
  });
}

/** The engine holds the other end of stdin, so its end, by SIGKILL too, closes it. Nothing may be written after that. */
function endWithParent(): void {
  process.stdin.on("end", () => process.exit(0));
  process.stdin.on("error", () => process.exit(0));
  process.stdin.resume();
  process.on("SIGINT", () => process.exit(0)); // with it the engine ends its plugins; a Ctrl-C reaches only the engine
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

main();
