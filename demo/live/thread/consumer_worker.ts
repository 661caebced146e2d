/**
 * A thread that executes. Started as a Worker by the control plane, as often as there are consumers.
 *
 * @module
 */
import { ObservationSink } from "../../../control/mod.ts";
import {
  AtomicLifecycleView,
  type DecisionLogic,
  Executor,
  type MonotonicClock,
  type SharedConsumer,
  SharedRingBuffer,
  type SharedRingReader,
} from "../../../mod.ts";
import { createIdleStrategy, type IdleStrategy } from "../../../runtime/mod.ts";
import { sourceOfBytes } from "../../system/feed/recorded/byte_source.ts";
import { FixedTimes } from "../../system/feed/services/drawn_times.ts";
import { makeServiceTimes } from "../../system/feed/services/make_service_times.ts";
import { serveThread } from "./_worker_scope.ts";
import { privateWords } from "./measure/_private_parts.ts";
import { makeBusyLogic, makeServiceLogic } from "./duty/busy_logic.ts";
import { measureConsumer } from "./measure/calibration.ts";
import { ConsumerDuty } from "./duty/consumer_duty.ts";
import { awaitCommand, lineOf, measureAlone } from "../between/control_words.ts";
import { PASS_EVENTS } from "../between/pass_events.ts";
import { ServiceDuty } from "./duty/service_duty.ts";
import { makeTrainedTimer } from "./duty/shown_cycles.ts";
import { runThreadDutyCycle } from "./duty/thread_duty_cycle.ts";
import { openThreadClock } from "../between/thread_clock.ts";
import type { ConsumerReport, ConsumerSetup, MeasuredService, ServiceSetup } from "../between/thread_messages.ts";

/** Looks that make a cycle in a thread that spins and needs no time: together still less than a microsecond. */
const SPINNING_LOOKS = 16;

function consume(setup: ConsumerSetup, ready: () => void): ConsumerReport {
  const { thread, control, stallUs, service } = setup;
  const lifecycle = new AtomicLifecycleView(control.words);
  const reader = SharedRingBuffer.attachReader(setup.ring, { checked: false });
  const consumer = reader.createConsumer();
  const sink = new ObservationSink(setup.observations);
  const { clock, align } = openThreadClock(setup.clock, control, thread);
  const progress = lineOf(control, thread);
  const idle = createIdleStrategy(setup.idle);
  const looks = setup.idle === "spin" ? SPINNING_LOOKS : 1;
  const timer = makeTrainedTimer({ clock, stallUs, idle, looks, progress });
  const served = service === undefined
    ? undefined
    : measureAlone(control, () => prepareService(service, { clock, idle, reader }));
  const logic = served?.logic ?? makeBusyLogic(clock, setup.slowUs);
  const executor = new Executor({ lifecycle, consumer, clock, logic, sink });
  const duty = makeDuty({ executor, consumer, reader, progress, setup, clock, timer: timer.timer });
  ready();
  align();
  awaitCommand(control);
  const { cycles, collections } = runThreadDutyCycle({ duty, control, lifecycle, idle, timer });
  const { start, delivered, lost, lag } = consumer;
  const { live, overruns, episodes } = duty;
  const overwritten = Math.max(0, lag - reader.capacity);
  const left = lag - overwritten;
  return {
    start,
    delivered,
    lost,
    overwritten,
    left,
    overruns,
    episodes,
    live,
    observationsSent: sink.sent,
    served: served === undefined || !(duty instanceof ServiceDuty) ? undefined : {
      measured: served.measured,
      fullPassNs: duty.fullPassNs,
      lagMax: duty.lagMax,
      firstOverrunNs: duty.firstOverrunNs,
    },
    cycles,
    collections,
  };
}

/** What makes a duty. */
interface DutyParts {
  readonly executor: Executor;
  readonly consumer: SharedConsumer;
  readonly reader: SharedRingReader;
  readonly progress: Int32Array;
  readonly setup: ConsumerSetup;
  readonly clock: MonotonicClock;
  readonly timer: Pick<MonotonicClock, "stamp">;
}

function makeDuty({ setup: { service, slowUs, onOverrun }, ...parts }: DutyParts): ConsumerDuty | ServiceDuty {
  if (service === undefined) {
    // A slow consumer shows its progress and looks at the command after every event.
    return new ConsumerDuty({ ...parts, passPolls: slowUs === 0 ? PASS_EVENTS : 1, onOverrun });
  }
  const { service: { perPass, maxBatch }, leaveAt } = service;
  return new ServiceDuty({ ...parts, perPassNs: perPass, maxBatch, onOverrun, leaveAt });
}

/** Makes the logic of a consumer with a service, and measures what it takes. */
function prepareService(
  { consumer, seed, service }: ServiceSetup,
  { clock, idle, reader }: { clock: MonotonicClock; idle: IdleStrategy; reader: SharedRingReader },
): { readonly logic: DecisionLogic; readonly measured: MeasuredService } {
  const open = (path: string) => sourceOfBytes(path, Deno.readFileSync(path));
  const times = makeServiceTimes(service.perEvent, { seed, consumer }, open);
  const logic = makeServiceLogic(clock, times);
  // Drawn times differ from one measurement to the next. What comes on top of them does not.
  const meantNs = times.drawn ? DRAWN_AS_NS : times.meanNs;
  const { timer } = makeTrainedTimer({
    clock,
    stallUs: CALIBRATION_STALL_US,
    idle,
    looks: 1,
    progress: privateWords(),
  });
  const measured = measureConsumer({
    clock,
    idle,
    timer,
    logic: makeServiceLogic(clock, new FixedTimes(meantNs)),
    perEventNs: meantNs,
    perPassNs: service.perPass,
    maxBatch: service.maxBatch,
    payloadWords: reader.payloadWords,
  });
  return { logic, measured: { ...measured, perEventNs: Math.round(times.meanNs + measured.overheadNs) } };
}

/** What drawn times are measured as, in nanoseconds. */
const DRAWN_AS_NS = 1_000;

/** Nothing is a stall before the run. */
const CALIBRATION_STALL_US = 1e7;

serveThread(consume);
