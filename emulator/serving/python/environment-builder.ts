import { END_WITH_PARENT } from "./parent-watch";

/**
 * Python source of the process that builds one virtual environment: `python -I -c … <folder> <requirements as JSON>`.
 * Two builders of one folder take turns by a lock of the kernel, which no crash leaves behind; the stamp is written last,
 * so a folder without it is half built and made anew. Built in place, since a virtual environment can't be moved.
 */
export const ENVIRONMENT_BUILDER = `
import fcntl, json, os, shutil, signal, subprocess, sys, threading
${END_WITH_PARENT}
def built(folder):
    return os.path.exists(os.path.join(folder, "built.json")) and os.path.exists(os.path.join(folder, "bin", "python"))

def build(folder, requirements):
    shutil.rmtree(folder, ignore_errors=True)
    run(sys.executable, "-I", "-m", "venv", folder)
    listed = os.path.join(folder, "requirements.txt")
    with open(listed, "w") as file:
        file.write("\\n".join(requirements) + "\\n")
    if requirements:
        python = os.path.join(folder, "bin", "python")
        run(python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off", "-r", listed)
    with open(os.path.join(folder, "built.json.new"), "w") as file:
        json.dump({"python": sys.version.split()[0], "requirements": requirements}, file, indent=2)
    os.rename(os.path.join(folder, "built.json.new"), os.path.join(folder, "built.json"))

def run(*command):
    code = subprocess.run(command, stdin=subprocess.DEVNULL).returncode
    if code:
        sys.exit(code)

def lock(path):
    file = open(path, "w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        print("Waiting for another process that builds the same environment", flush=True)
        fcntl.flock(file, fcntl.LOCK_EX)
    return file

end_with_parent()
folder, requirements = sys.argv[1], json.loads(sys.argv[2])
held = lock(folder + ".lock")
if not built(folder):
    build(folder, requirements)
`;
