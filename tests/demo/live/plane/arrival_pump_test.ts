import { assertEquals, assertThrows } from "@std/assert";
import type { ArrivalFeed } from "../../../../demo/system/feed/arrival_feed.ts";
import { FeedError } from "../../../../demo/system/feed/feed_error.ts";
import { feedOfTimes } from "../../../../demo/system/feed/feed_of_times.ts";
import { AHEAD, ArrivalPump } from "../../../../demo/live/plane/arrival_pump.ts";
import { ArrivalWord } from "../../../../demo/live/between/arrival_buffer.ts";

/** A feed of one event every microsecond. */
function feedOf(events: number): ArrivalFeed {
  return feedOfTimes(Float64Array.from({ length: events }, (_, n) => 1_000 * n), new Uint8Array(events).fill(28));
}

/** Counts as the producer sees them. */
function shown({ buffer: { words } }: ArrivalPump): [written: number, ended: number] {
  return [Atomics.load(words, ArrivalWord.WRITTEN), Atomics.load(words, ArrivalWord.ENDED)];
}

Deno.test("ArrivalPump hands on every time of a short feed, and then its end", () => {
  const pump = new ArrivalPump(feedOf(5_000), 0);
  assertEquals(shown(pump), [0, 0]);
  pump.pump(1);
  assertEquals([...shown(pump), pump.isOver], [4_096, 0, false]);
  pump.fill();
  assertEquals([...shown(pump), pump.isOver, pump.bytes], [5_000, 1, true, 28 * 5_000]);
  assertEquals([pump.dueNs(0), pump.dueNs(4_999), pump.dueNs(5_000)], [0, 4_999_000, NaN]);
});

Deno.test("ArrivalPump reads only so far ahead of the producer, and keeps what was published", () => {
  const pump = new ArrivalPump(feedOf(2 * AHEAD), 1_000);
  pump.fill();
  assertEquals(shown(pump), [AHEAD, 0]);
  pump.fill();
  assertEquals(shown(pump), [AHEAD, 0]);
  Atomics.store(pump.buffer.words, ArrivalWord.READ, 5_000);
  pump.fill();
  assertEquals(shown(pump), [AHEAD + 4_096, 0]);
  // Published, and still known.
  assertEquals(pump.dueNs(4_500), 4_500_000);
  Atomics.store(pump.buffer.words, ArrivalWord.READ, AHEAD);
  pump.fill();
  assertEquals(pump.dueNs(AHEAD + 7), 1_000 * (AHEAD + 7));
  // What is gone is not made up.
  const kept = pump.buffer.timesNs.length;
  assertEquals([pump.dueNs(pump.written - kept), pump.dueNs(pump.written - kept - 1)], [
    1_000 * (pump.written - kept),
    NaN,
  ]);
});

Deno.test("ArrivalPump of a recording that is broken further on publishes what came before, and says why it ends", () => {
  const feed = feedOf(5_000);
  let reads = 0;
  const broken: ArrivalFeed = {
    model: "recorded",
    firstNs: undefined,
    lastNs: undefined,
    read: (chunk) => {
      if (reads++ === 1) throw new FeedError("feed.csv", "line 4098", "time must be a number, got x");
      return feed.read(chunk);
    },
    close: () => feed.close(),
  };
  const pump = new ArrivalPump(broken, 0);
  assertThrows(() => pump.fill(), FeedError, "feed.csv");
  assertEquals([...shown(pump), pump.isOver], [4_096, 1, true]);
  pump.fill();
  assertEquals(reads, 2);
});
