import assert from "node:assert/strict";
import { command } from "./command";

const VERBS = [
  ["emulator", "start"],
  ["emulator", "stop"],
  ["emulator", "status"],
  ["emulator", "exec"],
  ["emulator", "dashboard"],
  ["emulator", "fault"],
  ["emulator", "fault", "add"],
  ["emulator", "fault", "list"],
  ["emulator", "fault", "clear"],
  ["endpoint", "list"],
  ["endpoint", "show"],
  ["endpoint", "invoke"],
  ["endpoint", "logs"],
  ["endpoint", "keys"],
  ["recover"],
  ...["plan", "run", "advance", "promote", "pause", "resume", "abort", "rollback", "status", "history"].map((verb) => [
    "rollout",
    verb,
  ]),
];

describe("the command's help", () => {
  for (const verb of [[], ["emulator"], ["endpoint"], ["rollout"], ...VERBS]) {
    it(`of "${["pulumi-azureml", ...verb].join(" ")}" goes to standard output and ends with 0`, async () => {
      const { code, stdout, stderr } = await command([...verb, "--help"]);
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^Usage: ${["pulumi-azureml", ...verb].join(" ")} `));
      assert.equal(stderr, "");
    });
  }

  it("lists exit codes, variables and examples", async () => {
    const { stdout } = await command(["--help"]);
    for (const part of ["Exit codes:", "PULUMI_AZUREML_HOME", "$ pulumi-azureml emulator start"]) {
      assert.ok(stdout.includes(part), part);
    }
  });

  it("is an answer to nothing at all, but no success", async () => {
    const { code, stdout, stderr } = await command([]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^Usage: /);
  });

  it("prints the package's version", async () => {
    const { code, stdout } = await command(["--version"]);
    assert.equal(code, 0);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  });
});

describe("a wrong call", () => {
  const table: [args: string[], says: RegExp][] = [
    [["bogus"], /unknown command 'bogus'/],
    [["endpoint", "lst"], /Did you mean list\?/],
    [["endpoint", "list", "--bogus"], /unknown option '--bogus'/],
    [["endpoint", "show"], /missing required argument 'name'/],
    [["endpoint", "show", "a", "b"], /too many arguments/],
    [["rollout", "run", "--on-new-version", "later"], /--on-new-version: "later" given, one of reject \| queue/],
    [["rollout", "rollback", "--direct", "fraud"], /--direct: "fraud" given, the ARM id of an online/],
    [["emulator", "start", "--port"], /argument missing/],
    [["emulator", "start", "--port", "0"], /--port: 0 given, a port is a whole number from 1 to 65535/],
    [["emulator", "status", "--name", "No Name"], /--name: "No Name" given, a name has/],
    [["emulator", "exec", "--backend", "nowhere", "--", "true"], /--backend: "nowhere" given, a URL is expected/],
    [["endpoint", "show", "a/b"], /name: "a\/b" given, an endpoint's name has no slashes/],
    [["endpoint", "list", "-g", "a/b"], /--resource-group: "a\/b" given/],
  ];
  for (const [args, says] of table) {
    it(`${args.join(" ")} ends with 2, says why, and prints nothing else`, async () => {
      const { code, stdout, stderr } = await command(args);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /^\s+at /m);
    });
  }

  it("names all that is wrong at once: own options and the workspace's", async () => {
    const { code, stderr } = await command(["endpoint", "logs", "cancer", "--tail", "x", "--container", "sidecar"]);
    assert.equal(code, 2);
    const fields = [...stderr.matchAll(/^ {2}- (\S+):/gm)].map(([, field]) => field);
    assert.deepEqual(fields, [
      "--deployment",
      "--tail",
      "--container",
      "--subscription",
      "--resource-group",
      "--workspace",
    ]);
  });
});

describe("an error", () => {
  const refused = { ARM_SUBSCRIPTION_ID: "s", AZUREML_RESOURCE_GROUP: "g", AZUREML_WORKSPACE_NAME: "w" };
  const args = ["endpoint", "list"];

  it("is a sentence without a stack", async () => {
    const { code, stdout, stderr } = await command(args, { ...refused, PULUMI_AZUREML_ARM_URL: "http://example.org" });
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^error: PULUMI_AZUREML_ARM_URL: "http:\/\/example.org" given/);
    assert.doesNotMatch(stderr, /^\s+at /m);
  });

  it("shows its stack where PULUMI_AZUREML_DEBUG asks for it", async () => {
    const debug = { ...refused, PULUMI_AZUREML_ARM_URL: "http://example.org", PULUMI_AZUREML_DEBUG: "1" };
    const { stderr } = await command(args, debug);
    assert.match(stderr, /^\s+at /m);
  });
});
