import * as assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { ESLint } from "eslint";
import tseslint from "typescript-eslint";

const ROOT = resolve(__dirname, "../../..");

/** Walls between folders: who, importing what, is told off by which rule. */
const FORBIDDEN: [probe: string, source: (file: (room: string) => string) => string, rule: string][] = [
  ["arm/probe.ts", (file) => `import "../${file("azure")}";`, "import-x/no-restricted-paths"],
  ["arm/probe.ts", () => `import "node:fs";`, "@typescript-eslint/no-restricted-imports"],
  ["azure/probe.ts", (file) => `import "../${file("components")}";`, "import-x/no-restricted-paths"],
  ["azure/probe.ts", () => `import "@pulumi/pulumi";`, "@typescript-eslint/no-restricted-imports"],
  ["provider/probe.ts", (file) => `import "../${file("components")}";`, "import-x/no-restricted-paths"],
  ["provider/probe.ts", () => `import "@pulumi/pulumi";`, "@typescript-eslint/no-restricted-imports"],
  [
    "rollout/probe.ts",
    (file) => `export const a = () => import("../${file("azure")}");`,
    "import-x/no-restricted-paths",
  ],
  ["rollout/probe.ts", () => `import "@pulumi/pulumi";`, "@typescript-eslint/no-restricted-imports"],
  ["runner/probe.ts", (file) => `import "../${file("components")}";`, "import-x/no-restricted-paths"],
  ["components/probe.ts", (file) => `import "../${file("provider")}";`, "import-x/no-restricted-paths"],
  ["components/probe.ts", () => `import { a } from "../azure/a"; a();`, "@typescript-eslint/no-restricted-imports"],
  ["components/probe.ts", () => `export const a = import("../azure/a");`, "no-restricted-syntax"],
  ["cli/probe.ts", () => `import "../emulator/status";`, "import-x/no-restricted-paths"],
  ["emulator/probe.ts", (file) => `import "../${file("azure")}";`, "import-x/no-restricted-paths"],
  ["emulator/probe.ts", () => `import { a } from "../arm/a"; a();`, "@typescript-eslint/no-restricted-imports"],
  [
    "emulator/x/y/probe.ts",
    () => `import { a } from "../../../arm/a"; a();`,
    "@typescript-eslint/no-restricted-imports",
  ],
  ["emulator/probe.ts", () => `export const a = () => import("../arm/a");`, "no-restricted-syntax"],
  ["examples/probe/index.ts", (file) => `import "../../${file("components")}";`, "import-x/no-restricted-paths"],
  ["setup/probe.mjs", () => `import "undici";`, "no-restricted-imports"],
  ["setup/probe.mjs", () => `import "fs";`, "no-restricted-imports"],
  ["setup/probe.mjs", () => `import "../arm/names.js";`, "no-restricted-imports"],
  ["arm/probe.ts", () => `export default 1;`, "import-x/no-default-export"],
  ["arm/probe.ts", () => `export let a = 1; a = 2;`, "import-x/no-mutable-exports"],
  ["arm/probe.ts", () => `export const a = (b: any): string => String(b);`, "@typescript-eslint/no-explicit-any"],
];

/** Doors in the walls. */
const ALLOWED: [probe: string, source: (file: (room: string) => string) => string][] = [
  ["azure/probe.ts", (file) => `import "../${file("arm")}";`],
  ["components/probe.ts", () => `import type { A } from "../azure/a"; export type B = A;`],
  ["components/probe.ts", (file) => `export const a = async () => await import("../${file("azure")}");`],
  ["components/probe.ts", () => `import "@pulumi/pulumi";`],
  ["emulator/probe.ts", () => `import type { A } from "../arm/a"; export type B = A;`],
  ["emulator/x/y/probe.ts", () => `import { a } from "../arm/a"; a();`],
  ["emulator/probe.ts", () => `import "@pulumi/pulumi/proto/provider_pb";`],
  ["examples/probe/index.ts", () => `import "pulumi-azureml"; import "@pulumi/pulumi";`],
  ["setup/probe.mjs", () => `import "node:fs"; import "./locations.mjs";`],
];

describe("the rules of the folders", () => {
  // Rules that need types can't judge a file that is not there.
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfig: [
      {
        files: ["**/*.ts"],
        languageOptions: { parserOptions: { project: null } },
        rules: {
          ...tseslint.configs.disableTypeChecked.rules,
          "@pulumi/no-output-in-template-literal": "off",
          "@pulumi/no-output-instance-in-template-literal": "off",
        },
      },
    ],
  });

  async function broken(probe: string, source: string): Promise<string[]> {
    const [result] = await eslint.lintText(source, { filePath: join(ROOT, probe) });
    assert.ok(result);
    return result.messages.map(({ ruleId, message }) => ruleId ?? message);
  }

  for (const [probe, source, rule] of FORBIDDEN) {
    it(`${probe} may not say ${source((room) => `${room}/…`)}`, async () => {
      assert.deepEqual(await broken(probe, source(someFileOf)), [rule]);
    });
  }

  for (const [probe, source] of ALLOWED) {
    it(`${probe} may say ${source((room) => `${room}/…`)}`, async () => {
      assert.deepEqual(await broken(probe, source(someFileOf)), []);
    });
  }
});

/** A wall is only seen if what lies behind it exists. */
function someFileOf(room: string): string {
  const folder = join(ROOT, room);
  const file = existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith(".ts")) : undefined;
  assert.ok(file, `${room}/ has no source file`);
  return `${room}/${file.replace(/\.ts$/, "")}`;
}
