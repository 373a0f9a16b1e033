import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openState, type State } from "../../../emulator/arm/store/state";
import type { Stored } from "../../../emulator/arm/store/store";
import { portsOf } from "../../../emulator/ports";

interface Noted extends Stored {
  text: string;
}

describe("the ports of a local Azure ML", () => {
  const asked = { arm: 0, blobs: 0 };
  let folder: string;
  let state: State;
  let said: string[];
  const squatters: Server[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "azureml-ports-"));
    state = openState(folder);
    said = [];
  });
  afterEach(async () => {
    for (const squatter of squatters.splice(0)) squatter.close();
    await state.close();
    await rm(folder, { recursive: true, force: true });
  });
  const restart = async (): Promise<void> => {
    await state.close();
    state = openState(folder);
  };
  const ports = (given = asked) => portsOf(state.store, given, (line) => said.push(line));
  const squat = async (port: number): Promise<number> => {
    const squatter = createServer().listen(port, "127.0.0.1");
    await once(squatter, "listening");
    squatters.push(squatter);
    const address = squatter.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  };

  it("are the same after a restart", async () => {
    const before = await ports();
    assert.notEqual(before.arm, before.blobs);
    await restart();
    assert.deepEqual(await ports(), before);
    assert.deepEqual(said, []);
  });

  it("are others where a program has them; records then have the new addresses, and no other changes", async () => {
    const before = await ports();
    const notes = state.store.collection<Noted>("notes");
    const text = ({ arm, blobs }: typeof asked): string =>
      `http://127.0.0.1:${arm}/x localhost:${blobs} 127.0.0.1:${arm}0 10.0.0.1:${arm} port ${arm}`;
    notes.put({ id: "/a", text: text(before) });
    await restart();
    await squat(before.arm);
    await squat(before.blobs);
    const now = await ports();
    assert.ok(now.arm !== before.arm && now.blobs !== before.blobs);
    const expected = `http://127.0.0.1:${now.arm}/x localhost:${now.blobs} 127.0.0.1:${before.arm}0 10.0.0.1:${before.arm} port ${before.arm}`;
    assert.equal(state.store.collection<Noted>("notes").get("/a")?.text, expected);
    assert.match(said[0] ?? "", new RegExp(`port ${before.arm} of the arm side is ${now.arm} now`));
    assert.equal(said.length, 2);
    await restart();
    assert.equal(state.store.collection<Noted>("notes").get("/a")?.text, expected, "it is so on disk");
  });

  it("are as they were where one is asked for that another program has", async () => {
    const before = await ports();
    await restart();
    const taken = await squat(0);
    await assert.rejects(ports({ arm: taken, blobs: 0 }), /port: \d+ given, and another program has it/);
    await restart();
    assert.deepEqual(await ports(), before);
  });

  it("are what is asked for, also where another part had that port", async () => {
    const before = await ports();
    state.store.collection<Noted>("notes").put({ id: "/a", text: `127.0.0.1:${before.arm} 127.0.0.1:${before.blobs}` });
    await restart();
    const now = await ports({ arm: before.blobs, blobs: 0 });
    assert.equal(now.arm, before.blobs);
    assert.ok(now.blobs !== before.blobs && now.blobs !== before.arm);
    const { text } = state.store.collection<Noted>("notes").get("/a") ?? {};
    assert.equal(text, `127.0.0.1:${now.arm} 127.0.0.1:${now.blobs}`);
  });
});
