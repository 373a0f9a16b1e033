import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { END_WITH_PARENT } from "../../serving/python/parent-watch";

/**
 * Python source of a worker: `python driver.py <scoring script> <code folder> <logging level>`. Calls the script's
 * `init()`, then `run()` for each line that comes on file descriptor 3, then `shutdown()` if there is one; answers on 4,
 * so that stdout and stderr are the script's alone. Rows go to a file that the parent names: a mini batch may return more
 * than a line should hold.
 *
 * Source of the form of the rows: Microsoft Docs, "Author scoring scripts for batch deployments" (column names are left
 * out) and "Image processing with batch deployments" (`read_csv(…, header=None, sep=" ")`); of `shutdown()`: "Use parallel
 * jobs in pipelines". Files are named as Python names them, bytes that are not UTF-8 as lone surrogates, and are written
 * as the same bytes.
 */
const DRIVER = `"""Runs a batch scoring script for a parent process: init() once, run() for each mini batch."""
import importlib.util, json, os, signal, sys, threading, traceback

WRONG_TYPE = (
    "The run() method in the entry script should return a list or a pandas DataFrame. The length of returned result is "
    "considered as succeeded number of items. The actual type of output is {}."
)
${END_WITH_PARENT}

def load(script, folder):
    sys.path[0:1] = dict.fromkeys([os.path.dirname(script), folder])
    name = os.path.splitext(os.path.basename(script))[0]
    spec = importlib.util.spec_from_file_location(name, script)
    if spec is None:
        raise ImportError(f"The scoring script {script} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def is_table(result):
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(result, pandas.DataFrame)


def write(result, part):
    with open(part, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        if is_table(result):
            result.to_csv(file, sep=" ", header=False, index=False)
        else:
            file.writelines(f"{element}\\n" for element in result)
    return os.path.getsize(part)


def score(module, files, part):
    result = module.run(files)
    if not isinstance(result, list) and not is_table(result):
        raise TypeError(WRONG_TYPE.format(type(result).__name__))
    return {"returned": len(result), "bytes": 0 if part is None else write(result, part)}


def attempt(action, *values):
    try:
        return action(*values)
    except BaseException as error:
        traceback.print_exc(file=sys.__stderr__)
        return {"raised": "".join(traceback.format_exception_only(type(error), error)).strip()}


def start(script, folder):
    module = load(script, folder)
    module.init()
    return {"ready": module}


def serve(script, folder, level):
    commands, reports = os.fdopen(3, encoding="utf-8"), os.fdopen(4, "wb")

    def report(answer):
        reports.write(json.dumps(answer).encode() + b"\\n")
        reports.flush()

    sys.argv = [script, "--logging_level", level]
    started = attempt(start, script, folder)
    if "raised" in started:
        report(started)
        sys.exit(1)
    report({"ready": True})
    for line in commands:
        mini_batch = json.loads(line)
        report(attempt(score, started["ready"], mini_batch["files"], mini_batch["part"]))
    attempt(getattr(started["ready"], "shutdown", lambda: None))


end_with_parent()
for pipe in (3, 4):
    os.set_inheritable(pipe, False)
serve(*sys.argv[1:])
`;

/** Writes the driver into `folder` and returns its path. */
export function writeDriver(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "driver.py");
  writeFileSync(file, DRIVER);
  return file;
}
