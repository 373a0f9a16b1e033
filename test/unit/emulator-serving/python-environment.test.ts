import { strict as assert } from "node:assert";
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
import { delimiter, dirname, join } from "node:path";

import { DeploymentFailure } from "../../../emulator/serving/contract";
import { findInterpreter } from "../../../emulator/serving/python/interpreter";
import { preparePythonEnvironment } from "../../../emulator/serving/python-environment";

describe("preparing a Python environment", function () {
  this.timeout(120_000);
  let home: string;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), "python-home-"))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const prepare = async (condaFile: string): Promise<{ python: string; progress: string[] }> => {
    const progress: string[] = [];
    const { python } = await preparePythonEnvironment({ condaFile, home }, (line) => progress.push(line));
    return { python, progress };
  };
  const environments = (): string[] => readdirSync(join(home, "python")).filter((name) => !name.endsWith(".lock"));

  it("builds it once for each content, whoever asks and however the file is written", async () => {
    const [first, meanwhile] = await Promise.all([prepare("dependencies: [pip]"), prepare("dependencies: []")]);
    const later = await prepare("name: other\nchannels: [conda-forge]\n");
    assert.equal(first.python, meanwhile.python);
    assert.equal(first.python, later.python);
    assert.match(first.progress.join("\n"), /usually .* s\)[^]*ready after/);
    assert.deepEqual(later.progress, []);
    assert.equal(environments().length, 1);
    assert.ok(existsSync(first.python));
  });

  it("builds it again where the last attempt did not end", async () => {
    const { python } = await prepare("dependencies: [pip]");
    const folder = dirname(dirname(python));
    rmSync(join(folder, "built.json"));
    writeFileSync(join(folder, "rest"), "of the last attempt");
    await prepare("dependencies: [pip]");
    assert.equal(existsSync(join(folder, "rest")), false);
    assert.deepEqual(
      (JSON.parse(readFileSync(join(folder, "built.json"), "utf8")) as { requirements: [] }).requirements,
      [],
    );
  });

  it("fails with ImageBuildFailure and the words of pip, and is built anew the next time", async () => {
    for (let attempt = 0; attempt < 2; attempt++) {
      await assert.rejects(prepare("dependencies: [{pip: ['no such requirement']}]"), (error) => {
        assert.ok(error instanceof DeploymentFailure);
        assert.equal(error.code, "ImageBuildFailure");
        assert.match(error.message, /no such requirement/);
        return true;
      });
    }
  });
});

describe("finding a Python interpreter", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "interpreters-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A PATH of commands that answer as a Python of that version would. */
  const pathWith = (commands: Record<string, string>): NodeJS.ProcessEnv => {
    for (const [name, script] of Object.entries(commands)) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, name), 0o755);
    }
    return { PATH: folder };
  };
  const python = (version: string): string => `echo ${version}; echo /opt/${version}`;

  it("prefers the version that the conda file names, and takes python3 without it", async () => {
    const environment = pathWith({ "python3": python("3.12.1"), "python3.10": python("3.10.4") });
    assert.deepEqual(await findInterpreter("3.10", environment), { executable: "/opt/3.10.4", version: "3.10.4" });
    assert.equal((await findInterpreter("3.11", environment)).version, "3.12.1");
    assert.equal((await findInterpreter(undefined, environment)).version, "3.12.1");
  });

  it("takes a version that pyenv keeps but has not chosen, the newest patch of it", async () => {
    const environment = pathWith({ "python3": python("3.12.1"), "python3.10": "echo 'not chosen' >&2; exit 127" });
    for (const version of ["3.10.2", "3.10.13", "3.1.9", "3.10.14-debug", "3.9.4"]) {
      const bin = join(folder, "pyenv", "versions", version, "bin");
      mkdirSync(bin, { recursive: true });
      const command = `python${version.split(".").slice(0, 2).join(".")}`;
      writeFileSync(join(bin, command), `#!/bin/sh\n${python(version)}\n`, { mode: 0o755 });
    }
    assert.equal((await findInterpreter("3.10", environment)).version, "3.12.1");
    const withPyenv = { PATH: [join(folder, "pyenv", "shims"), folder].join(delimiter) };
    assert.equal((await findInterpreter("3.10", withPyenv)).version, "3.10.13");
    assert.equal((await findInterpreter("3.9", withPyenv)).version, "3.9.4");
    assert.equal((await findInterpreter("3.11", withPyenv)).version, "3.12.1");
  });

  it("refuses a Python that is older than what runs in it can do with", async () => {
    const environment = pathWith({ "python3": python("3.12.1"), "python3.8": python("3.8.18") });
    assert.equal((await findInterpreter("3.8", environment)).version, "3.12.1");
    assert.equal((await findInterpreter("3.8", environment, [3, 8])).version, "3.8.18");
  });

  it("takes the interpreter that PULUMI_AZUREML_PYTHON names and no other", async () => {
    const environment = pathWith({ python3: python("3.12.1"), mine: python("3.9.0") });
    const mine = { ...environment, PULUMI_AZUREML_PYTHON: join(folder, "mine") };
    assert.equal((await findInterpreter("3.12", mine)).version, "3.9.0");
    const gone = { ...environment, PULUMI_AZUREML_PYTHON: join(folder, "gone") };
    await assert.rejects(findInterpreter(undefined, gone), /gone: not found/);
  });

  it("says what is missing and what was tried", async () => {
    const environment = pathWith({
      python3: python("3.8.10"),
      python: "echo \"ModuleNotFoundError: No module named 'ensurepip'\" >&2; exit 1",
    });
    await assert.rejects(findInterpreter(undefined, environment), (error: Error) => {
      assert.match(error.message, /Python 3\.9 or newer .*python3-venv.*PULUMI_AZUREML_PYTHON/);
      assert.match(error.message, /python3: 3\.8\.10 is too old; python: ModuleNotFoundError/);
      return true;
    });
  });
});
