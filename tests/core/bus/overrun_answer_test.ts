import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { EventRing } from "../../../core/bus/event_ring.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { OverrunAnswer } from "../../../core/bus/overrun_answer.ts";
import { OVERRUN_POLICIES, type OverrunPolicy } from "../../../core/bus/overrun_policy.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { SharedRingBuffer } from "../../../core/bus/shared/shared_ring_buffer.ts";

function answering(policy: OverrunPolicy, ring: EventRing = new RingBuffer({ capacity: 4 })) {
  const consumer = ring.createConsumer();
  const overruns = new OverrunAnswer(consumer, policy);
  const publish = (count: number) => {
    for (let n = 0; n < count; n++) {
      ring.claim();
      ring.publish();
    }
  };
  /** Polls, answers an overrun, and returns what the answer was; undefined, if there was none to answer. */
  const poll = () => consumer.poll() === PollStatus.OVERRUN ? overruns.answer() : undefined;
  return { consumer, overruns, publish, poll };
}

const countsOf = ({ overruns, episodes, stalled }: OverrunAnswer) => [overruns, episodes, stalled];

Deno.test("OverrunAnswer of skip-to-head gives up all that was unread, each time", () => {
  const { consumer, overruns, publish, poll } = answering("skip-to-head");
  publish(10);
  assertEquals([poll(), consumer.lost, consumer.lag], [10, 10, 0]);
  publish(5);
  assertEquals([poll(), consumer.lost, countsOf(overruns)], [5, 15, [2, 2, false]]);
});

Deno.test("OverrunAnswer of skip-to-oldest gives up only what is gone", () => {
  const { consumer, overruns, publish, poll } = answering("skip-to-oldest");
  publish(10);
  assertEquals([poll(), consumer.lost, consumer.lag], [6, 6, 4]);
  assertEquals([poll(), consumer.delivered, countsOf(overruns)], [undefined, 1, [1, 1, false]]);
});

Deno.test("OverrunAnswer of stall gives up nothing, tells each loss once, and has one episode for many polls", () => {
  const { consumer, overruns, publish, poll } = answering("stall");
  assertEquals(countsOf(overruns), [0, 0, false]);
  publish(5);
  assertEquals([poll(), poll(), countsOf(overruns)], [1, 0, [2, 1, true]]);
  publish(3);
  assertEquals([poll(), consumer.lost, consumer.lag, countsOf(overruns)], [3, 0, 8, [3, 1, true]]);
});

Deno.test("OverrunAnswer of stall begins another episode after somebody else has let the consumer resume", () => {
  const { consumer, overruns, publish, poll } = answering("stall");
  publish(7);
  poll();
  consumer.resumeAtHead();
  assertEquals(countsOf(overruns), [1, 1, false]);
  publish(6);
  assertEquals([poll(), countsOf(overruns)], [2, [2, 2, true]]);
});

Deno.test("OverrunAnswer refuses a policy that there is none of, and what is no consumer", () => {
  const { consumer } = answering("stall");
  const policy = "wait" as OverrunPolicy;
  assertEquals(
    assertThrows(() => new OverrunAnswer(consumer, policy), RangeError).message,
    'Cannot create OverrunAnswer: policy must be one of stall, skip-to-head, skip-to-oldest, got "wait"',
  );
  assertThrows(() => new OverrunAnswer({} as typeof consumer, "stall"), TypeError, "consumer must be");
});

Deno.test("OverrunAnswer tells exactly what can never be delivered, whatever the policy, the ring and the rhythm", () => {
  const rings = [() => new RingBuffer({ capacity: 4 }), () => new SharedRingBuffer({ capacity: 4 })];
  fc.assert(fc.property(
    fc.constantFrom(...OVERRUN_POLICIES),
    fc.constantFrom(...rings),
    fc.array(fc.tuple(fc.nat(9), fc.nat(5)), { maxLength: 30 }),
    (policy, makeRing, rhythm) => {
      const ring = makeRing();
      const { consumer, overruns, publish, poll } = answering(policy, ring);
      let told = 0;
      for (const [events, polls] of rhythm) {
        publish(events);
        for (let n = 0; n < polls; n++) told += poll() ?? 0;
        if (polls > 0) assertEquals(told, consumer.lost + consumer.overwritten);
      }
      assertEquals(overruns.stalled, policy === "stall" && overruns.overruns > 0);
      if (policy === "stall") assertEquals(overruns.episodes, Math.min(1, overruns.overruns));
      else assertEquals(overruns.episodes, overruns.overruns);
    },
  ));
});
