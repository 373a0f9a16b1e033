import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeStatus } from "../../../emulator/daemon-status";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";
import { command, type Ended } from "./command";

describe("the command's faults", () => {
  let local: LocalAzureMl;
  let home: string;
  before(async () => {
    local = await LocalAzureMl.start();
    home = await mkdtemp(join(tmpdir(), "fault-command-"));
    const folder = join(home, "emulators", "default");
    await mkdir(folder, { recursive: true });
    await writeStatus(folder, local.status);
  });
  afterEach(() => local.faults.clear());
  after(async () => {
    await local.stop();
    await rm(home, { recursive: true });
  });

  const fault = (...args: string[]): Promise<Ended> =>
    command(["emulator", "fault", ...args], { PULUMI_AZUREML_HOME: home });

  it("are added with the options of their kind, and tell their id", async () => {
    const given = ["--status", "503", "--retry-after", "2", "--endpoint", "cancer", "--share", "0.5", "--seed", "7"];
    const { code, stdout, stderr } = await fault("add", "answer", ...given, "--json");
    assert.deepEqual([code, stderr], [0, ""]);
    const options = { status: 503, retryAfter: 2, endpoint: "cancer", share: 0.5, seed: 7 };
    assert.deepEqual(JSON.parse(stdout), { id: "f1", kind: "answer", ...options, strikes: 0 });
    assert.equal(local.faults.list().length, 1);
  });

  it("are listed and cleared, one or all", async () => {
    for (const each of ["lost-answer", "hang-answer", "stuck-operation"]) {
      assert.match((await fault("add", each, "--times", "2")).stdout, /^id +f\d+$/m);
    }
    const { stdout } = await fault("list");
    assert.match(stdout, /^ID +KIND +STRIKES +LEFT +OPTIONS$/m);
    assert.match(stdout, /^f\d+ +lost-answer +0 +2 +times=2$/m);
    const [first, ...rest] = local.faults.list().map(({ id }) => id);
    assert.ok(first);
    assert.equal((await fault("clear", first)).stdout, `off: ${first}\n`);
    assert.deepEqual(JSON.parse((await fault("clear", "--json")).stdout), { cleared: rest });
    assert.deepEqual(local.faults.list(), []);
    assert.equal((await fault("list")).stderr, "no fault is on\n");
    assert.deepEqual(JSON.parse((await fault("list", "--json")).stdout), []);
  });

  it("are refused with all that is wrong at once", async () => {
    const { code, stdout, stderr } = await fault("add", "answer", "--status", "418", "--share", "x", "--reads", "1");
    assert.deepEqual([code, stdout], [2, ""]);
    const fields = [...stderr.matchAll(/^ {2}- (\S+):/gm)].map(([, field]) => field);
    assert.deepEqual(fields.sort(), ["--reads", "--share", "--status"]);
    assert.match(stderr, /--status: 418 given, one of 401, 403, 409, 429, 500, 502, 503, 504 is expected/);
  });

  const wrong: [args: string[], says: RegExp][] = [
    [["add"], /missing required argument 'kind'/],
    [["add", "meteor"], /kind: "meteor" given, one of answer, /],
    [["add", "lost-answer", "--name", "No Name"], /--name: "No Name" given/],
    [["add", "crash-instance"], /--endpoint: an endpoint is required/],
    [["clear", "7"], /id: "7" given, an id as `fault list` shows it is expected/],
  ];
  for (const [args, says] of wrong) {
    it(`end with 2 for ${args.join(" ")}, and say why`, async () => {
      const { code, stderr } = await fault(...args);
      assert.equal(code, 2);
      assert.match(stderr, says);
    });
  }

  it("fail where there is none of that id, or no such instance, or nothing runs", async () => {
    const failures: [Ended, RegExp][] = [
      [await fault("clear", "f99"), /There is no fault 'f99'/],
      [await fault("add", "hang-instance", "--endpoint", "e", "--deployment", "d"), /no instance of it runs/],
      [await fault("list", "--name", "other"), /"other" is not running.*\n.*emulator start --name other/],
    ];
    for (const [{ code, stderr }, says] of failures) {
      assert.equal(code, 1);
      assert.match(stderr, says);
    }
  });
});
