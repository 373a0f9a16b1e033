import assert from "node:assert/strict";
import { CommandFailed, Shell } from "../../../examples/demo/shell";

/** A command that runs this program. */
const node = (program: string): string[] => [process.execPath, "-e", program];

describe("the terminal of the demo", () => {
  const shell = (): Shell => new Shell(process.cwd(), process.env);

  it("gives what a command that ends as expected has printed", async () => {
    const { stdout } = await shell().run(node("console.log('out'); console.error('err')"));
    assert.equal(stdout, "out\n");
    await shell().run(node("process.exit(30)"), { exitCode: 30 });
  });

  it("fails with all that was printed where a command ends otherwise", async () => {
    const command = node("console.log('out'); console.error('err'); process.exit(1)");
    const rejected = (error: unknown) =>
      error instanceof CommandFailed && /exit code 1$/.test(error.message) && /out/.test(error.output);
    await assert.rejects(shell().run(command), rejected);
    await assert.rejects(shell().run(node(""), { exitCode: 30 }), /exit code 0$/);
    await assert.rejects(shell().run(["/no/such/command"]), /ENOENT/);
  });

  it("tells each line as it comes", async () => {
    const lines: string[] = [];
    const program = "console.log('a\\nb'); process.stdout.write('c')";
    await shell().run(node(program), { onLine: (line) => lines.push(line) });
    assert.deepEqual(lines, ["a", "b", "c"]);
  });

  it("ends all that runs when it is closed, and runs nothing any more", async () => {
    const terminal = shell();
    const forever = node("setInterval(() => {}, 1000)");
    const running = [terminal.run(forever), terminal.run(forever)].map((each) => assert.rejects(each, /SIGTERM/));
    await terminal.close();
    await Promise.all(running);
    await assert.rejects(terminal.run(node("")), /nothing is run any more/);
  });
});
