import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { OVERRUN_POLICIES, type OverrunPolicy } from "../../../../../core/bus/overrun_policy.ts";
import { SharedRingBuffer } from "../../../../../core/bus/shared/shared_ring_buffer.ts";
import { Executor } from "../../../../../core/execution/executor.ts";
import { MarketDataIngest } from "../../../../../core/ingest/market_data_ingest.ts";
import { Lifecycle } from "../../../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../../../core/state/lifecycle_state.ts";
import { Command, ThreadWord } from "../../../../../demo/live/between/control_words.ts";
import { makeServiceLogic } from "../../../../../demo/live/thread/duty/busy_logic.ts";
import { ServiceDuty } from "../../../../../demo/live/thread/duty/service_duty.ts";
import { FixedTimes } from "../../../../../demo/system/feed/services/drawn_times.ts";

/** A clock that moves on by a nanosecond at every look. */
function tickingClock() {
  let now = 0;
  const nowNs = () => now++;
  return { nowNs, stamp: (cells: Float64Array, index: number) => void (cells[index] = nowNs()) };
}

/** The duty of a consumer with a service, over a small ring in one thread. */
function served(
  {
    onOverrun = "skip-to-head" as OverrunPolicy,
    capacity = 8,
    maxBatch = 4,
    perPassNs = 0,
    perEventNs = 0,
    leaveAt = 0,
  } = {},
) {
  const lifecycle = new Lifecycle();
  lifecycle.transition(LifecycleState.WARMUP);
  const clock = tickingClock();
  const ring = new SharedRingBuffer({ capacity });
  const ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
  const reader = SharedRingBuffer.attachReader(ring.describe());
  const consumer = reader.createConsumer();
  const logic = makeServiceLogic(clock, new FixedTimes(perEventNs));
  const executor = new Executor({ lifecycle: lifecycle.reader, consumer, clock, logic });
  const progress = new Int32Array(8);
  const parts = { executor, consumer, reader, clock, timer: clock, perPassNs, maxBatch, onOverrun, leaveAt, progress };
  const produce = (events: number) => {
    for (let n = 0; n < events; n++) ingest.ingest(new Uint8Array());
  };
  return { lifecycle, ring, consumer, clock, progress, produce, duty: new ServiceDuty(parts) };
}

Deno.test("ServiceDuty.pass takes what lags, up to a batch, and keeps the greatest lag that a pass found", () => {
  const { produce, duty, progress } = served();
  assertEquals([duty.pass(), progress[ThreadWord.EMPTY_POLLS], duty.lagMax], [0, 1, 0]);
  produce(6);
  assertEquals([duty.pass(), duty.pass(), duty.pass()], [4, 2, 0]);
  produce(3);
  assertEquals([duty.pass(), duty.lagMax, progress[ThreadWord.DELIVERED]], [3, 6, 9]);
  assertEquals(duty.firstOverrunNs, undefined);
});

Deno.test("ServiceDuty is busy once a pass, and with each event", () => {
  const took = (maxBatch: number) => {
    const { produce, duty, clock } = served({ maxBatch, perPassNs: 1_000, perEventNs: 50 });
    produce(4);
    const beganNs = clock.nowNs();
    while (duty.pass() > 0);
    return clock.nowNs() - beganNs;
  };
  const [batch, single] = [took(4), took(1)];
  assertEquals([batch >= 1_000 + 4 * 50, batch < 1_300], [true, true], `${batch}`);
  assertEquals([single >= 4 * 1_050, single < 4_300], [true, true], `${single}`);
});

Deno.test("ServiceDuty measures the passes that were a whole batch, and no others", () => {
  const { produce, duty } = served({ maxBatch: 4, perPassNs: 1_000, perEventNs: 50, capacity: 64 });
  produce(11);
  while (duty.pass() > 0);
  duty.pass();
  const { count, min, max } = duty.fullPassNs;
  assertEquals([count, min >= 1_200, max < 1_300], [2, true, true], `${min} to ${max}`);
});

Deno.test("ServiceDuty that finds an overrun answers it at once, and knows when that was first", () => {
  const { consumer, produce, duty, clock, progress } = served({ perPassNs: 1_000_000 });
  produce(10);
  const beganNs = clock.nowNs();
  assertEquals([duty.pass(), consumer.lost, consumer.lag, duty.overruns, duty.lagMax], [1, 10, 0, 1, 10]);
  const first = duty.firstOverrunNs!;
  assertEquals(first >= beganNs && first < beganNs + 100, true, "an overrun takes no time");
  produce(9);
  duty.pass();
  assertEquals([duty.firstOverrunNs, duty.episodes, progress[ThreadWord.LOST]], [first, 2, 19]);
});

Deno.test("ServiceDuty that stalls keeps the lag that stalled it, not what was published since", () => {
  const { produce, duty } = served({ onOverrun: "stall" });
  produce(10);
  duty.pass();
  produce(90);
  assertEquals([duty.pass(), duty.lagMax, duty.overruns, duty.episodes], [0, 10, 2, 1]);
});

Deno.test("ServiceDuty that leaves at its second overrun skips the first, and is out of service from then on", () => {
  const { ring, consumer, produce, duty, progress } = served({ leaveAt: 2 });
  produce(9);
  assertEquals([duty.pass(), consumer.lost, duty.overruns], [1, 9, 1]);
  produce(20);
  assertEquals([duty.pass(), duty.pass(), duty.pass()], [0, 0, 0]);
  assertEquals([consumer.lost, consumer.lag, duty.overruns, duty.episodes], [9, 20, 2, 2]);
  assertEquals(progress[ThreadWord.OVERRUNS], 2);
  assertEquals(duty.isDone(Command.STOP, 0), false);
  ring.close();
  assertEquals(duty.isDone(Command.STOP, 0), true);
});

Deno.test("ServiceDuty counts decisions that were live, and leaves the rest if it is told to", () => {
  const { lifecycle, produce, duty } = served();
  produce(2);
  duty.pass();
  lifecycle.transition(LifecycleState.READY);
  produce(5);
  duty.pass();
  assertEquals([duty.live, duty.isDone(Command.STOP, 4), duty.isDone(Command.LEAVE, 4)], [4, false, true]);
});

Deno.test("ServiceDuty accounts for every event, whatever the rhythm, the policy and the batch", () => {
  fc.assert(fc.property(
    fc.constantFrom(...OVERRUN_POLICIES),
    fc.integer({ min: 1, max: 6 }),
    fc.array(fc.tuple(fc.nat(12), fc.nat(4)), { maxLength: 40 }),
    (onOverrun, maxBatch, rhythm) => {
      const { ring, consumer, produce, duty, progress } = served({ onOverrun, maxBatch });
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
