import assert from "node:assert/strict";
import { X509Certificate, createPrivateKey } from "node:crypto";
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { request, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { certificatesIn } from "../../../emulator/tls/certificates";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";

interface TlsAnswer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
}

describe("the local Azure ML over TLS", () => {
  let local: LocalAzureMl;
  let ca: string;
  before(async () => {
    local = await LocalAzureMl.start();
    ca = await readFile(local.status.caFile, "utf8");
  });
  after(() => local.stop());

  const get = (path: string, options: RequestOptions = {}): Promise<TlsAnswer> =>
    new Promise((resolve, reject) => {
      const url = new URL(path, local.status.tlsUrl);
      const headers = { authorization: "Bearer any", ...options.headers };
      request(url, { ca, agent: false, ...options, headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece: string) => (text += piece));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      })
        .on("error", reject)
        .end();
    });

  it("is trusted by who trusts its authority, by number and by name", async () => {
    const { hostname, port } = new URL(local.status.tlsUrl);
    assert.equal(hostname, "127.0.0.1");
    for (const servername of ["localhost", "anything.blob.localhost"]) {
      const path = `https://127.0.0.1:${port}${local.workspace}?api-version=1`;
      assert.equal((await get(path, { servername })).status, 200);
    }
    assert.equal((await get(`${local.workspace}?api-version=1`)).status, 200);
  });

  it("is refused by who does not, and under another name", async () => {
    await assert.rejects(get("/", { ca: [] }), /self-signed certificate|unable to (get|verify)/);
    await assert.rejects(get("/", { servername: "example.org" }), /altnames/);
  });

  it("gives links with its own scheme and host, which clients follow with their token", async () => {
    const { text } = await get(`${local.workspace}?api-version=1`);
    assert.equal(JSON.parse(text).properties.discoveryUrl, `${local.status.tlsUrl}/discovery`);
    const page = await get(`${local.workspace}/datastores?api-version=1&count=1`);
    assert.ok(JSON.parse(page.text).nextLink.startsWith(`${local.status.tlsUrl}/`));
  });

  it("describes the cloud as Microsoft's clients read it", async () => {
    const { origin, host } = new URL(local.status.tlsUrl);
    const [cloud, ...others] = JSON.parse((await get("/metadata/endpoints?api-version=2019-05-01")).text);
    assert.deepEqual(others, []);
    assert.equal(cloud.resourceManager, `${origin}/`);
    assert.equal(cloud.suffixes.storage, `@${host}/_local/blobs`);
  });

  it("answers what is no HTTP with the envelope", async () => {
    const socket = connect({ host: "127.0.0.1", port: Number(new URL(local.status.tlsUrl).port), ca });
    let text = "";
    socket.setEncoding("utf8").on("data", (piece: string) => (text += piece));
    socket.write("NONSENSE\r\n\r\n");
    await new Promise((ended) => socket.once("end", ended));
    assert.match(text, /^HTTP\/1\.1 400 Bad Request\r\n/);
    assert.equal(JSON.parse(text.slice(text.indexOf("{"))).error.code, "BadRequest");
  });

  it("says in plain words that the blob store does not answer", async () => {
    const { body } = await local.get(`${local.workspace}/datastores/workspaceblobstore`);
    const { accountName, containerName } = body.properties; // the fake blob store's port serves nothing
    for (const path of [`/${accountName}/${containerName}/a`, `/_local/blobs/${containerName}/a`]) {
      const answer = await get(path);
      assert.deepEqual([answer.status, answer.headers["x-ms-error-code"]], [503, "ServerBusy"]);
    }
    assert.equal((await get("/nobodysaccount/container/a?api-version=1")).status, 404);
  });
});

describe("the certificates of a local Azure ML", () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "azureml-tls-"))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("are made once, for loopback only, and the authority's key is kept nowhere", async () => {
    const first = await certificatesIn(folder);
    assert.deepEqual(await certificatesIn(folder), first);
    assert.deepEqual(await readdir(folder), ["tls"]);
    assert.deepEqual((await readdir(join(folder, "tls"))).sort(), ["ca.pem", "server.key", "server.pem"]);

    const certificate = new X509Certificate(first.cert);
    assert.equal(
      certificate.subjectAltName,
      "IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:localhost, DNS:*.blob.localhost",
    );
    const authority = new X509Certificate(await readFile(first.caFile));
    assert.deepEqual([authority.ca, certificate.ca], [true, false]);
    assert.equal(authority.checkPrivateKey(createPrivateKey(first.key)), false);
    assert.equal((await stat(join(folder, "tls", "server.key"))).mode & 0o077, 0);
  });

  it("are made anew where they are not whole", async () => {
    const first = await certificatesIn(folder);
    await writeFile(join(folder, "tls", "server.pem"), first.cert.slice(0, 200));
    const second = await certificatesIn(folder);
    assert.notEqual(second.cert, first.cert);
    assert.deepEqual(await certificatesIn(folder), second);
  });
});
