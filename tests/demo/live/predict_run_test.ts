import { assertEquals } from "@std/assert";
import { feedOfTimes } from "../../../demo/system/feed/feed_of_times.ts";
import type { ArrivalFeed } from "../../../demo/system/feed/arrival_feed.ts";
import { PREDICTED_MAX, predictRun } from "../../../demo/live/predict_run.ts";
import { consumerReport, consumerResult, feedResult, histogramOf, result } from "./_results.ts";

/** A run whose consumer takes 10 µs for an event, and is awake. */
const measured = { perEventNs: 10_000, overheadNs: 5_000, perPassNs: 0, wakeUpNs: 0 };
const served = { measured, fullPassNs: histogramOf().snapshot(), lagMax: 3, firstOverrunNs: undefined };
const run = feedResult({
  consumers: [consumerResult(1, { report: consumerReport({ served }) })],
  prediction: undefined,
});

Deno.test("predictRun tells the peak lag of the services that were measured, not of those that were specified", async () => {
  let closed = 0;
  const burst = feedOfTimes([0, 1_000, 2_000, 3_000, 4_000]);
  const feed: ArrivalFeed = {
    model: "recorded",
    firstNs: "0",
    lastNs: "0",
    read: (chunk) => burst.read(chunk),
    close: () => closed++,
  };
  const prediction = await predictRun(run, (system) => {
    assertEquals(system.consumers[0].service?.perEvent, 10_000);
    return feed;
  });
  // One is decided on at once, and four more have come when that is complete.
  assertEquals(prediction?.consumers.map(({ neededCapacity, firstOverrunNs }) => [neededCapacity, firstOverrunNs]), [
    [4, undefined],
  ]);
  assertEquals(closed, 1);
});

Deno.test("predictRun tells when the ring is overrun first", async () => {
  const times = Array.from({ length: 600 }, (_, n) => n);
  // Of 600 that come at once, 599 are left at the second poll: more than the 512 of the ring.
  const prediction = await predictRun(run, () => feedOfTimes(times));
  assertEquals(prediction?.consumers[0].firstOverrunNs, 10_000);
});

Deno.test("predictRun says nothing without a feed, or of one that cannot be read again, or of too many events", async () => {
  assertEquals(await predictRun(run, () => undefined), undefined);
  assertEquals(await predictRun(result(), () => feedOfTimes([0])), undefined);
  const long = { ...run, producer: { ...run.producer!, published: PREDICTED_MAX + 1 } };
  assertEquals(await predictRun(long, () => feedOfTimes([0])), undefined);
});
