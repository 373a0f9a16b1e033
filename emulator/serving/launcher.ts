import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { WRITE_MODEL_DATA } from "../collection/model-data-writer";
import { END_WITH_PARENT } from "./python/parent-watch";

/**
 * Python source that runs the unmodified `azmlinfsrv` inside a process of the emulator: `python launcher.py [script]`.
 * The server binds 0.0.0.0:5001; here every wildcard address becomes loopback and the server's two ports any free one,
 * which is told on file descriptor 3 as `{"port": …}` once connections are accepted. gunicorn's control socket is off: it
 * has one path for all servers of a user, in the home folder. Where the older data collector is on, its package writes to
 * the instance's sidecar.
 */
const LAUNCHER = `"""Runs azmlinfsrv unchanged: on loopback only, on a free port, and no longer than its parent lives."""
import json, os, signal, socket, sys, threading, time

SCORING_PORT, HEALTH_PORT = 5001, 5000
LOOPBACK = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}
${END_WITH_PARENT}
${WRITE_MODEL_DATA}

def listen_on_loopback():
    bind, listen = socket.socket.bind, socket.socket.listen
    scoring = []

    def bind_loopback(self, address):
        if isinstance(address, tuple) and address[0] in LOOPBACK:
            port = 0 if address[1] in (SCORING_PORT, HEALTH_PORT) else address[1]
            if address[1] == SCORING_PORT and not scoring:
                scoring.append(self)
            address = (LOOPBACK[address[0]], port, *address[2:])
        bind(self, address)

    def listen_and_report(self, *backlog):
        listen(self, *backlog)
        if self in scoring:
            os.write(3, json.dumps({"port": self.getsockname()[1]}).encode() + b"\\n")
            os.close(3)

    socket.socket.bind, socket.socket.listen = bind_loopback, listen_and_report


def without_control_socket():
    from gunicorn import config

    if hasattr(config, "ControlSocketDisable"):
        config.ControlSocketDisable.default = True


def serve(script):
    sys.path.pop(0)
    sys.argv = ["azmlinfsrv", *(["--entry_script", script] if script else [])]
    try:
        from azureml_inference_server_http.amlserver import run
    except ModuleNotFoundError as error:
        if error.name != "azureml_inference_server_http":
            raise
        sys.exit(
            "The container has no inference server: list azureml-inference-server-http in the conda file, "
            "or use a base image for inference"
        )
    without_control_socket()
    run()


end_with_parent()
os.set_inheritable(3, False)
listen_on_loopback()
write_model_data()
serve(sys.argv[1] if len(sys.argv) > 1 else None)
`;

/** Writes the launcher into `folder` and returns its path. */
export function writeLauncher(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "launcher.py");
  writeFileSync(file, LAUNCHER);
  return file;
}
