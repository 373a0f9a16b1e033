import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { mkdir, mkdtemp, readFile, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execEnvironment } from "../../../emulator/exec";
import type { EmulatorStatus } from "../../../emulator/status";

describe("emulator exec, the environment of a command", () => {
  let folder: string;
  let server: Server;
  let status: EmulatorStatus;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "azureml-exec-"));
    server = createServer((_, response) => response.end(JSON.stringify({ tenantId: "tenant" }))).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const caFile = join(folder, "ca.pem");
    await writeFile(caFile, "the local authority\n");
    const elsewhere = {
      scoringUrl: "http://127.0.0.1:1",
      blobUrl: "http://127.0.0.1:2",
      requestLog: null,
      pid: 1,
      tokenLifetime: 3600,
    };
    status = {
      ...elsewhere,
      ...{ tlsUrl: "https://127.0.0.1:3", caFile },
      armUrl: `http://127.0.0.1:${port}`,
      subscriptionId: "sub",
      resourceGroup: "rg",
      workspace: "main",
    };
  });

  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });

  const environment = (env: NodeJS.ProcessEnv = {}, more: { backendUrl?: string } = {}) =>
    execEnvironment(status, {
      folder: join(folder, "state"),
      cwd: process.cwd(),
      env: { HOME: folder, PATH: "", ...env },
      ...more,
    });

  it("points Pulumi and Azure clients at the local Azure ML", async () => {
    const env = await environment();
    assert.equal(env["PULUMI_AZUREML_ARM_URL"], status.armUrl);
    assert.equal(env["ARM_SUBSCRIPTION_ID"], "sub");
    assert.equal(env["ARM_TENANT_ID"], "tenant");
    assert.equal(env["AZUREML_RESOURCE_GROUP"], "rg");
    assert.equal(env["AZUREML_WORKSPACE_NAME"], "main");
    assert.equal(env["PULUMI_BACKEND_URL"], `file://${join(folder, "state", "stacks")}`);
    assert.equal(env["PULUMI_HOME"], join(folder, "state", "pulumi-home"));
    assert.equal(env["PULUMI_CONFIG_PASSPHRASE"], "");
    assert.match(env["NO_PROXY"] ?? "", /127\.0\.0\.1/);
  });

  it("lets clients trust the local authority beside all that they trusted before", async () => {
    const mine = join(folder, "mine.pem");
    await writeFile(mine, "an authority of the user's\n");
    const env = await environment({ NODE_EXTRA_CA_CERTS: mine, SSL_CERT_FILE: join(folder, "gone.pem") });
    for (const name of ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"]) {
      const bundle = await readFile(env[name] ?? "", "utf8");
      assert.match(bundle, /^-----BEGIN CERTIFICATE-----$/m);
      assert.match(bundle, /an authority of the user's\nthe local authority\n$/);
    }
  });

  it("signs Microsoft's SDKs in to the local cloud", async () => {
    const env = await environment();
    assert.equal(env["ARM_CLOUD_METADATA_URL"], `${status.tlsUrl}/metadata/endpoints?api-version=2019-05-01`);
    assert.equal(env["IDENTITY_ENDPOINT"], `${status.armUrl}/_local/identity/token`);
    assert.equal(env["IDENTITY_HEADER"], "local");
  });

  const credentials = [
    "ARM_CLIENT_ID",
    "ARM_CLIENT_SECRET",
    "ARM_OIDC_TOKEN",
    "ARM_USE_MSI",
    "AZURE_CLIENT_SECRET",
    "AZURE_FEDERATED_TOKEN_FILE",
    "IDENTITY_ENDPOINT",
    "MSI_SECRET",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "SYSTEM_ACCESSTOKEN",
    "PULUMI_ACCESS_TOKEN",
  ];
  it("holds no credential and no login", async () => {
    const env = await environment(Object.fromEntries(credentials.map((name) => [name, "real"])));
    assert.deepEqual(
      Object.entries(env).filter(([, value]) => value === "real"),
      [],
    );
    assert.equal(env["AZURE_CONFIG_DIR"], join(folder, "state", "azure-config"));
  });

  it("keeps the user's other variables, passphrase and chosen backend", async () => {
    const given = { EDITOR: "ed", PULUMI_CONFIG_PASSPHRASE: "mine", NO_PROXY: "intranet" };
    const env = await environment(given, { backendUrl: "file://elsewhere" });
    assert.equal(env["EDITOR"], "ed");
    assert.equal(env["PULUMI_CONFIG_PASSPHRASE"], "mine");
    assert.equal(env["PULUMI_BACKEND_URL"], "file://elsewhere");
    assert.equal(env["NO_PROXY"], "intranet,127.0.0.1,localhost");
  });

  it("links the user's plugins, never the real azure-native, and leaves the user's home as it was", async () => {
    const plugins = join(folder, ".pulumi", "plugins");
    await mkdir(join(plugins, "resource-random-v4.0.0"), { recursive: true });
    for (const version of ["3.27.0", "3.28.0"]) {
      await mkdir(join(plugins, `resource-azure-native-v${version}`));
    }
    await writeFile(join(plugins, "resource-random-v4.0.0.lock"), "");

    const linked = join((await environment())["PULUMI_HOME"] ?? "", "plugins");
    assert.equal(await readlink(join(linked, "resource-random-v4.0.0")), join(plugins, "resource-random-v4.0.0"));
    assert.deepEqual((await readdir(linked)).sort(), ["resource-azure-native-v3.28.0", "resource-random-v4.0.0"]);
    assert.deepEqual(await readdir(join(linked, "resource-azure-native-v3.28.0")), ["pulumi-resource-azure-native"]);
    assert.deepEqual(await readdir(join(plugins, "resource-azure-native-v3.28.0")), []);

    await rm(join(plugins, "resource-random-v4.0.0"), { recursive: true });
    await environment();
    assert.deepEqual(
      await readdir(linked),
      ["resource-azure-native-v3.28.0"],
      "a plugin that the user removed is gone",
    );
  });

  it("finds the newest engine that was set up, where there is none on the PATH", async () => {
    const bin = (version: string) => join(folder, ".pulumi-azureml", "engine", version, "bin");
    for (const version of ["3.9.0", "3.100.0"]) {
      await mkdir(bin(version), { recursive: true });
      await writeFile(join(bin(version), "pulumi"), "", { mode: 0o755 });
    }
    const home = { PULUMI_AZUREML_HOME: join(folder, ".pulumi-azureml") };
    assert.equal((await environment(home))["PATH"], bin("3.100.0"));
    assert.equal((await environment({ ...home, PATH: bin("3.9.0") }))["PATH"], bin("3.9.0"));
  });

  it("says how to start the local Azure ML where none answers", async () => {
    status = { ...status, armUrl: "http://127.0.0.1:1" };
    await assert.rejects(environment(), /does not answer at http:\/\/127\.0\.0\.1:1; start it with/);
  });

  it("has a plugin that prints its port and ends when its parent has closed its input", async () => {
    const env = await environment({ PATH: process.env["PATH"] });
    const program = join(
      env["PULUMI_HOME"] ?? "",
      "plugins",
      "resource-azure-native-v3.28.0",
      "pulumi-resource-azure-native",
    );
    const plugin = spawn(program, ["127.0.0.1:1"], { cwd: folder, env, stdio: ["pipe", "pipe", "inherit"] });
    const [port] = await once(plugin.stdout, "data");
    assert.match(String(port), /^\d+\n$/);
    plugin.stdin.end();
    assert.deepEqual(await once(plugin, "exit"), [0, null]);
  });
});
