import type * as core from "../../mod.ts";

/**
 * The producer-heavy run, with nothing but what it is given: 8 events ingested and 3 polled at each of 50 steps, 64 slots,
 * 10 ticks of warm-up, and a consumer that stalls where it is overrun. Its text is run elsewhere as well, so that it
 * refers to nothing here.
 */
export function producerHeavy(sim: typeof core): Record<string, number> {
  const { INIT, WARMUP, READY } = sim.LifecycleState;
  const { EVENT, OVERRUN } = sim.PollStatus;
  const numbers = { first_overrun_step: -1, ingested: 0, acks: 0, executed: 0, observed: 0, overruns: 0 };
  const lifecycle = new sim.Lifecycle();
  const clock = new sim.ManualClock();
  const ring = new sim.RingBuffer({ capacity: 64 });
  const ingest = new sim.MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
  const consumer = ring.createConsumer();
  const sink = { observe: () => void numbers.observed++ };
  const executor = new sim.Executor({ lifecycle: lifecycle.reader, consumer, clock, sink });
  const bytes = new Uint8Array(16);
  if (lifecycle.state === INIT) lifecycle.transition(WARMUP);
  for (let step = 0; step < 50; step++) {
    if (step === 10) lifecycle.transition(READY);
    clock.advance(1000);
    for (let n = 0; n < 8; n++) {
      ingest.ingest(bytes);
      numbers.ingested++;
    }
    for (let n = 0; n < 3; n++) {
      const status = executor.poll();
      if (status === EVENT) {
        numbers.acks++;
        if (executor.ack.executed) numbers.executed++;
      } else if (status === OVERRUN) {
        numbers.overruns++;
        if (numbers.first_overrun_step < 0) numbers.first_overrun_step = step;
      }
    }
  }
  return { ...numbers, lag: consumer.lag, overwritten: consumer.overwritten, lost: consumer.resumeAtOldest() };
}

/** What the run gives, wherever it is done. */
export const EXPECTED: Readonly<Record<string, number>> = {
  first_overrun_step: 12,
  ingested: 400,
  acks: 36,
  executed: 6,
  observed: 36,
  overruns: 114,
  lag: 364,
  overwritten: 300,
  lost: 300,
};
