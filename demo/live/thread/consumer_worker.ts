/**
 * A thread that executes. Started as a Worker by the control plane, as often as there are consumers.
 *
 * @module
 */
import { ObservationSink } from "../../../control/mod.ts";
import { AtomicLifecycleView, Executor, SharedRingBuffer } from "../../../mod.ts";
import { createIdleStrategy } from "../../../runtime/mod.ts";
import { serveThread } from "./_worker_scope.ts";
import { makeBusyLogic } from "./busy_logic.ts";
import { ConsumerDuty } from "./consumer_duty.ts";
import { awaitCommand, lineOf } from "../between/control_words.ts";
import { PASS_EVENTS } from "./pass_events.ts";
import { makeTrainedTimer } from "./shown_cycles.ts";
import { runThreadDutyCycle } from "./thread_duty_cycle.ts";
import { openThreadClock } from "../between/thread_clock.ts";
import type { ConsumerReport, ConsumerSetup } from "../between/thread_messages.ts";

/** Looks that make a cycle in a thread that spins and needs no time: together still less than a microsecond. */
const SPINNING_LOOKS = 16;

function consume(setup: ConsumerSetup, ready: () => void): ConsumerReport {
  const { thread, control, stallUs, onOverrun, slowUs } = setup;
  const lifecycle = new AtomicLifecycleView(control.words);
  const reader = SharedRingBuffer.attachReader(setup.ring, { checked: false });
  const consumer = reader.createConsumer();
  const sink = new ObservationSink(setup.observations);
  const { clock, align } = openThreadClock(setup.clock, control, thread);
  const progress = lineOf(control, thread);
  const executor = new Executor({ lifecycle, consumer, clock, logic: makeBusyLogic(clock, slowUs), sink });
  const duty = new ConsumerDuty({
    executor,
    consumer,
    reader,
    // A slow consumer shows its progress and looks at the command after every event.
    passPolls: slowUs === 0 ? PASS_EVENTS : 1,
    onOverrun,
    progress,
  });
  const idle = createIdleStrategy(setup.idle);
  const looks = setup.idle === "spin" ? SPINNING_LOOKS : 1;
  const timer = makeTrainedTimer({ clock, stallUs, idle, looks, progress });
  ready();
  align();
  awaitCommand(control);
  const { cycles, collections } = runThreadDutyCycle({ duty, control, lifecycle, idle, timer });
  const { start, delivered, lost, lag } = consumer;
  const { live, overruns, episodes } = duty;
  const overwritten = Math.max(0, lag - reader.capacity);
  const left = lag - overwritten;
  const { sent: observationsSent } = sink;
  return { start, delivered, lost, overwritten, left, overruns, episodes, live, observationsSent, cycles, collections };
}

serveThread(consume);
