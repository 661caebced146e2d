import { MarketDataIngest, type MonotonicClock, SharedRingBuffer } from "../../../../mod.ts";
import type { CycleTimer } from "../../../../runtime/mod.ts";
import { makeArrivalBuffer, showWritten } from "../../between/arrival_buffer.ts";
import { privateWords, readyLifecycle } from "./_private_parts.ts";
import { FeedDuty } from "../duty/feed_duty.ts";

/** Feeds that a producer is trained with. */
const TRAINING_FEEDS = 4;

/** Events of each. */
const TRAINING_EVENTS = 4_096;

/**
 * Has the compilers see all that a producer with a feed does, so that the first burst of the feed does not have to wait for
 * them.
 *
 * @param clock the thread's clock
 * @param timer has read it
 * @param payloadWords 32-bit payload words of every event
 */
export function trainProducer(clock: MonotonicClock, timer: CycleTimer, payloadWords: number): void {
  const lifecycle = readyLifecycle();
  for (let n = 0; n < TRAINING_FEEDS; n++) {
    const description = SharedRingBuffer.allocate({ capacity: 64, payloadWords });
    const ring = SharedRingBuffer.attachProducer(description, { checked: false });
    const ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
    const arrivals = makeArrivalBuffer(TRAINING_EVENTS);
    timer.begin();
    const duty = new FeedDuty({ ingest, ring, timer, arrivals, startNs: clock.nowNs(), progress: privateWords() });
    // As the control plane does: it shows some, then all, then the end.
    for (const written of [0, TRAINING_EVENTS / 2, TRAINING_EVENTS]) {
      showWritten(arrivals, written, written === TRAINING_EVENTS);
      for (let work = 1; work > 0;) {
        timer.begin();
        work = duty.pass();
      }
    }
  }
}
