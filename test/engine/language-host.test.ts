import * as assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { skip } from "../skip";

const ROOT = resolve(__dirname, "../..");

interface Installer {
  installLanguageHost(folder: string, options: { onlyRefresh: boolean }): void;
}

/** A program with what a lesser language host gets wrong: hooks, also in preview, transforms, and a dynamic resource. */
const PROGRAM = `
import * as net from "node:net";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

class Thing extends pulumi.dynamic.Resource {
  constructor(name: string, size: string, opts: pulumi.CustomResourceOptions) {
    const hold = config.get("hold");
    super({
      async create(inputs: Record<string, unknown>) {
        if (hold) await new Promise((resolve) => require("node:net").connect(Number(hold), "127.0.0.1").on("close", resolve));
        return { id: "1", outs: inputs };
      },
    }, name, { size, colour: undefined }, opts);
  }
}

const guard = new pulumi.ResourceHook("guard", (args) => {
  if (args.newInputs?.["size"] === "huge") throw new Error("huge is not allowed");
}, { onDryRun: true });

pulumi.runtime.registerResourceTransform((args) =>
  args.type.endsWith("Resource") ? { props: { ...args.props, colour: "green" }, opts: args.opts } : undefined);

if (config.get("fault")) throw new pulumi.RunError("there is a fault");

// A connection that the test sees end with the process.
const watched = config.get("watched");
if (watched) net.connect(Number(watched), "127.0.0.1").unref();

const thing = new Thing("thing", config.require("size"), { hooks: { beforeCreate: [guard] } });
export const colour = (thing as unknown as { colour: pulumi.Output<string> }).colour;
export const password = config.getSecret("password");
`;

describe("the language host", function () {
  this.timeout(300_000);

  let folder: string;
  let env: NodeJS.ProcessEnv;

  before(async function () {
    const engine = findEngine();
    if (!engine) return skip(this, "no pulumi is on the PATH or in the cache: npm test installs one");

    folder = mkdtempSync(join(tmpdir(), "language-host-"));
    mkdirSync(join(folder, "engine", "bin"), { recursive: true });
    symlinkSync(engine, join(folder, "engine", "bin", "pulumi"));
    const installer: Installer = await import(pathToFileURL(join(ROOT, "setup/install-language-host.mjs")).href);
    installer.installLanguageHost(join(folder, "engine"), { onlyRefresh: false });

    mkdirSync(join(folder, "state"));
    env = {
      ...process.env,
      PATH: [join(folder, "engine", "bin"), process.env["PATH"]].join(delimiter),
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    };

    project("program", { "Pulumi.yaml": "name: program\nruntime: nodejs\n", "index.ts": PROGRAM });
    pulumi("program", "stack", "init", "dev");
    pulumi("program", "config", "set", "--secret", "password", "hush");
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  function project(name: string, files: Record<string, string>): void {
    mkdirSync(join(folder, name));
    symlinkSync(join(ROOT, "node_modules"), join(folder, name, "node_modules"));
    const own = { "package.json": `{ "name": "${name}", "main": "index.ts" }`, "tsconfig.json": TSCONFIG, ...files };
    for (const [file, content] of Object.entries(own)) writeFileSync(join(folder, name, file), content);
  }

  function pulumi(name: string, ...args: string[]): SpawnSyncReturns<string> {
    return spawnSync("pulumi", [...args, "--non-interactive"], { cwd: join(folder, name), env, encoding: "utf8" });
  }

  it("previews, creates and destroys, with configuration, secrets and transforms", () => {
    const up = pulumi("program", "up", "--yes", "--config", "size=small");
    assert.equal(up.status, 0, up.stdout + up.stderr);
    const outputs = pulumi("program", "stack", "output", "--json", "--show-secrets");
    assert.deepEqual(JSON.parse(outputs.stdout), { colour: "green", password: "hush" });
    const destroy = pulumi("program", "destroy", "--yes");
    assert.equal(destroy.status, 0, destroy.stdout + destroy.stderr);
  });

  it("runs hooks in preview, and their error stops it", () => {
    const preview = pulumi("program", "preview", "--config", "size=huge");
    assert.notEqual(preview.status, 0);
    assert.match(preview.stdout + preview.stderr, /huge is not allowed/);
  });

  it("shows a fault of the program once, in the program's words", () => {
    const preview = pulumi("program", "preview", "--config", "size=small", "--config", "fault=true");
    // The engine keeps what `--config` says.
    pulumi("program", "config", "rm", "fault");
    assert.notEqual(preview.status, 0);
    assert.match(preview.stdout + preview.stderr, /error: there is a fault/);
    assert.doesNotMatch(preview.stdout + preview.stderr, /exited with non-zero exit code/);
  });

  it("reads the schema of a folder of components", () => {
    project("components", {
      "PulumiPlugin.yaml": "runtime: nodejs\n",
      "index.ts": `
        import * as pulumi from "@pulumi/pulumi";
        export interface BoxArgs { /** In metres. */ width: pulumi.Input<number> }
        export class Box extends pulumi.ComponentResource {
          constructor(name: string, args: BoxArgs, opts?: pulumi.ComponentResourceOptions) {
            super("components:index:Box", name, args, opts);
          }
        }`,
    });
    const schema = pulumi("program", "package", "get-schema", join(folder, "components"));
    assert.equal(schema.status, 0, schema.stderr);
    assert.deepEqual(Object.keys(JSON.parse(schema.stdout).resources), ["components:index:Box"]);
  });

  it("ends program and dynamic provider when the engine is killed", async () => {
    const lines = await lifelines();
    const up = spawn(
      "pulumi",
      ["up", "--yes", "--skip-preview", "--non-interactive", "--config", "size=small"].concat(
        ...[`hold=${lines.port}`, `watched=${lines.port}`].map((setting) => ["--config", setting]),
      ),
      { cwd: join(folder, "program"), env, stdio: "ignore" },
    );
    // One connection is the program's, one the dynamic provider's, which waits in its create.
    await lines.open(2, up);
    up.kill("SIGKILL");
    await lines.closed();
  });
});

const TSCONFIG = JSON.stringify({
  compilerOptions: { target: "es2022", module: "node16", moduleResolution: "node16", strict: true, skipLibCheck: true },
});

/** The engine on the PATH, else the newest that set-up has cached. */
function findEngine(): string | undefined {
  const cache = join(process.env["PULUMI_AZUREML_HOME"] || join(homedir(), ".pulumi-azureml"), "engine");
  const cached = existsSync(cache) ? readdirSync(cache).map((version) => join(cache, version, "bin")) : [];
  return [...(process.env["PATH"] ?? "").split(delimiter), ...cached]
    .map((bin) => join(bin, "pulumi"))
    .find((file) => existsSync(file));
}

/** Connections that processes hold open as long as they live. */
async function lifelines(): Promise<{
  port: number;
  open(count: number, or: ChildProcess): Promise<void>;
  closed(): Promise<void>;
}> {
  const closings: Promise<unknown>[] = [];
  const server = createServer((socket) => {
    // A killed process may also reset its connection.
    socket.on("error", () => {});
    closings.push(once(socket, "close"));
    server.emit("line");
    socket.resume();
  });
  await once(server.listen(0, "127.0.0.1").unref(), "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  return {
    port: address.port,
    async open(count, or) {
      const ended = once(or, "exit").then(() => assert.fail("the engine ended by itself"));
      while (closings.length < count) await Promise.race([once(server, "line"), ended]);
    },
    async closed() {
      await Promise.all(closings);
      server.close();
    },
  };
}
