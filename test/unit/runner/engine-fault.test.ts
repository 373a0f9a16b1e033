import assert from "node:assert/strict";
import { engineFault } from "../../../runner/engine/engine-fault";
import { Pulumi } from "../../../runner/engine/pulumi";
import { projectOf } from "../../../runner/engine/project";

/** What Pulumi 3.259 prints, and what people are told to do. */
const cases: [what: string, printed: string, hint: RegExp][] = [
  ["no such stack", "error: no stack named 'nope' found", /pulumi stack ls/],
  [
    "no stack selected",
    "error: no stack selected; please use `pulumi stack select` or `pulumi stack init` to choose one",
    /--stack NAME/,
  ],
  ["a wrong passphrase", "error: could not deserialize deployment: incorrect passphrase", /PULUMI_CONFIG_PASSPHRASE/],
  [
    "no passphrase",
    'error: could not deserialize deployment: constructing secrets manager of type "passphrase": passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables',
    /PULUMI_CONFIG_PASSPHRASE/,
  ],
  [
    "no sign-in to the backend",
    "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
    /pulumi login/,
  ],
  [
    "a folder that is gone",
    'error: unable to open state directory "file:///nonexistent": stat /nonexistent: no such file or directory',
    /PULUMI_BACKEND_URL/,
  ],
  [
    "a backend out of reach",
    'error: performing HTTP request: Get "https://api.pulumi.com/api/user": dial tcp: lookup api.pulumi.com: no such host',
    /does not answer/,
  ],
  [
    "a dynamic provider that was killed",
    'error: connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:38085: connect: connection refused"',
    /a provider ended .* run this again/,
  ],
  ["a provider that was killed", "error: error reading from server: EOF", /pulumi-azureml recover/],
  [
    "another update in Pulumi Cloud",
    "error: [409] Conflict: Another update is currently in progress.",
    /pulumi cancel/,
  ],
];

describe("an engine that refuses", () => {
  for (const [what, printed, hint] of cases) {
    it(`for ${what} is told in its own words, on one line, with the way out`, () => {
      const fault = engineFault(["stack", "export"], `\n${printed}\n`, 255);
      assert.equal(fault.message, `pulumi stack export: ${printed.replace("error: ", "")}`);
      assert.match(fault.hint ?? "", hint);
    });
  }

  it("for a lock names who holds it", () => {
    const printed =
      "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n" +
      "  s3://b/1.json: created by ada@build-7 (pid 41) at 2026-11-25T03:48:31Z";
    const { message, kind } = engineFault(["stack", "import"], printed, 255);
    assert.equal(kind, "locked");
    assert.match(message, /created by ada@build-7 \(pid 41\)/);
  });

  it("is missing where there is none", async () => {
    const pulumi = new Pulumi({ env: { PATH: "/nonexistent" } });
    await assert.rejects(pulumi.run(["whoami"]), { name: "EngineFault", message: "pulumi: not found on the PATH" });
  });

  it("is not asked outside a project", async () => {
    await assert.rejects(projectOf("/"), { message: "no Pulumi.yaml in / or above it" });
  });
});
