import { strict as assert } from "node:assert";
import fc from "fast-check";
import { Upstream } from "../../../emulator/serving/http/upstream";
import { Slots, type Guest, type Seat } from "../../../emulator/serving/slots";

class TestGuest implements Guest {
  seat: Seat | undefined;
  wasTurnedAway = false;
  seated(seat: Seat): void {
    this.seat = seat;
  }
  turnedAway(): void {
    this.wasTurnedAway = true;
  }
}

/** Slots with open instances, and a way to enter them. */
function open(perInstance: number, instances: number) {
  const slots = new Slots();
  slots.configure(perInstance, instances);
  const upstreams = Array.from({ length: instances }, (_, i) => new Upstream(1000 + i));
  for (const upstream of upstreams) slots.open(upstream);
  const enter = () => {
    const guest = new TestGuest();
    return { guest, admission: slots.enter(guest) };
  };
  const leave = (guest: TestGuest) => {
    assert.ok(guest.seat);
    slots.leave(guest.seat);
  };
  return { slots, upstreams, enter, leave };
}

describe("the slots of a deployment", () => {
  it("go to the instance with the fewest requests", () => {
    const { enter, leave } = open(2, 2);
    const [a, b, c] = [enter(), enter(), enter()].map(({ guest }) => guest);
    assert.ok(a && b && c);
    assert.deepEqual(
      [a, b, c].map((guest) => guest.seat?.upstream.port),
      [1000, 1001, 1000],
    );
    leave(a);
    leave(c);
    assert.equal(enter().guest.seat?.upstream.port, 1000);
  });

  it("let in twice as many as they seat, in turn, and refuse the next", () => {
    const { enter, leave } = open(2, 1);
    const all = Array.from({ length: 5 }, enter);
    assert.deepEqual(
      all.map(({ admission }) => admission),
      ["admitted", "admitted", "admitted", "admitted", "too_many_pending"],
    );
    const [first, , third, fourth] = all.map(({ guest }) => guest);
    assert.ok(first && third && fourth);
    assert.equal(third.seat, undefined);
    leave(first);
    assert.ok(third.seat);
    assert.equal(fourth.seat, undefined);
  });

  it("pass over who does not wait any longer", () => {
    const { slots, enter, leave } = open(1, 1);
    const [seated, waiting] = [enter().guest, enter().guest];
    slots.forget(waiting);
    leave(seated);
    assert.equal(waiting.seat, undefined);
    assert.ok(enter().guest.seat);
  });

  it("are not ready without an instance, and turn away who waited for the last one", () => {
    const { slots, upstreams, enter } = open(1, 1);
    const [seated, waiting] = [enter().guest, enter().guest];
    assert.ok(upstreams[0]);
    slots.close(upstreams[0]);
    assert.deepEqual([seated.wasTurnedAway, waiting.wasTurnedAway], [false, true]);
    assert.equal(enter().admission, "not_ready");
  });

  it("are drained when the requests under way are answered, and none is sent there meanwhile", async () => {
    const { slots, upstreams, enter, leave } = open(2, 2);
    const [old] = upstreams;
    assert.ok(old);
    const [first, , third] = [enter().guest, enter().guest, enter().guest];
    assert.ok(first && third);
    assert.deepEqual([first.seat?.upstream, third.seat?.upstream], [old, old]);
    let drained = false;
    const drain = slots.drain(old).then(() => (drained = true));
    leave(first);
    await new Promise((settled) => setImmediate(settled));
    assert.equal(drained, false);
    assert.equal(enter().guest.seat?.upstream.port, 1001);
    const waiting = enter().guest;
    leave(third);
    await drain;
    assert.equal(waiting.seat, undefined);
  });

  it("seat who waits as soon as an instance is added or seats are", () => {
    const { slots, enter } = open(1, 1);
    slots.configure(1, 2);
    const guests = [enter().guest, enter().guest, enter().guest];
    slots.open(new Upstream(2000));
    assert.equal(guests[1]?.seat?.upstream.port, 2000);
    slots.configure(2, 2);
    assert.ok(guests[2]?.seat);
  });

  it("never seat more than there are, and forget nobody", () => {
    const steps = fc.array(fc.oneof(fc.constant("enter" as const), fc.nat(20)), { maxLength: 60 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        steps,
        (perInstance, instances, taken) => {
          const { enter, leave } = open(perInstance, instances);
          const inside: TestGuest[] = [];
          for (const step of taken) {
            const seated = inside.filter(({ seat }) => seat);
            if (step === "enter") {
              const { guest, admission } = enter();
              assert.equal(admission === "admitted", inside.length < 2 * perInstance * instances);
              if (admission === "admitted") inside.push(guest);
            } else if (seated.length > 0) {
              const guest = seated[step % seated.length];
              assert.ok(guest);
              leave(guest);
              inside.splice(inside.indexOf(guest), 1);
            }
            assert.equal(inside.filter(({ seat }) => seat).length, Math.min(inside.length, perInstance * instances));
          }
        },
      ),
    );
  });
});
