import pulumi from "@pulumi/eslint-plugin";
import { defineConfig } from "eslint/config";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** What each folder may import of the others; what is not listed here may import all (tests, benchmarks). */
const ROOMS = {
  arm: [],
  azure: ["arm"],
  provider: ["arm", "azure"],
  rollout: ["arm"],
  // `dist` is where the public name `pulumi-azureml` leads.
  components: ["arm", "rollout", "azure", "dist"],
  // What works with the engine from outside a program.
  runner: ["arm", "azure", "rollout"],
  cli: ["arm", "azure", "components", "emulator", "provider", "rollout", "runner"],
  emulator: ["arm"],
  examples: ["dist"],
};

const wall = (room, neighbours) => ({
  target: `./${room}`,
  from: ".",
  except: [room, ...neighbours, "node_modules"].map((folder) => `./${folder}`),
  message: `${room}/ may import ${neighbours.length > 0 ? neighbours.join("/, ") + "/" : "nothing of the other folders"}.`,
});

const withoutPulumi = { regex: "^@pulumi/", message: "This folder knows no Pulumi." };

const forbid = (...patterns) => ({ "@typescript-eslint/no-restricted-imports": ["error", { patterns }] });

/** Types of a neighbour are free, values are not. A relative path is only clear together with the depth it starts from. */
const onlyTypes = (room, neighbour, message) =>
  [0, 1, 2, 3, 4].map((depth) => ({
    name: `${room}/ takes only types of ${neighbour}/, depth ${depth}`,
    files: [`${room}/${"*/".repeat(depth)}*.ts`],
    rules: forbid({ regex: `^(\\.\\./){${depth + 1}}${neighbour}/`, allowTypeImports: true, message }),
  }));

export default defineConfig(
  { ignores: ["dist/", "docs/api/", ".setup/", "examples/*/models/"] },

  {
    name: "typed",
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: "tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    plugins: { "@pulumi": pulumi, "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".js", ".json"] })] },
    rules: {
      "eqeqeq": "error",
      "@typescript-eslint/consistent-type-assertions": [
        "error",
        { assertionStyle: "as", objectLiteralTypeAssertions: "never" },
      ],
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      // `x || 3` hides 0; for texts "" may well mean "none given".
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: { string: true, boolean: true } }],
      "@typescript-eslint/return-await": ["error", "error-handling-correctness-only"],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allow: ["URL", "URLSearchParams"] },
      ],
      // `"create" | string` tells editors what to offer.
      "@typescript-eslint/no-redundant-type-constituents": "off",
      // Implementations of asynchronous interfaces need not wait for anything.
      "@typescript-eslint/require-await": "off",
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "import-x/no-default-export": "error",
      "import-x/no-mutable-exports": "error",
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": [
        "error",
        {
          basePath: import.meta.dirname,
          zones: [
            ...Object.entries(ROOMS).map(([room, neighbours]) => wall(room, neighbours)),
            { target: "./cli", from: "./emulator", except: ["./index.ts"], message: "Only emulator/index.ts." },
          ],
        },
      ],
    },
  },

  {
    name: "arm/ is pure",
    files: ["arm/**"],
    rules: forbid({ regex: "^[^.]", message: "arm/ imports nothing, neither packages nor Node's modules." }),
  },
  { name: "no Pulumi in these", files: ["azure/**", "provider/**", "rollout/**"], rules: forbid(withoutPulumi) },
  ...onlyTypes(
    "components",
    "azure",
    "Load azure/ where it is needed, by `await import(…)`: a program that only declares resources should not pay for it.",
  ),
  ...onlyTypes("emulator", "arm", "Only types of arm/: judge and judged must not share their bugs."),
  {
    name: "lazy means inside a function",
    files: ["components/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "ImportExpression:not(:function ImportExpression)",
          message: "Load it in the function that needs it.",
        },
      ],
    },
  },
  {
    name: "emulator/ loads no arm/ lazily either",
    files: ["emulator/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "ImportExpression", message: "Import at the top, where the rules of the folders are checked." },
      ],
    },
  },
  {
    name: "dynamic providers",
    files: ["components/dynamic-provider.ts", "bench/components/programs/hand-written.ts"],
    // The engine keeps the functions' source text and nothing else of the file, so each must `require` what it calls.
    rules: {
      "@typescript-eslint/no-require-imports": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },

  {
    name: "tests",
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      // Documents and answers are read as they come; the assertion is the check.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/restrict-template-expressions": "off",
    },
  },

  {
    name: "set-up runs before anything is installed",
    files: ["setup/**/*.mjs"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: "^(?!node:|\\./|\\.\\./)", message: "Node's own modules only, as `node:…`." },
            { regex: "^(\\.\\./)+(?!language-host/)[a-z]", message: "setup/ imports nothing of the other folders." },
          ],
        },
      ],
    },
  },
);
