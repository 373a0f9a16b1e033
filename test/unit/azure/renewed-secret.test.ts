import { strict as assert } from "node:assert";
import { renewed, timedToken, type TimedSecret } from "../../../azure/renewed-secret";

/** A source whose fetches bring `t1`, `t2`, …, each to be renewed after 100 ms and good for 200, at a time that the test says. */
function source(fetch: (count: number) => Promise<Partial<TimedSecret>> = async () => ({})) {
  const at = { time: 1_000_000, fetches: 0 };
  const get = renewed(
    async () => {
      const count = (at.fetches += 1);
      const began = at.time;
      return { secret: `t${count}`, renewAt: began + 100_000, goodUntil: began + 200_000, ...(await fetch(count)) };
    },
    () => at.time,
  );
  return { at, get };
}

/** Everything that was begun has come to its end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a secret that is renewed", () => {
  it("is fetched once for all who ask, and then is there at once", async () => {
    const { at, get } = source();
    assert.deepEqual(await Promise.all([get(), get(), get()]), ["t1", "t1", "t1"]);
    assert.equal(get(), "t1");
    assert.equal(at.fetches, 1);
  });

  it("is renewed in good time, while requests go on with the one that is still good", async () => {
    const { at, get } = source();
    await get();
    at.time += 100_000;
    assert.deepEqual([get(), get()], ["t1", "t1"]);
    await settled();
    assert.equal(get(), "t2");
    assert.equal(at.fetches, 2);
  });

  it("outlives a fetch that fails, as long as it is good", async () => {
    const { at, get } = source(async (count) => {
      if (count > 1) throw new Error("no way");
      return {};
    });
    await get();
    for (at.time += 100_000; at.time < 1_200_000; at.time += 10_000) {
      assert.equal(get(), "t1");
      await settled();
    }
    await assert.rejects(async () => get(), /no way/);
  });

  it("is awaited where the old one is no longer good", async () => {
    const { at, get } = source();
    await get();
    at.time += 200_000;
    assert.equal(await get(), "t2");
  });

  it("is fetched again when it is refused, once for all who were refused", async () => {
    const { at, get } = source();
    await get();
    at.time += 5000;
    assert.deepEqual(await Promise.all([get("t1"), get("t1")]), ["t2", "t2"]);
    assert.equal(get("t1"), "t2");
    assert.equal(at.fetches, 2);
  });

  it("is fetched once a second at most where it is refused over and over", async () => {
    const { at, get } = source(async () => ({ secret: "same" }));
    for (let asked = 0; asked < 40; asked += 1, at.time += 100) assert.equal(await get("same"), "same");
    assert.equal(at.fetches, 1 + 4);
  });

  it("is good until shortly before its end, or until it is to be renewed where that is later", () => {
    assert.deepEqual(timedToken("t", { expiresAt: 3_600_000, renewAt: 2_700_000 }), {
      ...{ secret: "t", renewAt: 2_700_000, goodUntil: 3_590_000 },
    });
    assert.deepEqual(timedToken("t", { expiresAt: 3_600_000 }), {
      ...{ secret: "t", renewAt: 3_480_000, goodUntil: 3_590_000 },
    });
    assert.equal(timedToken("t", { expiresAt: 4000, renewAt: 3000 }).goodUntil, 3000);
  });
});
