import assert from "node:assert/strict";
import { armDouble, type ArmDouble } from "./arm-double";
import { command } from "./command";

describe("the data verbs", function () {
  this.timeout(60_000);
  let azure: ArmDouble;
  before(async () => {
    azure = await armDouble(() => ({ "GET /onlineEndpoints": { body: { value: [] } } }));
  });
  after(() => azure.close());
  const run = (...args: string[]) => command(["data", ...args], azure.env);

  it("name all that is wrong with their options at once, and do nothing", async () => {
    const before = azure.seen.length;
    const { code, stderr } = await run("tail", "a/b", "-n", "many", "-d", "c d", "-c", "e/f");

    assert.equal(code, 2);
    for (const fault of [
      /name: "a\/b" given, an endpoint's name has no slashes/,
      /--lines: "many" given, a number of records is a whole number from 0 to 100000/,
      /--deployment: "c d" given, a name without slashes and blanks is expected/,
      /--collection: "e\/f" given, a name without slashes and blanks is expected/,
    ]) {
      assert.match(stderr, fault);
    }
    assert.equal(azure.seen.length, before);
  });

  it("say that nothing is collected, where there is no store to look in either", async () => {
    const listed = await run("list");
    assert.deepEqual([listed.code, listed.stdout], [0, ""]);
    assert.match(listed.stderr, /nothing is collected/);
    assert.deepEqual(JSON.parse((await run("list", "--json")).stdout), []);

    const fetched = await run("download", "fraud");
    assert.equal(fetched.code, 1);
    assert.match(fetched.stderr, /fraud: nothing is collected yet/);
  });
});
