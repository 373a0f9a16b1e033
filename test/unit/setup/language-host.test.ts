import * as assert from "node:assert/strict";

import { load } from "./modules";

interface Run {
  outcome: (code: number | null, signal: string | null) => { error: string; bail: boolean };
}
interface Options {
  runtimeOptions: (info: unknown) => { env: Record<string, string>; nodeArgs: string[] };
}

describe("the language host", () => {
  it("tells the engine how a program ended", async () => {
    const { outcome } = await load<Run>("language-host/run.mjs");
    assert.deepEqual(outcome(0, null), { error: "", bail: false });
    assert.deepEqual(outcome(32, null), { error: "", bail: true }, "the user has already been told");
    assert.deepEqual(outcome(1, null), { error: "Program exited with non-zero exit code: 1", bail: false });
    assert.deepEqual(outcome(null, "SIGKILL"), { error: "Program ended by SIGKILL", bail: false });
  });

  const cases: [options: Record<string, unknown>, env: Record<string, string>, nodeArgs: string[]][] = [
    [{}, { PULUMI_NODEJS_TYPESCRIPT: "true" }, []],
    [{ typescript: false }, {}, []],
    [{ tsconfig: "a.json" }, { PULUMI_NODEJS_TYPESCRIPT: "true", PULUMI_NODEJS_TSCONFIG_PATH: "a.json" }, []],
    [
      { nodeargs: "--inspect  --trace-warnings" },
      { PULUMI_NODEJS_TYPESCRIPT: "true" },
      ["--inspect", "--trace-warnings"],
    ],
  ];
  for (const [options, env, nodeArgs] of cases) {
    it(`understands the runtime options ${JSON.stringify(options)}`, async () => {
      const { runtimeOptions } = await load<Options>("language-host/options.mjs");
      const info = { getOptions: () => ({ toJavaScript: () => options }) };
      assert.deepEqual(runtimeOptions(info), { env, nodeArgs });
    });
  }
});
