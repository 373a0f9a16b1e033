import { join } from "node:path";

import { logged } from "./execute.mjs";
import { ROOT } from "./locations.mjs";
import { step } from "./progress.mjs";

/** A Go module that only locks the engine and what it depends on. */
const MODULE = join(ROOT, "setup", "engine");
const COMMAND = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Builds `<folder>/bin/pulumi` with Go. Go keeps what it has compiled, so an interrupted build goes on where it was.
 *
 * @param {string} version
 * @param {string} folder
 */
export function compile(version, folder) {
  return step("engine", `building Pulumi ${version} from source with Go (about 5 minutes, once)`, () =>
    logged(
      "engine",
      "go",
      [
        "build",
        "-mod=readonly",
        "-trimpath",
        "-buildvcs=false",
        ["-ldflags=-s", "-w", "-X", `${VERSION_VARIABLE}=v${version}`].join(" "),
        "-o",
        join(folder, "bin", "pulumi"),
        COMMAND,
      ],
      { cwd: MODULE, env: { ...process.env, GOWORK: "off", CGO_ENABLED: "0" } },
    ),
  );
}
