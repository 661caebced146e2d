import { assertEquals, assertThrows } from "@std/assert";
import { PollStatus } from "../../../../core/bus/poll_status.ts";
import { assertShows, publish } from "../../../conformance/event_content.ts";
import type { MakeRing } from "../../../conformance/ring/ring_under_test.ts";
import { jump } from "./_jump.ts";

const { EVENT, OVERRUN } = PollStatus;
const LAPS_UNTIL_STAMPS_REPEAT = 2 ** 32;

/** Lets consumers sleep until the stamps repeat, or nearly, and checks that each is told exactly what it lost. */
export function checkSleepers(makeRing: MakeRing): void {
  for (const capacity of [1, 2, 4]) {
    const slots = capacity + 1;
    for (const times of [1, 2, 5]) {
      for (let off = -slots - 1; off <= slots + 1; off++) {
        const slept = times * slots * LAPS_UNTIL_STAMPS_REPEAT + off;
        const ring = makeRing({ capacity });
        const consumer = ring.createConsumer();
        publish(ring, 1);
        consumer.poll();
        jump(ring, slept);
        assertEquals([consumer.poll(), consumer.pollBatch(2)], [OVERRUN, OVERRUN], `after ${slept} events`);
        assertEquals([consumer.lag, consumer.overwritten], [slept, slept - capacity]);
        assertThrows(() => ring.get(0), Error, `${slept + 1 - capacity} lost`);
        assertEquals(consumer.resumeAtOldest(), slept - capacity);
        assertEquals(consumer.resumeAtHead(), capacity);
        publish(ring, 1);
        assertEquals(consumer.poll(), EVENT);
        assertShows(consumer.event, slept + 1);
      }
    }
  }
}
