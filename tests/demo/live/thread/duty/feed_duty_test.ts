import { assertEquals } from "@std/assert";
import { SharedRingBuffer } from "../../../../../core/bus/shared/shared_ring_buffer.ts";
import { MarketDataIngest } from "../../../../../core/ingest/market_data_ingest.ts";
import { Lifecycle } from "../../../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../../../core/state/lifecycle_state.ts";
import { ManualClock } from "../../../../../core/time/manual_clock.ts";
import { ArrivalWord, makeArrivalBuffer, showWritten } from "../../../../../demo/live/between/arrival_buffer.ts";
import { ThreadWord } from "../../../../../demo/live/between/control_words.ts";
import { PASS_EVENTS } from "../../../../../demo/live/between/pass_events.ts";
import { FeedDuty } from "../../../../../demo/live/thread/duty/feed_duty.ts";

const START = 1_000;

/** A duty over a small ring, and the other side of its buffer. */
function feedDuty({ buffered = 256 } = {}) {
  const lifecycle = new Lifecycle();
  lifecycle.transition(LifecycleState.WARMUP);
  const clock = new ManualClock(START);
  const ring = new SharedRingBuffer({ capacity: 1_024, payloadWords: 2 });
  const ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
  const arrivals = makeArrivalBuffer(buffered);
  const progress = new Int32Array(new SharedArrayBuffer(128));
  const duty = new FeedDuty({ ingest, ring, timer: clock, arrivals, startNs: START, progress });
  let written = 0;
  const write = (timesNs: readonly number[], isEnd = false) => {
    for (const timeNs of timesNs) arrivals.timesNs[written++ & (buffered - 1)] = timeNs;
    showWritten(arrivals, written, isEnd);
  };
  const read = () => Atomics.load(arrivals.words, ArrivalWord.READ);
  return { clock, ring, duty, write, read, progress };
}

Deno.test("FeedDuty publishes each event at its time, and not before", () => {
  const { clock, ring, duty, write, read } = feedDuty();
  write([0, 0, 500, 501]);
  assertEquals([duty.pass(), duty.pass(), read()], [2, 0, 2]);
  clock.advance(500);
  assertEquals([duty.pass(), read(), ring.get(2).arrivalNs], [1, 3, START + 500]);
  assertEquals([ring.get(2).word(0), ring.get(2).word(1)], [2, 3]);
});

Deno.test("FeedDuty that comes late publishes what has become due at once, a pass at a time, and says how late it was", () => {
  const { clock, duty, write } = feedDuty();
  write(Array.from({ length: 100 }, (_, n) => 10 * n), true);
  clock.advance(5_000);
  assertEquals([duty.pass(), duty.pass()], [PASS_EVENTS, 100 - PASS_EVENTS]);
  const { latenessNs, lastLateNs, behind } = duty.report(START + 5_000);
  assertEquals([latenessNs.count, latenessNs.max, latenessNs.min, lastLateNs, behind], [100, 5_000, 4_010, 4_010, 0]);
});

Deno.test("FeedDuty shows that its feed is over when all of it is published", () => {
  const { clock, duty, write, progress } = feedDuty();
  write([0, 100], true);
  duty.pass();
  assertEquals([duty.pass(), duty.isOver, progress[ThreadWord.FEED_OVER]], [0, false, 0]);
  clock.advance(100);
  assertEquals([duty.pass(), duty.pass(), duty.pass()], [1, 0, 0]);
  assertEquals([duty.isOver, progress[ThreadWord.FEED_OVER], duty.report(0).starvings], [true, 1, 0]);
});

Deno.test("FeedDuty of an empty feed is over at once", () => {
  const { duty, write } = feedDuty();
  write([], true);
  assertEquals([duty.pass(), duty.isOver, duty.report(START).lastLateNs], [0, true, 0]);
});

Deno.test("FeedDuty counts how often, and how long, it had to wait for the feed to be read", () => {
  const { clock, duty, write } = feedDuty();
  write([0]);
  assertEquals(duty.pass(), 1);
  clock.advance(40);
  assertEquals(duty.pass(), 0);
  clock.advance(60);
  assertEquals(duty.pass(), 0);
  write([50]);
  clock.advance(10);
  assertEquals(duty.pass(), 1);
  const { starvings, starvedNs, latenessNs } = duty.report(START + 110);
  // It looked at 40 and found something at 110. The event is late by all of that.
  assertEquals([starvings, starvedNs, latenessNs.max], [1, 70, 60]);
});

Deno.test("FeedDuty knows what was due when it stopped, and had not been published", () => {
  const { clock, duty, write } = feedDuty();
  write([0, 10, 20, 30_000]);
  assertEquals(duty.pass(), 1);
  clock.advance(20);
  assertEquals([duty.report(START + 20).behind, duty.report(START + 9).behind], [2, 0]);
});

Deno.test("FeedDuty goes round its buffer as often as it takes", () => {
  const { duty, write, read, ring } = feedDuty({ buffered: 4 });
  for (let n = 0; n < 25; n++) {
    write([n, n, n].map(() => 0));
    assertEquals(duty.pass(), 3);
  }
  assertEquals([read(), ring.head], [75, 75]);
});
