import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDocuments } from "./documents";
import { linkFaults, type Files } from "./links";
import { snippetFaults } from "./snippets";

const root = join(__dirname, "../../..");
const documents = readDocuments(root);

const files: Files = {
  exists: (path) => existsSync(join(root, path)),
  page: (path) => (path.endsWith(".md") ? readFileSync(join(root, path), "utf8") : undefined),
};

describe("the pages of this repository", () => {
  it("are found: the README, the guides and the examples' pages", () => {
    const paths = documents.map(({ path }) => path);
    const some = ["README.md", "docs/architecture.md", "examples/blue-green/README.md", "examples/rollout/README.md"];
    for (const path of some) {
      assert.ok(paths.includes(path), path);
    }
  });

  it("show TypeScript that compiles, block by block", function () {
    this.timeout(180_000); // the provider's typings alone take seconds
    const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    assert.deepEqual(snippetFaults(root, exports, documents), []);
  });

  it("link to files and headings that exist", () => {
    assert.deepEqual(
      documents.flatMap((document) => linkFaults(document, files)),
      [],
    );
  });
});
