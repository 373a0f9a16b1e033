import * as assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { load } from "./modules";

interface PythonSdk {
  pythonOfSdk(): string;
  installPythonSdk(): Promise<void>;
}

const names = ["PULUMI_AZUREML_HOME", "PULUMI_AZUREML_PYTHON"] as const;

describe("Microsoft's Python SDK", () => {
  let setup: PythonSdk;
  let folder: string;
  const before = names.map((name) => [name, process.env[name]] as const);

  beforeEach(async () => {
    setup = await load<PythonSdk>("python-sdk.mjs");
    folder = mkdtempSync(join(tmpdir(), "python-sdk-"));
    process.env["PULUMI_AZUREML_HOME"] = folder;
    process.env["PULUMI_AZUREML_PYTHON"] = join(folder, "python3");
    pythonThat("exit 0");
  });
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** A Python that makes virtual environments with itself in them, writes down what it is asked, and ends pip so. */
  function pythonThat(pip: string): void {
    const lines = [
      "#!/bin/sh",
      `echo "$2" >> "${join(folder, "asked")}"`,
      'case "$2" in',
      `  venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python";;`,
      `  pip) echo "pip speaks"; ${pip};;`,
      "esac",
    ];
    writeFileSync(join(folder, "python3"), lines.join("\n"));
    chmodSync(join(folder, "python3"), 0o755);
  }
  const asked = (): string[] => readFileSync(join(folder, "asked"), "utf8").trim().split("\n");

  it("is installed into a virtual environment, and that once", async () => {
    await setup.installPythonSdk();
    await setup.installPythonSdk();
    assert.deepEqual(asked(), ["venv", "pip"]);
    assert.ok(existsSync(setup.pythonOfSdk()));
    assert.match(setup.pythonOfSdk(), /python-sdk\/[0-9a-f]{16}\/bin\/python$/);
  });

  it("is installed anew where an earlier installation was interrupted", async () => {
    const partial = `${dirname(dirname(setup.pythonOfSdk()))}.partial`;
    mkdirSync(join(partial, "lib"), { recursive: true });
    await setup.installPythonSdk();
    assert.deepEqual(readdirSync(dirname(dirname(setup.pythonOfSdk()))), ["bin"]);
    assert.equal(existsSync(partial), false);
  });

  it("that can't be installed is one fault with what pip says and a way out, and nothing counts as installed", async () => {
    pythonThat("exit 1");
    await assert.rejects(setup.installPythonSdk(), (error: Error) => {
      assert.equal(error.constructor.name, "Fault");
      assert.match(error.message, /python-sdk: failed with exit code 1[^]*pip speaks[^]*PIP_INDEX_URL/);
      return true;
    });
    assert.equal(existsSync(setup.pythonOfSdk()), false);
    pythonThat("exit 0");
    await setup.installPythonSdk();
    assert.ok(existsSync(setup.pythonOfSdk()));
  });
});
