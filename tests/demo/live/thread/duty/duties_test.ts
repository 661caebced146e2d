import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { OVERRUN_POLICIES, type OverrunPolicy } from "../../../../../core/bus/overrun_policy.ts";
import { SharedRingBuffer } from "../../../../../core/bus/shared/shared_ring_buffer.ts";
import { Executor } from "../../../../../core/execution/executor.ts";
import { MarketDataIngest } from "../../../../../core/ingest/market_data_ingest.ts";
import { Lifecycle } from "../../../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../../../core/state/lifecycle_state.ts";
import { ManualClock } from "../../../../../core/time/manual_clock.ts";
import { ConsumerDuty } from "../../../../../demo/live/thread/duty/consumer_duty.ts";
import { Command, ThreadWord } from "../../../../../demo/live/between/control_words.ts";
import { ProducerDuty } from "../../../../../demo/live/thread/duty/producer_duty.ts";

/** A producer's and a consumer's duty, over a small ring in one thread. */
function duties({ onOverrun = "skip-to-head" as OverrunPolicy, capacity = 8, passPolls = 4 } = {}) {
  const lifecycle = new Lifecycle();
  lifecycle.transition(LifecycleState.WARMUP);
  const clock = new ManualClock();
  const ring = new SharedRingBuffer({ capacity, payloadWords: 3 });
  const due = { events: 0 };
  const ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
  const producer = new ProducerDuty({ ingest, ring, pacer: { due: () => due.events } });
  const reader = SharedRingBuffer.attachReader(ring.describe());
  const consumer = reader.createConsumer();
  const executor = new Executor({ lifecycle: lifecycle.reader, consumer, clock });
  const progress = new Int32Array(8);
  const duty = new ConsumerDuty({ executor, consumer, reader, passPolls, onOverrun, progress });
  const produce = (events: number): number => {
    due.events = events;
    return producer.pass();
  };
  return { lifecycle, ring, consumer, producer, produce, duty, progress };
}

Deno.test("ProducerDuty.pass publishes what is due, with words that follow from the sequence", () => {
  const { ring, produce } = duties();
  assertEquals([produce(3), produce(0), produce(2), ring.head], [3, 0, 2, 5]);
  for (let n = 0; n < 5; n++) {
    const event = ring.get(n);
    assertEquals([event.word(0), event.word(1), event.word(2)], [n, n + 1, n + 2]);
  }
});

Deno.test("ProducerDuty ends as soon as the command is not to run", () => {
  const { producer } = duties();
  assertEquals([producer.isDone(Command.STOP, 7), producer.isDone(Command.LEAVE, 0)], [true, true]);
});

Deno.test("ConsumerDuty.pass takes what there is, up to its limit, and shows its progress", () => {
  const { produce, duty, progress } = duties();
  assertEquals(duty.pass(), 0);
  produce(6);
  assertEquals([duty.pass(), progress[ThreadWord.DELIVERED]], [4, 4]);
  assertEquals([duty.pass(), progress[ThreadWord.DELIVERED]], [2, 6]);
  assertEquals(duty.pass(), 0);
  // The first pass found nothing, the third came to the end of what there was, and the last found nothing.
  assertEquals(progress[ThreadWord.EMPTY_POLLS], 3);
});

Deno.test("ConsumerDuty counts the decisions that were live", () => {
  const { lifecycle, produce, duty } = duties();
  produce(3);
  duty.pass();
  lifecycle.transition(LifecycleState.READY);
  produce(2);
  duty.pass();
  assertEquals(duty.live, 2);
});

Deno.test("ConsumerDuty that skips to the head gives up all, and an overrun is work", () => {
  const { consumer, produce, duty, progress } = duties({ onOverrun: "skip-to-head" });
  produce(10);
  assertEquals([duty.pass(), consumer.lost, consumer.lag, duty.overruns], [1, 10, 0, 1]);
  assertEquals(duty.episodes, 1);
  assertEquals([progress[ThreadWord.LOST], progress[ThreadWord.OVERRUNS]], [10, 1]);
  assertEquals(duty.pass(), 0);
  produce(1);
  assertEquals([duty.pass(), consumer.delivered], [1, 1]);
});

Deno.test("ConsumerDuty that skips to the oldest gives up only what is gone", () => {
  const { consumer, produce, duty } = duties({ onOverrun: "skip-to-oldest" });
  produce(10);
  assertEquals([duty.pass(), consumer.lost, consumer.lag], [1, 2, 8]);
  assertEquals([duty.pass(), duty.pass(), duty.pass()], [4, 4, 0]);
});

Deno.test("ConsumerDuty that stalls gives up nothing, and finds no more work", () => {
  const { ring, consumer, produce, duty, progress } = duties({ onOverrun: "stall" });
  produce(3);
  duty.pass();
  produce(9);
  assertEquals([duty.pass(), duty.pass(), duty.pass()], [0, 0, 0]);
  assertEquals([consumer.delivered, consumer.lost, consumer.lag, duty.episodes], [3, 0, 9, 1]);
  // It was overrun once, and each of three polls found it so.
  assertEquals([progress[ThreadWord.OVERRUNS], duty.overruns], [3, 3]);
  // What is left is known only when the producer is done.
  assertEquals(duty.isDone(Command.STOP, 0), false);
  ring.close();
  assertEquals(duty.isDone(Command.STOP, 0), true);
});

Deno.test("ConsumerDuty goes on until it has taken all that was published before the ring was closed", () => {
  const { ring, produce, duty } = duties();
  produce(6);
  assertEquals(duty.isDone(Command.STOP, duty.pass()), false);
  ring.close();
  assertEquals(duty.isDone(Command.STOP, 0), false);
  duty.pass();
  assertEquals(duty.isDone(Command.STOP, duty.pass()), true);
});

Deno.test("ConsumerDuty leaves the rest at once if it is told to", () => {
  const { produce, duty } = duties();
  produce(8);
  assertEquals(duty.isDone(Command.LEAVE, duty.pass()), true);
});

Deno.test("ConsumerDuty accounts for every event, whatever the rhythm and the policy", () => {
  fc.assert(fc.property(
    fc.constantFrom(...OVERRUN_POLICIES),
    fc.array(fc.tuple(fc.nat(12), fc.nat(4)), { maxLength: 40 }),
    (onOverrun, rhythm) => {
      const { ring, consumer, produce, duty, progress } = duties({ onOverrun });
      for (const [events, passes] of rhythm) {
        produce(events);
        for (let n = 0; n < passes; n++) duty.pass();
        assertEquals(consumer.delivered + consumer.lost + consumer.lag, ring.head);
        assertEquals(progress[ThreadWord.DELIVERED], consumer.delivered);
        assertEquals(progress[ThreadWord.LOST], consumer.lost);
      }
    },
  ));
});
