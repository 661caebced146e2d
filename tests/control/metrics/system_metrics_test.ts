import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { SystemMetrics } from "../../../control/metrics/system_metrics.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { ManualClock } from "../../../core/time/manual_clock.ts";
import { createSystem } from "./_system.ts";

const { WARMUP, READY, DEGRADED } = LifecycleState;

const SECOND_NS = 1e9;

Deno.test("SystemMetrics collects what the parts know", () => {
  const { clock, lifecycle, ingest, consumers: [fast, slow], system } = createSystem(["fast", "slow"], 4);
  lifecycle.transition(WARMUP);
  ingest.ingest(new Uint8Array(4));
  clock.advance(70);
  fast.poll();
  lifecycle.transition(READY);
  for (let n = 0; n < 6; n++) {
    ingest.ingest(new Uint8Array(4));
    clock.advance(300);
    fast.poll();
  }
  fast.poll();
  slow.poll(); // overrun: seven events, four slots
  slow.metrics.recordDropped(9);
  const snapshot = system.snapshot();
  const { published, capacity, transitions, ready } = snapshot;
  assertEquals([published, capacity, transitions, ready], [7, 4, 2, true]);
  const numbers = snapshot.consumers.map(({ metrics, ...numbers }) => ({
    ...numbers,
    executed: metrics.executed,
    provisional: metrics.provisional,
    dropped: metrics.dropped,
  }));
  assertEquals(numbers, [
    {
      name: "fast",
      delivered: 7,
      lost: 0,
      lag: 0,
      overwritten: 0,
      overruns: 0,
      emptyPolls: 1,
      stalls: 0,
      longestCycleNs: 300,
      oldestUndecidedAgeNs: 0,
      heartbeatAgeNs: 0,
      executed: 6,
      provisional: 1,
      dropped: 0,
    },
    {
      name: "slow",
      delivered: 0,
      lost: 0,
      lag: 7,
      overwritten: 3,
      overruns: 1,
      emptyPolls: 0,
      stalls: 0,
      longestCycleNs: 0,
      // The fourth event was the oldest that could be read when somebody first looked, after three more.
      oldestUndecidedAgeNs: 4 * 300,
      heartbeatAgeNs: 0,
      executed: 0,
      provisional: 0,
      dropped: 9,
    },
  ]);
});

Deno.test("SystemMetrics counts from the first event that the ring was to carry", () => {
  const ring = new RingBuffer({ capacity: 8, startSequence: 1_000 });
  const system = new SystemMetrics({ lifecycle: new Lifecycle(), ring, clock: new ManualClock(), consumers: [] });
  ring.claimBatch(3);
  ring.publish();
  assertEquals([system.snapshot().published, system.snapshot().ready], [3, false]);
});

Deno.test("SystemMetrics has the numbers of a producer where there is one that has a loop", () => {
  const ring = new RingBuffer({ capacity: 8 });
  const parts = { lifecycle: new Lifecycle(), ring, clock: new ManualClock(), consumers: [] };
  assertEquals("producer" in new SystemMetrics(parts).snapshot(), false);
  const producer = { stalls: 2, longestNs: 70 };
  const system = new SystemMetrics({ ...parts, producer });
  const before = system.snapshot();
  producer.stalls++;
  assertEquals(before.producer, { stalls: 2, longestCycleNs: 70 });
  assertEquals([system.snapshot().producer?.stalls, Object.isFrozen(before.producer)], [3, true]);
});

Deno.test("SystemMetrics snapshots are frozen and do not follow the system", () => {
  const { lifecycle, ingest, consumers: [consumer], system } = createSystem(["one"]);
  lifecycle.transition(WARMUP);
  const snapshot = system.snapshot();
  ingest.ingest(new Uint8Array(4));
  consumer.poll();
  assertEquals([snapshot.published, snapshot.consumers[0].delivered], [0, 0]);
  for (const part of [snapshot, snapshot.consumers, snapshot.consumers[0], snapshot.consumers[0].metrics]) {
    assert(Object.isFrozen(part));
  }
});

Deno.test("SystemMetrics finds a consumer that decided once, on a fresh event, and then never polled again", () => {
  const { clock, lifecycle, ingest, consumers: [consumer], system } = createSystem(["executor"], 64);
  lifecycle.transition(WARMUP);
  ingest.ingest(new Uint8Array(4));
  consumer.poll();
  const ages: [number, number][] = [];
  for (let second = 1; second <= 10; second++) {
    clock.advance(SECOND_NS);
    if (second === 4) ingest.ingest(new Uint8Array(4));
    const [{ oldestUndecidedAgeNs, heartbeatAgeNs, metrics }] = system.snapshot().consumers;
    // By what it decided on it is as fresh as can be.
    assertEquals([metrics.stalenessNs.max, metrics.latestDecisionNs - metrics.latestArrivalNs], [0, 0]);
    ages.push([oldestUndecidedAgeNs / SECOND_NS, heartbeatAgeNs / SECOND_NS]);
  }
  // No event waits until the fourth second. That it does not poll is seen all the same.
  assertEquals(ages, [[0, 1], [0, 2], [0, 3], [0, 4], [1, 5], [2, 6], [3, 7], [4, 8], [5, 9], [6, 10]]);
});

Deno.test("SystemMetrics knows of a consumer that never polled since it was made", () => {
  const { clock, system } = createSystem(["executor"]);
  clock.advance(700);
  assertEquals(system.snapshot().consumers[0].heartbeatAgeNs, 700);
});

Deno.test("SystemMetrics remembers since when an event waits that is overwritten meanwhile", () => {
  const { clock, lifecycle, ingest, consumers: [consumer], system } = createSystem(["executor"], 2);
  lifecycle.transition(WARMUP);
  ingest.ingest(new Uint8Array(4));
  // One look while the event is readable is enough.
  assertEquals(system.look(), [{ oldestUndecidedAgeNs: 0, heartbeatAgeNs: 0 }]);
  for (let n = 1; n <= 9; n++) {
    clock.advance(100);
    ingest.ingest(new Uint8Array(4));
    assertEquals(system.snapshot().consumers[0].oldestUndecidedAgeNs, 100 * n);
  }
  // Another event is next now, and another age.
  consumer.consumer.resumeAtOldest();
  assertEquals(system.look()[0].oldestUndecidedAgeNs, 100);
  consumer.poll();
  assertEquals(system.look()[0].oldestUndecidedAgeNs, 0);
  consumer.poll();
  clock.advance(1_000);
  assertEquals(system.look(), [{ oldestUndecidedAgeNs: 0, heartbeatAgeNs: 1_000 }]);
});

Deno.test("SystemMetrics refuses two consumers of one name", () => {
  const error = assertThrows(() => createSystem(["a", "b", "a"]), RangeError);
  assertEquals(error.message, 'Cannot create SystemMetrics: consumers must have different names, got "a" twice');
  const malformed = assertThrows(() => createSystem(["a", "a\ud800"]), RangeError);
  assertEquals(
    malformed.message,
    'Cannot create SystemMetrics: the name of a consumer must be well-formed Unicode, got "a\\ud800"',
  );
});

Deno.test("SystemMetrics accounts for every event and every poll, whatever happens", () => {
  const action = fc.oneof(
    fc.record({ ingest: fc.nat({ max: 12 }) }),
    fc.record({
      poll: fc.nat({ max: 1 }),
      times: fc.nat({ max: 12 }),
      resumes: fc.constantFrom("no", "head", "oldest"),
    }),
    fc.record({ move: fc.constantFrom(READY, DEGRADED) }),
  );
  fc.assert(fc.property(fc.array(action), (actions) => {
    const { lifecycle, ingest, consumers, system } = createSystem(["a", "b"], 4);
    lifecycle.transition(WARMUP);
    const polled = [0, 0];
    let live = 0;
    let before = system.snapshot();
    for (const action of actions) {
      if ("ingest" in action) {
        for (let n = 0; n < action.ingest; n++) ingest.ingest(new Uint8Array(4));
      } else if ("move" in action) {
        if (lifecycle.state !== action.move) lifecycle.transition(action.move);
      } else {
        for (let n = 0; n < action.times; n++) {
          polled[action.poll]++;
          const { consumer, poll } = consumers[action.poll];
          const status = poll();
          if (status === PollStatus.EVENT && lifecycle.state === READY) live++;
          if (status !== PollStatus.OVERRUN || action.resumes === "no") continue;
          if (action.resumes === "head") consumer.resumeAtHead();
          else consumer.resumeAtOldest();
        }
      }
      const now = system.snapshot();
      now.consumers.forEach((consumer, n) => {
        const { delivered, lost, lag, overwritten, overruns, emptyPolls, metrics } = consumer;
        assertEquals(delivered + lost + lag, now.published);
        assertEquals(delivered + emptyPolls + overruns, polled[n]);
        assertEquals(metrics.observed, delivered);
        assertEquals(overwritten, Math.max(0, lag - now.capacity));
        // What is exposed as a counter never falls.
        const old = before.consumers[n];
        assert(delivered >= old.delivered && lost >= old.lost && overruns >= old.overruns);
        assert(lost + overwritten >= old.lost + old.overwritten, "what is lost stays lost");
        assert(emptyPolls >= old.emptyPolls && consumer.stalls >= old.stalls);
      });
      assertEquals(now.consumers[0].metrics.executed + now.consumers[1].metrics.executed, live);
      before = now;
    }
  }));
});
