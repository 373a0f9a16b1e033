import { readFileSync } from "node:fs";

import { installDependencies } from "./install-dependencies.mjs";
import { runPlugin } from "./run-plugin.mjs";
import { runProgram } from "./run.mjs";
import { locate } from "./sdk.mjs";

/**
 * What the engine may ask of a language host (pulumi/language.proto), as far as running programs and plugins needs it.
 * No plugin is named in advance: the engine looks for one when the program first needs it. What is missing here
 * (code generation, packing) answers "unimplemented", which the engine understands.
 *
 * @param {{ protocol: any, folder: string, engineAddress: string, children: import("./children.mjs").Children }} host
 */
export function languageRuntime(host) {
  const { language, plugin, Empty } = host.protocol;

  return {
    handshake: unary(() => new language.LanguageHandshakeResponse()),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(sdkVersion(host.folder))),
    getRequiredPlugins: unary(() => new language.GetRequiredPluginsResponse()),
    getRequiredPackages: unary(() => new language.GetRequiredPackagesResponse()),
    getProgramDependencies: unary(() => new language.GetProgramDependenciesResponse()),
    about: unary(() => new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    run: unary(async (request) => {
      const { error, bail } = await runProgram(request, host);
      return new language.RunResponse().setError(error).setBail(bail);
    }),
    runPlugin: streaming((call) => runPlugin(call, host)),
    installDependencies: streaming((call) => installDependencies(call, host)),
    cancel: unary(() => {
      host.children.stopAll();
      return new Empty();
    }),
  };
}

/**
 * @param {(request: any) => unknown} answer
 * @returns {(call: any, callback: (error: unknown, response?: unknown) => void) => void}
 */
function unary(answer) {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => callback(null, response),
        (error) => callback({ code: 2, message: error.message }),
      );
  };
}

/**
 * @param {(call: any) => void} answer
 * @returns {(call: any) => void}
 */
function streaming(answer) {
  return (call) => {
    try {
      answer(call);
    } catch (error) {
      call.destroy(error);
    }
  };
}

/** @param {string} folder */
function sdkVersion(folder) {
  return JSON.parse(readFileSync(locate("@pulumi/pulumi/package.json", folder), "utf8")).version;
}
