import { assertEquals } from "@std/assert";
import { makeChunk } from "../../../../demo/system/feed/arrival_feed.ts";
import { feedBefore } from "../../../../demo/system/feed/feed_before.ts";
import { feedOfTimes } from "../../../../demo/system/feed/feed_of_times.ts";

/** What a feed has before an end: its times, its first and its last own time. */
function readBefore(times: readonly number[], endNs: number, events: number) {
  const feed = feedBefore(feedOfTimes(times), endNs);
  const chunk = makeChunk(events);
  const all: number[] = [];
  for (let count = feed.read(chunk); count > 0; count = feed.read(chunk)) all.push(...chunk.timesNs.subarray(0, count));
  assertEquals(feed.read(chunk), 0);
  return [all, feed.firstNs, feed.lastNs];
}

Deno.test("feedBefore ends before the first arrival at its end, wherever that lies in a chunk", () => {
  const times = [1_000, 1_100, 1_200, 1_200, 1_300];
  for (const events of [1, 2, 3, 100]) {
    assertEquals(readBefore(times, 200, events), [[0, 100], "1000", "1100"]);
    assertEquals(readBefore(times, 201, events), [[0, 100, 200, 200], "1000", "1200"]);
    assertEquals(readBefore(times, 301, events), [[0, 100, 200, 200, 300], "1000", "1300"]);
    assertEquals(readBefore(times, Infinity, events), [[0, 100, 200, 200, 300], "1000", "1300"]);
  }
});
