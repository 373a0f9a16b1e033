import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { z } from "zod";

const root = join(__dirname, "..", "..");
const entry = z.union([z.string(), z.object({ types: z.string(), default: z.string() })]);
const manifest = z
  .object({ exports: z.record(z.string(), entry) })
  .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
const entries = Object.values(manifest.exports).filter((each) => typeof each === "object");

/** Files that an import of the package's main entry loads beside the SDK's own. */
function loaded(): string[] {
  const script = `require("@pulumi/pulumi");
    const before = new Set(Object.keys(require.cache));
    require("pulumi-azureml");
    console.log(Object.keys(require.cache).filter((file) => !before.has(file)).join("\\n"));`;
  const told = execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });
  return told
    .trim()
    .split("\n")
    .map((file) => relative(root, file).replaceAll("\\", "/"));
}

/** What a declaration file imports, with all that its own neighbours import. */
function imports(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"));
  return importedFiles.flatMap(({ fileName }) =>
    fileName.startsWith(".")
      ? imports(resolve(dirname(file), `${fileName.replace(/\.js$/, "")}.d.ts`), seen)
      : [`${fileName} in ${relative(root, file)}`],
  );
}

describe("The built package", () => {
  it("loads only the tables of azure-native's modules when it is imported, and nothing that signs in or reads YAML", () => {
    const files = loaded();
    const tables = /^node_modules\/@pulumi\/azure-native\/(utilities|\w+\/index|types\/enums\/\w+\/index|package)\.js/;

    assert.ok(files.includes("dist/components/index.js"), files.join("\n"));
    assert.deepEqual(
      files.filter((file) => !/^dist\/(components|arm|rollout)\//.test(file) && !tables.test(file)),
      [],
    );
  });

  for (const { types } of entries) {
    it(`pulls no typings of providers into whoever imports ${types}`, () => {
      const found = imports(join(root, types));

      assert.deepEqual(
        found.filter((name) => /^@pulumi\/(?!pulumi\b)/.test(name)),
        [],
      );
    });
  }

  it("needs only the SDK's typings for the components", () => {
    const names = imports(join(root, "dist/components/index.d.ts")).map((found) => found.split(" in ")[0]);

    assert.deepEqual([...new Set(names)], ["@pulumi/pulumi"]);
  });
});
