import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Written by set-up next to the installed copy of this folder: the package that it was installed from. */
const INSTALLED_FROM = new URL("./installed-from", import.meta.url);

/**
 * Finds a module of the Pulumi SDK: the program's own, since program and SDK must agree on the protocol, and failing
 * that (a plugin folder without dependencies) the one of the package that this language host came with.
 *
 * @param {string} id for example `@pulumi/pulumi/cmd/run`
 * @param {string} folder the program's
 * @returns {string} the module's file
 */
export function locate(id, folder) {
  for (const base of [join(folder, "noop.js"), import.meta.url, ...installedFrom()]) {
    try {
      return createRequire(base).resolve(id);
    } catch {
      // Not there: the next place.
    }
  }
  throw new Error(`${id}: not found from ${folder}; run "npm install" there`);
}

/**
 * What a gRPC server of the engine's protocol is made of, from one and the same SDK.
 *
 * @param {string} folder the program's
 */
export function loadProtocol(folder) {
  const require = createRequire(locate("@pulumi/pulumi", folder));
  return {
    grpc: require("@grpc/grpc-js"),
    service: require("@pulumi/pulumi/proto/language_grpc_pb").LanguageRuntimeService,
    language: require("@pulumi/pulumi/proto/language_pb"),
    plugin: require("@pulumi/pulumi/proto/plugin_pb"),
    Empty: require("google-protobuf/google/protobuf/empty_pb").Empty,
  };
}

/** @returns {string[]} */
function installedFrom() {
  try {
    return [join(readFileSync(INSTALLED_FROM, "utf8").trim(), "noop.js")];
  } catch {
    return [];
  }
}
