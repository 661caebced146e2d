/**
 * The thread that produces. Started as a Worker by the control plane.
 *
 * @module
 */
import { LifecycleView, MarketDataIngest, SharedRingBuffer } from "../../../mod.ts";
import { createIdleStrategy, RatePacer, UnpacedPacer } from "../../../runtime/mod.ts";
import { serveThread } from "./_worker_scope.ts";
import { awaitCommand, lineOf, START_CELL } from "../between/control_words.ts";
import { PASS_EVENTS } from "./pass_events.ts";
import { ProducerDuty } from "./producer_duty.ts";
import { makeTrainedTimer } from "./shown_cycles.ts";
import { runThreadDutyCycle } from "./thread_duty_cycle.ts";
import { openThreadClock } from "../between/thread_clock.ts";
import type { ProducerReport, ProducerSetup } from "../between/thread_messages.ts";

function produce(setup: ProducerSetup, ready: () => void): ProducerReport {
  const { thread, control, rate, stallUs } = setup;
  const lifecycle = new LifecycleView(control.words);
  const ring = SharedRingBuffer.attachProducer(setup.ring, { checked: false });
  const { clock, align } = openThreadClock(setup.clock, control, thread);
  const ingest = new MarketDataIngest({ lifecycle, ring, clock });
  const idle = createIdleStrategy(setup.idle);
  const timer = makeTrainedTimer({ clock, stallUs, idle, looks: 1, progress: lineOf(control, thread) });
  ready();
  align();
  awaitCommand(control);
  // Events are due by the time at which the cycle began, so a second reading is not needed.
  const pacer = rate === "max"
    ? new UnpacedPacer(PASS_EVENTS)
    : new RatePacer({ clock: timer.timer, startNs: control.cells[START_CELL], rate, passMax: PASS_EVENTS });
  const duty = new ProducerDuty({ ingest, ring, pacer });
  const { cycles, collections } = runThreadDutyCycle({ duty, control, lifecycle, idle, timer });
  const stoppedNs = clock.nowNs();
  ring.close();
  return { published: ring.head - ring.first, stoppedNs, cycles, collections };
}

serveThread(produce);
