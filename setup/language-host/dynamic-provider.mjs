/**
 * Starts the SDK's provider of dynamic resources, as `pulumi-resource-pulumi-nodejs`. In contrast to the SDK's own start
 * script it ends with the engine: a provider that outlives a killed engine would go on writing to the cloud.
 */
import { createRequire } from "node:module";

import { watchEngine } from "./lifeline.mjs";
import { locate } from "./sdk.mjs";

watchEngine(() => process.exit(1));
createRequire(import.meta.url)(locate("@pulumi/pulumi/cmd/dynamic-provider", process.cwd()));
