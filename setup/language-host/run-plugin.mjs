import { runtimeOptions } from "./options.mjs";
import { locate } from "./sdk.mjs";

/**
 * Runs a folder with a PulumiPolicy.yaml (kind `analyzer`) or a PulumiPlugin.yaml as a plugin of the engine, and streams
 * what it prints.
 *
 * @param {any} call server stream of pulumirpc.RunPlugin
 * @param {{ protocol: any, children: import("./children.mjs").Children }} host
 */
export function runPlugin(call, { protocol, children }) {
  const { RunPluginResponse } = protocol.language;
  const request = call.request;
  const folder = request.getInfo().getProgramDirectory();
  const { env, nodeArgs } = runtimeOptions(request.getInfo());

  const child = children.start(
    process.execPath,
    [...nodeArgs, ...pluginArguments(request.getKind(), folder, request.getArgsList())],
    {
      // A policy pack has its own compiler options, so it runs in its own folder; a plugin runs in the program's.
      cwd: request.getKind() === "analyzer" ? folder : request.getPwd() || folder,
      env: { ...env, ...environment(request.getEnvList()) },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );

  child.stdout.on("data", (data) => call.write(new RunPluginResponse().setStdout(data)));
  child.stderr.on("data", (data) => call.write(new RunPluginResponse().setStderr(data)));
  child.once("error", (error) => call.destroy(error));
  child.once("close", (code) => {
    call.write(new RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  // The engine ends a plugin by ending the call.
  call.once("cancelled", () => children.stop(child));
}

/**
 * @param {string} kind
 * @param {string} folder
 * @param {string[]} args
 */
function pluginArguments(kind, folder, args) {
  return kind === "analyzer"
    ? [locate("@pulumi/pulumi/cmd/run-policy-pack", folder), ...args, folder]
    : [locate("@pulumi/pulumi/cmd/run-plugin", folder), folder, ...args];
}

/** @param {string[]} entries `NAME=value` */
function environment(entries) {
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}
