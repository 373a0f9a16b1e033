import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { z } from "zod";
import type { Way } from "./ways";

const ROOT = join(__dirname, "..", "..");
const PROGRAMS = join(__dirname, "programs");
const names = z.record(z.string(), z.string());
const manifest = z.object({ dependencies: names, peerDependencies: names });

/** What Pulumi's own template for TypeScript writes. */
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    outDir: "bin",
    target: "es2020",
    module: "commonjs",
    moduleResolution: "node",
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  },
  files: ["index.ts"],
};

/** A user's folder: the package as npm packs it, beside the packages that it asks for. */
export class Consumer {
  private constructor(readonly folder: string) {}

  /** Needs a built package. */
  static make(): Consumer {
    const folder = mkdtempSync(join(tmpdir(), "bench-consumer-"));
    const packages = join(folder, "node_modules");
    mkdirSync(packages);
    const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
    const packed = execFileSync("npm", pack, { cwd: ROOT, encoding: "utf8" }).trim();
    execFileSync("tar", ["-xzf", join(folder, packed), "-C", packages]);
    renameSync(join(packages, "package"), join(packages, "pulumi-azureml"));
    const needs = manifest.parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));
    const linked = [...Object.keys({ ...needs.dependencies, ...needs.peerDependencies }), "@types/node", "typescript"];
    for (const name of linked) {
      mkdirSync(dirname(join(packages, name)), { recursive: true });
      symlinkSync(join(ROOT, "node_modules", name), join(packages, name));
    }
    return new Consumer(folder);
  }

  /** A project of one program, which the engine compiles or finds compiled; its folder. */
  project({ name, program }: Way, language: "typescript" | "javascript"): string {
    const folder = join(this.folder, `${name.replaceAll(" ", "-")}-${language}`);
    const isSource = language === "typescript";
    const source = readFileSync(join(PROGRAMS, `${program}.ts`), "utf8");
    const main = isSource ? "index.ts" : "index.js";
    mkdirSync(folder);
    writeFileSync(join(folder, main), isSource ? source : compiled(source));
    copyFileSync(join(PROGRAMS, "conda.yaml"), join(folder, "conda.yaml"));
    writeJson(join(folder, "tsconfig.json"), TSCONFIG);
    writeJson(join(folder, "package.json"), { name: "bench", main });
    const runtime = { name: "nodejs", options: { typescript: isSource } };
    writeJson(join(folder, "Pulumi.yaml"), { name: "bench", runtime });
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function writeJson(file: string, content: unknown): void {
  writeFileSync(file, JSON.stringify(content));
}

function compiled(source: string): string {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}
