import { runtimeOptions } from "./options.mjs";
import { locate } from "./sdk.mjs";

/** The SDK's exit code for "the user has already been told what is wrong". */
const ALREADY_REPORTED = 32;

/**
 * Runs a Pulumi program to its end.
 *
 * @param {any} request pulumirpc.RunRequest
 * @param {{ engineAddress: string, children: import("./children.mjs").Children }} host
 * @returns {Promise<{ error: string, bail: boolean }>}
 */
export function runProgram(request, { engineAddress, children }) {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() || request.getPwd();
  const { env, nodeArgs } = runtimeOptions(info);

  const child = children.start(
    process.execPath,
    [...nodeArgs, locate("@pulumi/pulumi/cmd/run", folder), ...programArguments(request, engineAddress)],
    {
      cwd: folder,
      env: { ...process.env, ...env, ...configuration(request) },
      stdio: ["ignore", "inherit", "inherit"],
    },
  );

  return new Promise((resolve) => {
    child.once("error", (error) =>
      resolve({ error: `the program could not be started: ${error.message}`, bail: false }),
    );
    child.once("close", (code, signal) => resolve(outcome(code, signal)));
  });
}

/**
 * The arguments of `@pulumi/pulumi/cmd/run`. The program talks to the engine's own monitor: a proxy would have to know
 * every method, and hooks and transforms would fail on one that it does not.
 *
 * @param {any} request
 * @param {string} engineAddress
 * @returns {string[]}
 */
export function programArguments(request, engineAddress) {
  const named = {
    "monitor": request.getMonitorAddress(),
    "engine": engineAddress,
    "organization": request.getOrganization(),
    "project": request.getProject(),
    "stack": request.getStack(),
    "pwd": request.getPwd(),
    "root-directory": request.getInfo()?.getRootDirectory() ?? "",
    "parallel": String(request.getParallel()),
  };
  return [
    ...Object.entries(named).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    request.getInfo()?.getEntryPoint() || request.getProgram() || ".",
    ...request.getArgsList(),
  ];
}

/**
 * Stack configuration travels in the environment.
 *
 * @param {any} request
 */
function configuration(request) {
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
}

/**
 * @param {number | null} code
 * @param {string | null} signal
 * @returns {{ error: string, bail: boolean }}
 */
export function outcome(code, signal) {
  if (code === 0) return { error: "", bail: false };
  if (code === ALREADY_REPORTED) return { error: "", bail: true };
  if (code === null) return { error: `Program ended by ${signal}`, bail: false };
  return { error: `Program exited with non-zero exit code: ${code}`, bail: false };
}
