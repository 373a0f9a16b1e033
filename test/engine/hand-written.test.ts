import { strict as assert } from "node:assert";
import { Consumer } from "../../bench/components/consumer";
import type { Result } from "../../bench/components/result";
import { BenchStack } from "../../bench/components/stack";
import { flat, ours, type Way } from "../../bench/components/ways";

describe("The package as npm packs it, in a project run by the engine's command line", function () {
  this.timeout(240_000);
  let consumer: Consumer;

  before(() => {
    consumer = Consumer.make();
  });
  after(() => consumer.remove());

  async function made(way: Way): Promise<Result> {
    const stack = await BenchStack.make(consumer.project(way, "javascript"), way, 1);
    try {
      await stack.up();
      return await stack.result();
    } finally {
      await stack.remove();
    }
  }

  it("makes the resources of a program written by hand with azure-native, by the same writes", async () => {
    const [components, byHand] = await Promise.all([made(ours), made(flat)]);

    assert.deepEqual(components.resources, byHand.resources);
    assert.deepEqual(components.writes, byHand.writes);
    assert.equal(components.resources.length, 6);
    assert.equal(components.writes.length, 6);
  });
});
