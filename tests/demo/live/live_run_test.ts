import { assertEquals, assertMatch } from "@std/assert";
import { SharedRingBuffer } from "../../../core/bus/shared_ring_buffer.ts";
import { createClock } from "../../../core/time/create_clock.ts";
import { allocateLiveRing, runLive } from "../../../demo/live/live_run.ts";
import { plan } from "./_statuses.ts";

const ignore = Deno.permissions.querySync({ name: "read" }).state !== "granted";
const skipped = ignore ? " (skipped without --allow-read)" : "";

Deno.test(
  `runLive with a thread that fails ends, and has the reports of the others${skipped}`,
  { ignore },
  async () => {
    const live = plan({ seconds: 60, rate: 1_000, consumers: 2 });
    const ring = allocateLiveRing(live);
    const claimed = new SharedRingBuffer(ring); // so the producer's thread is refused
    claimed.claim();
    claimed.publish();
    using clock = createClock();
    const { endedBy, failures, producer, consumers } = await runLive(live, {
      ring,
      clock,
      cores: 2,
      signal: new AbortController().signal,
      statusMs: 1_000,
      onStatus: () => {},
    });
    assertEquals([endedBy, producer, failures.length], ["failure", null, 1]);
    assertMatch(failures[0], /^producer: ProducerClaimedError: /);
    // They joined behind the event that had been published.
    for (const { report } of consumers) assertEquals([report?.start, report?.delivered, report?.left], [1, 0, 0]);
  },
);
