import { answer } from "./execute.mjs";
import { Fault } from "./fault.mjs";
import { atLeast, versionIn } from "./versions.mjs";

/** The first Node that loads ES modules with `require` unasked, as the test runner needs. */
const NODE = [20, 19];
/** The inference server's own minimum. */
const PYTHON = [3, 9];
/** The first Go that fetches the newer toolchain which the engine asks for by itself. */
const GO = [1, 21];

export function requireNode() {
  if (!atLeast(versionIn(process.version) ?? [], NODE)) {
    throw new Fault(
      `Node ${NODE.join(".")} or newer is needed, this is ${process.version}: see https://nodejs.org/download`,
    );
  }
}

/** Models are served by a Python process in a virtual environment; `PULUMI_AZUREML_PYTHON` names another than python3. */
export function requirePython() {
  const python = process.env.PULUMI_AZUREML_PYTHON || "python3";
  const text = answer(python, ["--version"]) ?? "";
  const found = versionIn(text);
  if (!found || !atLeast(found, PYTHON)) {
    throw new Fault(
      `Python ${PYTHON.join(".")} or newer is needed as ${python}, ${text ? `this is ${text}` : "none was found"}: ` +
        install("python3 python3-venv", "python"),
    );
  }
  if (answer(python, ["-c", "import venv, ensurepip"]) === undefined) {
    throw new Fault(`${text} can't make virtual environments: ${install("python3-venv", "python")}`);
  }
}

/** @param {string} why no other way to an engine is left */
export function requireGo(why) {
  const found = versionIn(answer("go", ["version"]) ?? "");
  if (!found || !atLeast(found, GO)) {
    throw new Fault(
      `${why}. A build from source needs Go ${GO.join(".")} or newer, ${found ? `this is ${found.join(".")}` : "none was found"}. ` +
        "Install one of the two:\n" +
        "  Pulumi: https://www.pulumi.com/docs/iac/download-install/\n" +
        "  Go:     https://go.dev/dl/",
    );
  }
}

/**
 * @param {string} debian packages
 * @param {string} brew formula
 */
function install(debian, brew) {
  return process.platform === "darwin"
    ? `brew install ${brew}`
    : `apt-get install ${debian} (or your system's equivalent)`;
}
