import { assert, assertEquals } from "@std/assert";
import { OVERRUN_POLICIES } from "../../../core/bus/overrun_policy.ts";
import { SystemMetrics, type SystemSnapshot } from "../../../control/metrics/system_metrics.ts";
import { SharedRingBuffer } from "../../../core/bus/shared/shared_ring_buffer.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { createClock } from "../../../core/time/create_clock.ts";
import {
  Command,
  giveCommand,
  LIFECYCLE_WORD,
  makeSharedControl,
  START_CELL,
} from "../../../demo/live/between/control_words.ts";
import { HaltWatch } from "../../../demo/live/plane/halt_watch.ts";
import { LiveConsumer } from "../../../demo/live/plane/live_consumer.ts";
import { LiveProducer } from "../../../demo/live/plane/live_producer.ts";
import { allocateLiveRing } from "../../../demo/live/plane/live_run.ts";
import { lookAtAll } from "../../../demo/live/between/thread_progress.ts";
import { NativeClock } from "../../../core/time/native_clock.ts";
import { plan } from "./_statuses.ts";

// Real threads at work, and snapshots taken of them as fast as that goes: what is said of the numbers of a snapshot holds in
// every one of them, and not only when the threads have ended.

const lacking = (["read", "ffi"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);
const ignore = lacking.length > 0;
const skipped = ignore ? ` (skipped without ${lacking.join(", ")})` : "";

/** Snapshots of a run, at least. */
const SNAPSHOTS = 3_000;

/** Demands every identity of one snapshot, and that nothing has fallen since the one before. */
function demandIdentities(now: SystemSnapshot, before: SystemSnapshot): void {
  assert(now.published >= before.published);
  now.consumers.forEach((consumer, n) => {
    const { delivered, lost, lag, overwritten, overruns, emptyPolls, stalls, metrics } = consumer;
    const old = before.consumers[n];
    const what = JSON.stringify({ ...consumer, metrics: undefined, published: now.published });
    const left = lag - overwritten;
    assertEquals(delivered + lost + overwritten + left, now.published, what);
    assert(lag >= 0 && overwritten >= 0 && left >= 0, what);
    // An executed event is one that was delivered, in this snapshot as in the next.
    assert(metrics.executed + metrics.provisional + metrics.dropped <= delivered, what);
    assertEquals(metrics.executed + metrics.provisional, metrics.observed, what);
    const { count, below, above, notANumber } = metrics.stalenessNs;
    assertEquals(count + below + above + notANumber, metrics.observed, what);
    // What is lost stays lost, whether the consumer has given it up meanwhile or not.
    assert(lost + overwritten >= old.lost + old.overwritten, `${what} after ${old.lost} + ${old.overwritten}`);
    assert(delivered >= old.delivered && lost >= old.lost && overruns >= old.overruns, what);
    assert(emptyPolls >= old.emptyPolls && stalls >= old.stalls, what);
    assert(consumer.oldestUndecidedAgeNs >= 0 && consumer.heartbeatAgeNs >= 0, what);
    if (lag === 0) assertEquals(consumer.oldestUndecidedAgeNs, 0, what);
  });
}

for (const onOverrun of OVERRUN_POLICIES) {
  Deno.test(`snapshots of threads at work keep every identity, on overrun ${onOverrun}${skipped}`, {
    ignore,
  }, async () => {
    const live = plan({ rate: 200_000, consumers: 2, capacity: 64, slowUs: new Map([[2, 50]]), onOverrun });
    using selection = createClock();
    const { clock } = selection;
    assert(clock instanceof NativeClock);
    const control = makeSharedControl(3);
    const lifecycle = new Lifecycle(control.words.subarray(LIFECYCLE_WORD, LIFECYCLE_WORD + 1));
    const ring = allocateLiveRing(live);
    const reader = SharedRingBuffer.attach(ring);
    const seen = {
      nowNs: clock.nowNs(),
      head: reader.head,
      first: reader.first,
      capacity: reader.capacity,
      get: (sequence: number) => reader.get(sequence),
    };
    const setup = (thread: number) => ({
      thread,
      control,
      ring,
      clock: { kind: "native" as const, origin: clock.origin },
      idle: "yield" as const,
      stallUs: 1_000,
    });
    const producer = new LiveProducer(setup(0), 200_000);
    const consumers = [1, 2].map((thread) => new LiveConsumer(live, setup(thread), seen, new HaltWatch()));
    const threads = [producer, ...consumers].map(({ thread }) => thread);
    try {
      await Promise.all(threads.map(({ whenReady }) => whenReady));
      const metrics = new SystemMetrics({ lifecycle, ring: seen, clock: { nowNs: () => seen.nowNs }, consumers });
      const snapshot = (): SystemSnapshot => {
        for (const consumer of consumers) consumer.drain();
        lookAtAll([producer, ...consumers], reader, clock.nowNs(), seen);
        return metrics.snapshot();
      };
      lifecycle.transition(LifecycleState.WARMUP);
      const startNs = clock.nowNs();
      control.cells[START_CELL] = startNs;
      for (const consumer of consumers) consumer.begin(startNs);
      giveCommand(control, Command.RUN);
      let before = snapshot();
      for (let n = 1; n < SNAPSHOTS; n++) {
        if (n === SNAPSHOTS / 2) lifecycle.transition(LifecycleState.READY);
        const now = snapshot();
        demandIdentities(now, before);
        before = now;
      }
      giveCommand(control, Command.STOP);
      await new Promise((resolve) => setTimeout(resolve, 50));
      giveCommand(control, Command.LEAVE);
      await Promise.all(threads.map(({ whenDone }) => whenDone));
      for (const consumer of consumers) consumer.settle();
      const end = snapshot();
      demandIdentities(end, before);
      for (const { delivered, lag, overwritten, metrics } of end.consumers) {
        assertEquals(metrics.observed + metrics.dropped, delivered);
        assert(lag - overwritten <= live.capacity, "what is left can be read");
      }
      assertEquals(threads.map(({ failure }) => failure), [undefined, undefined, undefined]);
    } finally {
      for (const thread of threads) thread.terminate();
    }
  });
}
