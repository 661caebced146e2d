/**
 * The thread that produces. Started as a Worker by the control plane.
 *
 * @module
 */
import { LifecycleView, MarketDataIngest, SharedRingBuffer } from "../../../mod.ts";
import { createIdleStrategy, RatePacer, UnpacedPacer } from "../../../runtime/mod.ts";
import { serveThread } from "./_worker_scope.ts";
import { awaitCommand, lineOf, START_CELL } from "../between/control_words.ts";
import { FeedDuty } from "./duty/feed_duty.ts";
import { PASS_EVENTS } from "../between/pass_events.ts";
import { ProducerDuty } from "./duty/producer_duty.ts";
import { makeTrainedTimer } from "./duty/shown_cycles.ts";
import { runThreadDutyCycle } from "./duty/thread_duty_cycle.ts";
import { trainProducer } from "./measure/train_producer.ts";
import { privateWords } from "./measure/_private_parts.ts";
import { openThreadClock } from "../between/thread_clock.ts";
import type { ProducerReport, ProducerSetup } from "../between/thread_messages.ts";

function produce(setup: ProducerSetup, ready: () => void): ProducerReport {
  const { thread, control, pace, stallUs } = setup;
  const lifecycle = new LifecycleView(control.words);
  const ring = SharedRingBuffer.attachProducer(setup.ring, { checked: false });
  const { clock, align } = openThreadClock(setup.clock, control, thread);
  const ingest = new MarketDataIngest({ lifecycle, ring, clock });
  const idle = createIdleStrategy(setup.idle);
  const progress = lineOf(control, thread);
  const trained = { clock, stallUs, idle, looks: 1 };
  const timer = makeTrainedTimer({ ...trained, progress });
  if (typeof pace === "object") {
    trainProducer(clock, makeTrainedTimer({ ...trained, progress: privateWords() }).timer, ring.payloadWords);
  }
  ready();
  align();
  awaitCommand(control);
  const startNs = control.cells[START_CELL];
  const feed = typeof pace === "object"
    ? new FeedDuty({ ingest, ring, timer: timer.timer, arrivals: pace, startNs, progress })
    : undefined;
  // Events are due by the time at which the cycle began, so a second reading is not needed.
  const duty = feed ?? new ProducerDuty({
    ingest,
    ring,
    pacer: typeof pace === "number"
      ? new RatePacer({ clock: timer.timer, startNs, rate: pace, passMax: PASS_EVENTS })
      : new UnpacedPacer(PASS_EVENTS),
  });
  const { cycles, collections } = runThreadDutyCycle({ duty, control, lifecycle, idle, timer });
  const stoppedNs = clock.nowNs();
  ring.close();
  return { published: ring.head - ring.first, stoppedNs, feed: feed?.report(stoppedNs), cycles, collections };
}

serveThread(produce);
