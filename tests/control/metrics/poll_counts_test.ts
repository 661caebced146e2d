import { assertEquals } from "@std/assert";
import { PollCounts } from "../../../control/metrics/poll_counts.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";

function countsOf(polls: PollCounts): { events: number; empty: number; overruns: number } {
  const { events, empty, overruns } = polls;
  return { events, empty, overruns };
}

Deno.test("PollCounts counts each status apart", () => {
  const polls = new PollCounts();
  assertEquals(countsOf(polls), { events: 0, empty: 0, overruns: 0 });
  const { EMPTY, EVENT, OVERRUN } = PollStatus;
  for (const status of [EVENT, EVENT, EVENT, EMPTY, EMPTY, OVERRUN]) polls.count(status);
  assertEquals(countsOf(polls), { events: 3, empty: 2, overruns: 1 });
});

Deno.test("PollCounts of a consumer that is overrun and resumes agrees with the consumer", () => {
  const ring = new RingBuffer({ capacity: 4 });
  const consumer = ring.createConsumer();
  const polls = new PollCounts();
  for (let n = 0; n < 6; n++) {
    ring.claim();
    ring.publish();
  }
  polls.count(consumer.poll());
  polls.count(consumer.poll());
  consumer.resumeAtOldest();
  for (let n = 0; n < 7; n++) polls.count(consumer.poll());
  assertEquals(countsOf(polls), { events: consumer.delivered, empty: 3, overruns: 2 });
});
