import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { OldestUndecided } from "../../../control/metrics/oldest_undecided.ts";
import { OverrunError } from "../../../core/bus/overrun_error.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { SharedRingBuffer } from "../../../core/bus/shared/shared_ring_buffer.ts";

/** Publishes an event that arrived at this time. */
function publish(ring: RingBuffer | SharedRingBuffer, arrivalNs: number): void {
  ring.claim().arrivalNs = arrivalNs;
  ring.publish();
}

Deno.test("OldestUndecided.ageNs is 0 where nothing waits, and else the age of the event at the cursor", () => {
  for (const ring of [new RingBuffer({ capacity: 8 }), new SharedRingBuffer({ capacity: 8 })]) {
    const undecided = new OldestUndecided(ring);
    assertEquals(undecided.ageNs(0, 0, 1_000), 0);
    publish(ring, 1_000);
    publish(ring, 1_400);
    assertEquals([undecided.ageNs(0, 2, 1_000), undecided.ageNs(0, 2, 1_500)], [0, 500]);
    assertEquals([undecided.ageNs(1, 2, 1_500), undecided.ageNs(2, 2, 9_000)], [100, 0]);
  }
});

Deno.test("OldestUndecided.ageNs is never below 0, where a clock is a little behind the one that stamped", () => {
  const ring = new RingBuffer({ capacity: 8 });
  publish(ring, 1_000);
  assertEquals(new OldestUndecided(ring).ageNs(0, 1, 990), 0);
});

Deno.test("OldestUndecided.ageNs of what was overwritten unseen is that of the oldest readable, and grows from there", () => {
  const ring = new RingBuffer({ capacity: 2 });
  const undecided = new OldestUndecided(ring);
  for (let n = 0; n < 5; n++) publish(ring, 100 * n);
  assertEquals(undecided.ageNs(0, 5, 1_000), 700);
  // What is readable becomes younger. What waits does not.
  for (let n = 5; n < 50; n++) publish(ring, 100 * n);
  assertEquals(undecided.ageNs(0, 50, 6_000), 5_700);
});

Deno.test("OldestUndecided.ageNs counts from the look itself where everything is overwritten in that very moment", () => {
  const undecided = new OldestUndecided({
    get: (sequence) => {
      throw new OverrunError(sequence, sequence + 10, sequence + 20);
    },
  });
  assertEquals([undecided.ageNs(0, 5, 1_000), undecided.ageNs(0, 9, 1_700)], [0, 700]);
});

Deno.test("OldestUndecided.ageNs lets a fault that is no overrun through", () => {
  const undecided = new OldestUndecided({
    get: () => {
      throw new TypeError("not a ring");
    },
  });
  assertThrows(() => undecided.ageNs(0, 1, 0), TypeError, "not a ring");
});

Deno.test("OldestUndecided.ageNs is never more than the truth, and exact for what was seen in time", () => {
  const action = fc.oneof(
    fc.record({ publish: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ take: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ look: fc.constant(true) }),
  );
  fc.assert(fc.property(fc.constantFrom(1, 2, 4, 8), fc.array(action), (capacity, actions) => {
    const ring = new RingBuffer({ capacity });
    const undecided = new OldestUndecided(ring);
    const arrivals: number[] = [];
    let [cursor, nowNs, seen] = [0, 0, -1];
    for (const action of actions) {
      nowNs += 10;
      if ("publish" in action) {
        for (let n = 0; n < action.publish; n++) {
          arrivals.push(++nowNs);
          publish(ring, nowNs);
        }
      } else if ("take" in action) {
        cursor = Math.min(arrivals.length, cursor + action.take);
      } else {
        const age = undecided.ageNs(cursor, arrivals.length, nowNs);
        const truth = cursor === arrivals.length ? 0 : nowNs - arrivals[cursor];
        if (truth > 0 && arrivals.length - cursor <= capacity) seen = cursor;
        assert(age <= truth, `${age} of ${truth}`);
        if (seen === cursor || truth === 0) assertEquals(age, truth);
      }
    }
  }));
});
