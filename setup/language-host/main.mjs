/**
 * A Node language host for the Pulumi engine, for machines where the vendor's is not to be had: it runs TypeScript and
 * JavaScript programs, policy packs and component plugins. The engine starts it as `pulumi-language-nodejs ADDRESS` in
 * the project's folder and reads the port from the first line of output.
 */
import { Children } from "./children.mjs";
import { endGroup, watchEngine } from "./lifeline.mjs";
import { loadProtocol } from "./sdk.mjs";
import { languageRuntime } from "./service.mjs";

const folder = process.cwd();
const engineAddress = process.argv.slice(2).findLast((argument) => !argument.startsWith("-")) ?? "";
const children = new Children();
const protocol = loadProtocol(folder);
const { grpc } = protocol;

watchEngine(() => {
  children.killAll();
  endGroup();
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.on(signal, async () => {
    children.stopAll();
    await children.idle();
    process.exit(0);
  });
}

// Programs with large resources pass messages beyond gRPC's 4 MB; 400 MB is the limit of the engine and the SDK.
const LIMIT = 400 * 1024 * 1024;
const server = new grpc.Server({
  "grpc.max_receive_message_length": LIMIT,
  "grpc.max_send_message_length": LIMIT,
});
server.addService(protocol.service, languageRuntime({ protocol, folder, engineAddress, children }));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
