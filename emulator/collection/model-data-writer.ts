/**
 * Python source: gives `azureml-monitoring` something that writes. Its own writer is a native library that links OpenSSL
 * 1.0 and libxml++ 2.6, which no image of today has. Everything above that library is the package's own: here its calls go
 * to the sidecar, which writes what the library would have written.
 */
export const WRITE_MODEL_DATA = `
def native_stand_in(port):
    import queue, types, urllib.request, uuid

    handles, records, workers = {}, queue.Queue(), []

    def send():
        while True:
            row = records.get()
            try:
                body = json.dumps(row).encode()
                urllib.request.urlopen(f"http://127.0.0.1:{port}/modeldata/rows", data=body, timeout=30).close()
            except Exception as error:
                print(f"mdc.worker | ERROR | send payload {row['designation']}@{row['id']} failed - {error}")
            finally:
                records.task_done()

    def opened(service, model, version, designation, **more):
        if not workers:
            workers.append(threading.Thread(target=send, name="model-data", daemon=True))
            workers[0].start()
        handle = len(handles)
        handles[handle] = dict(service=service, model=model, version=version, designation=designation, head="", **more)
        return handle

    def init(workspace, wid, service, sid, model, version, mid, compute, kind, location, designation, path, file):
        return opened(service, model, version, designation)

    def for_correlation(workspace, service, model, version, designation, path, file, tm, boundary):
        day = f"{tm.tm_year + 1900:04}-{tm.tm_mon + 1:02}-{tm.tm_mday:02}"
        return opened(service, model, version, designation, day=day)

    def write_header(handle, buffer, length):
        handles[handle]["head"] = buffer[:length].decode()

    def write(handle, buffer, length):
        records.put(dict(handles[handle], id=str(uuid.uuid4()), text=buffer[:length].decode()))
        return handle

    def flush():
        deadline = time.monotonic() + 2
        while records.unfinished_tasks and time.monotonic() < deadline:
            time.sleep(0.01)

    def enabled():
        return os.environ.get("AML_MODEL_DC_STORAGE_ENABLED", "").lower() == "true"

    # Each is a function of its own: the package declares types on them.
    return types.SimpleNamespace(
        Init=lambda *given: init(*given), InitW=init,
        HandleForCorrelation=lambda *given: for_correlation(*given), HandleForCorrelationW=for_correlation,
        WriteHeader=write_header, WriteBinary=write, WriteBinaryBasic=lambda *given: write(*given),
        Shutdown=lambda handle: None, ShutdownAll=flush, IsDataCollectionEnabled=enabled,
        GetEventFlushIntervalTime=lambda handle: 0, GetEventMaxQueueSize=lambda handle: 0,
        GetEventRetryTime=lambda handle: 0,
    )


def write_model_data():
    port = os.environ.get("LOCAL_MODEL_DC_PORT")
    if not port:
        return
    import importlib.abc, importlib.machinery

    def replace(collector):
        load = collector._load_config_map_and_env_settings

        def load_local(self):
            with open(os.environ["LOCAL_MODEL_DC_CONFIG_MAP"]) as config_map:
                self.model_config_map = json.load(config_map)
            load(self)

        collector._load_config_map_and_env_settings = load_local
        collector._lib = native_stand_in(port)

    def report_nothing():
        # The package tells its maker of each use, with the workspace's id.
        try:
            import azureml.telemetry
        except ImportError:
            return
        azureml.telemetry.HBI_MODE = True

    class Finder(importlib.abc.MetaPathFinder):
        def find_spec(self, name, path, target=None):
            if name != "azureml.monitoring.modeldatacollector":
                return None
            spec = importlib.machinery.PathFinder.find_spec(name, path)
            execute = spec.loader.exec_module if spec and spec.loader else None

            def exec_module(module):
                report_nothing()
                execute(module)
                replace(module.ModelDataCollector)

            if execute:
                spec.loader.exec_module = exec_module
            return spec

    sys.meta_path.insert(0, Finder())
`;
