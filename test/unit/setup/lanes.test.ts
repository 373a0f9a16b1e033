import * as assert from "node:assert/strict";
import { load } from "./modules";

interface Lanes {
  lanes: (commands: string[][], env: NodeJS.ProcessEnv, print: (line: string) => void) => Promise<number>;
}

describe("test runs that go on at once", () => {
  const printing = async (...sources: string[]): Promise<{ lines: string[]; code: number }> => {
    const { lanes } = await load<Lanes>("lanes.mjs");
    const lines: string[] = [];
    const commands = sources.map((source) => [process.execPath, "-e", source]);
    const code = await lanes(commands, process.env, (line) => lines.push(line));
    return { lines, code };
  };
  const say = (...lines: string[]): string => `console.log(${JSON.stringify(lines.join("\n"))});`;

  it("are printed one after the other, and end with the counts of all", async () => {
    const slow = `setTimeout(() => { ${say("a", "2 passed, 0 failed, 1 skipped")} }, 300)`;
    const quick = say("b", "40 passed, 0 failed, 0 skipped");
    assert.deepEqual(await printing(slow, quick), { lines: ["a", "b", "42 passed, 0 failed, 1 skipped"], code: 0 });
  });

  it("fail where one fails, and say again at the end what failed in the first", async () => {
    const failing = `${say("a", "  1 failing", "  1) x", "0 passed, 1 failed, 0 skipped")} process.exitCode = 1`;
    const good = say("b", "1 passed, 0 failed, 0 skipped");
    const again = ["  1 failing", "  1) x"];
    assert.deepEqual(await printing(failing, good), {
      lines: ["a", ...again, "b", ...again, "1 passed, 1 failed, 0 skipped"],
      code: 1,
    });
    assert.deepEqual(await printing(good, failing), {
      lines: ["b", "a", ...again, "1 passed, 1 failed, 0 skipped"],
      code: 1,
    });
  });

  it("fail where one ends before it has counted", async () => {
    const killed = `process.kill(process.pid, "SIGKILL")`;
    const { lines, code } = await printing(say("a", "1 passed, 0 failed, 0 skipped"), killed);
    assert.deepEqual([code, lines.at(-2)], [137, "a run of tests ended with exit code 137"]);
  });
});
