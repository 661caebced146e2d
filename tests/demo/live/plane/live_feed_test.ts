import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import type { ArrivalFeed } from "../../../../demo/system/feed/arrival_feed.ts";
import { FeedError } from "../../../../demo/system/feed/feed_error.ts";
import { ArrivalPump } from "../../../../demo/live/plane/arrival_pump.ts";
import { LiveFeed } from "../../../../demo/live/plane/live_feed.ts";

/** A feed that fails at its first reading. */
function failing(error: Error): LiveFeed {
  const feed: ArrivalFeed = {
    model: "recorded",
    firstNs: undefined,
    lastNs: undefined,
    read: () => {
      throw error;
    },
    close: () => {},
  };
  return new LiveFeed(new ArrivalPump(feed, 0));
}

Deno.test("LiveFeed of a recording that breaks says where, and has not been read to its end", () => {
  const feed = failing(new FeedError("feed.csv", "line 7", "time must be a number, got x"));
  assertEquals(feed.failure, undefined);
  feed.readOn();
  assertMatch(feed.failure ?? "", /feed\.csv"?: line 7: time must be a number/);
  const { failure, ...read } = feed.read;
  assertEquals([failure, read], [feed.failure, { model: "recorded", bytes: 0, events: 0, isOver: false }]);
  feed.readOn();
  feed.close();
});

Deno.test("LiveFeed does not hide a mistake in the program", () => {
  assertThrows(() => failing(new TypeError("no such thing")).readOn(), TypeError);
});
