import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { load } from "./modules";

interface Download {
  archiveUrl(version: string): string;
  download(url: string, version: string, folder: string): Promise<boolean>;
}

describe("the vendor's download of the engine", () => {
  let engine: Download;
  let folder: string;
  let server: Server;
  let url: string;
  let respond: (path: string) => { status: number; body: Buffer | string };

  beforeEach(async () => {
    engine = await load<Download>("engine-download.mjs");
    folder = mkdtempSync(join(tmpdir(), "download-"));
    mkdirSync(join(folder, "new", "bin"), { recursive: true });
    server = createServer((request, response) => {
      const { status, body } = respond(request.url ?? "");
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    url = `http://127.0.0.1:${port}/pulumi.tar.gz`;
  });
  afterEach(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A release as the vendor packs it: one folder of executables. */
  function release(version: string): Buffer {
    mkdirSync(join(folder, "pulumi"));
    const executable = join(folder, "pulumi", "pulumi");
    writeFileSync(executable, `#!/bin/sh\necho v${version}\n`);
    chmodSync(executable, 0o755);
    spawnSync("tar", ["-czf", "release.tar.gz", "pulumi"], { cwd: folder });
    return readFileSync(join(folder, "release.tar.gz"));
  }

  it("names the release of a version for this machine", () => {
    assert.match(
      engine.archiveUrl("3.1.2"),
      /^https:\/\/[^/]+\/releases\/sdk\/pulumi-v3\.1\.2-[a-z]+-[a-z0-9]+\.tar\.gz$/,
    );
  });

  it("unpacks the release", async () => {
    const body = release("3.1.2");
    respond = () => ({ status: 200, body });
    assert.equal(await engine.download(url, "3.1.2", join(folder, "new")), true);
    assert.ok(existsSync(join(folder, "new", "bin", "pulumi")));
  });

  it("refuses an engine that is not the version asked for", async () => {
    const body = release("3.0.0");
    respond = () => ({ status: 200, body });
    assert.equal(await engine.download(url, "3.1.2", join(folder, "new")), false);
  });

  it("refuses what is no archive", async () => {
    respond = () => ({ status: 200, body: "<html>please log in</html>" });
    assert.equal(await engine.download(url, "3.1.2", join(folder, "new")), false);
  });

  it("goes on without it if there is no such release", async () => {
    respond = () => ({ status: 404, body: "" });
    assert.equal(await engine.download(url, "3.1.2", join(folder, "new")), false);
  });

  it("goes on without it if the site is out of reach", async () => {
    server.close();
    assert.equal(await engine.download(url, "3.1.2", join(folder, "new")), false);
  });
});
