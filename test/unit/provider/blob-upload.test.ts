import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BlobUploadInputs, BlobUploadOutputs } from "../../../arm/blob-upload";
import { contentListing } from "../../../arm/content-listing";
import { ArmError } from "../../../azure/arm-error";
import { checkUpload, createUpload, diffUpload, type OpenStore, readUpload } from "../../../provider/blob-upload";
import { WORKSPACE } from "../azure/fake-arm";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("blob upload", () => {
  let folder: string;
  let inputs: BlobUploadInputs;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "upload-"));
    writeFileSync(join(folder, "score.py"), "code");
    const files = { "score.py": sha256("code") };
    const digest = sha256(contentListing(files));
    inputs = { workspaceId: WORKSPACE, name: "src", path: folder, kind: "folder", digest, files };
  });
  after(() => rmSync(folder, { recursive: true }));
  const reasons = (members: Record<string, unknown>) =>
    checkUpload({ ...inputs, ...members }).failures.map(({ reason }) => reason);

  describe("its check", () => {
    it("passes content that is there", () => assert.deepEqual(checkUpload(inputs), { inputs, failures: [] }));

    it("refuses a path that leads nowhere, and says where it looked", () => {
      assert.deepEqual(reasons({ path: "./none" }), [
        `path: "./none" given, there is no such folder; the program runs in ${process.cwd()}`,
      ]);
    });

    it("refuses a file where a folder is meant, and the other way round", () => {
      assert.match(reasons({ path: join(folder, "score.py") })[0] ?? "", /this is no folder$/);
      assert.match(reasons({ kind: "file" })[0] ?? "", /this is no file$/);
    });

    it("names each file that is gone, and a digest that stands for something else", () => {
      const found = reasons({ files: { ...inputs.files, "a.py": "1", "b.py": "2" } });
      assert.match(found[0] ?? "", /the folder holds no file a\.py any more$/);
      assert.match(found[1] ?? "", /the folder holds no file b\.py any more$/);
      assert.match(found[2] ?? "", /^digest: ".*" given, the files have the digest [0-9a-f]{64}$/);
    });

    it("refuses to upload nothing, and to nowhere", () => {
      assert.deepEqual(reasons({ files: {} }), ["files: there is no file to upload"]);
      assert.deepEqual(reasons({ workspaceId: "ws" }), [
        'workspaceId: "ws" given, this is not the ARM id of a workspace',
      ]);
    });

    for (const name of ["workspaceId", "path", "digest", "files", "name", "kind"]) {
      it(`lets ${name} pass that is not known yet`, () => assert.deepEqual(reasons({ [name]: UNKNOWN }), []));
    }
  });

  describe("its diff", () => {
    const table: [string, Partial<BlobUploadInputs>, string[]][] = [
      ["nothing for another path", { path: "/elsewhere" }, []],
      ["nothing for the case of the workspace", { workspaceId: WORKSPACE.toUpperCase() }, []],
      ["nothing for the token of another CI job", { connection: { oidcToken: "job 2" } }, []],
      ["a new resource for other content", { digest: "other" }, ["digest"]],
      ["a new resource for another name", { name: "other" }, ["name"]],
      ["a new resource for another workspace", { workspaceId: `${WORKSPACE}2` }, ["workspaceId"]],
      ["a new resource for a workspace that is not known yet", { workspaceId: UNKNOWN }, ["workspaceId"]],
    ];
    for (const [what, members, replaces] of table) {
      it(`shows ${what}`, () => {
        const expected = { changes: replaces.length > 0, replaces };
        assert.deepEqual(diffUpload(inputs, { ...inputs, ...members }), expected);
      });
    }

    it("records a secret that was exchanged, since a refresh signs in with the recorded one", () => {
      const olds = { ...inputs, connection: { clientSecret: "old" } };
      const news = { ...inputs, connection: { clientSecret: "new" } };
      assert.deepEqual(diffUpload(olds, news), { changes: true, replaces: [] });
    });
  });

  describe("its life", () => {
    let there: boolean;
    let uploaded: string[];
    const open: OpenStore = async ({ workspaceId }) =>
      workspaceId === WORKSPACE
        ? {
            has: async () => there,
            upload: async (content, path) => void uploaded.push(`${content.name} ${path}`),
            url: ({ digest }) => `https://blobs/${digest}`,
            datastoreUri: ({ digest }) => `azureml://${digest}`,
          }
        : undefined;
    let outs: BlobUploadOutputs;
    beforeEach(() => {
      there = true;
      uploaded = [];
      outs = { ...inputs, url: `https://blobs/${inputs.digest}`, datastoreUri: `azureml://${inputs.digest}` };
    });

    it("begins with the upload, and is known by its URL", async () => {
      assert.deepEqual(await createUpload(inputs, open), { id: outs.url, outs });
      assert.deepEqual(uploaded, [`src ${folder}`]);
    });

    it("can't begin without a blob store", async () => {
      await assert.rejects(
        createUpload({ ...inputs, workspaceId: "/other" }, open),
        /^Error: \/other: the workspace has no/,
      );
    });

    it("goes on while the content is there, and is over when content or workspace is gone", async () => {
      assert.deepEqual(await readUpload("id", outs, open), { id: "id", props: outs, inputs });
      there = false;
      assert.deepEqual(await readUpload("id", outs, open), {});
      assert.deepEqual(await readUpload("id", { ...outs, workspaceId: "/other" }, open), {});
    });

    it("fails where the service can't be asked, instead of being over", async () => {
      const refuse: OpenStore = () => {
        throw new ArmError("GET datastores", { status: 0, code: "SignInFailed", message: "no" });
      };
      await assert.rejects(readUpload("id", outs, refuse), /SignInFailed/);
    });
  });
});
