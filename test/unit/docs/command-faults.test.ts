import assert from "node:assert/strict";
import { commandFaults, type Verb } from "./commands";

const verb = (name: string, options: string[], verbs: Verb[] = []): Verb => ({ name, options, verbs });
const emulator = verb("emulator", [], [verb("start", ["--port"]), verb("exec", [])]);
const known = { scripts: ["test", "demo"], command: verb("pulumi-azureml", ["--version"], [emulator]) };
const faultsOf = (...lines: string[]) => commandFaults({ path: "page.md", text: lines.join("\n") }, known);

describe("commands of a page", () => {
  const commands: readonly [command: string, fault?: string][] = [
    ["npm run demo"],
    ["npm test -- test/unit && npm install"],
    ["npm run dmeo", "npm run dmeo: no such script in package.json"],
    ["npm test | npm run x", "npm run x: no such script in package.json"],
    ["npx pulumi-azureml emulator start --port 3000"],
    ["A=1 pulumi-azureml emulator begin", "pulumi-azureml emulator has no verb begin"],
    ["$ pulumi-azureml serve", "pulumi-azureml has no verb serve"],
    ["pulumi-azureml emulator start --ports=1", "pulumi-azureml emulator start has no option --ports"],
    ["pulumi-azureml emulator exec -- pulumi up --yes"],
    ["pulumi up # then npm run x"],
  ];
  for (const [command, fault] of commands) {
    it(`${command}: ${fault === undefined ? "fine" : "a fault"}`, () => {
      assert.deepEqual(faultsOf("```sh", command, "```"), fault === undefined ? [] : [`page.md:2: ${fault}`]);
    });
  }

  it("go on in the next line after a backslash", () => {
    assert.deepEqual(faultsOf("```sh", "pulumi-azureml emulator start \\", "  --prot 1", "npm run x", "```"), [
      "page.md:2: pulumi-azureml emulator start has no option --prot",
      "page.md:4: npm run x: no such script in package.json",
    ]);
  });

  it("count in the text too", () => {
    assert.deepEqual(faultsOf("Run `npm run x`, `pulumi-azureml` or `pulumi-azureml/rollout`."), [
      "page.md:1: npm run x: no such script in package.json",
    ]);
  });
});
