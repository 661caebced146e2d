import { MetricsSink } from "../../../control/metrics/metrics_sink.ts";
import { PollCounts } from "../../../control/metrics/poll_counts.ts";
import { StallTracker } from "../../../control/metrics/stall_tracker.ts";
import { SystemMetrics } from "../../../control/metrics/system_metrics.ts";
import type { Consumer } from "../../../core/bus/local/consumer.ts";
import type { PollStatus } from "../../../core/bus/poll_status.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { Executor } from "../../../core/execution/executor.ts";
import { MarketDataIngest } from "../../../core/ingest/market_data_ingest.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { ManualClock } from "../../../core/time/manual_clock.ts";

/** One consumer of a system under test, with everything that counts for it. */
export interface TestConsumer {
  readonly name: string;
  readonly consumer: Consumer;
  readonly metrics: MetricsSink;
  readonly polls: PollCounts;
  readonly cycles: StallTracker;
  /** Makes one poll, as a loop would. */
  poll(): PollStatus;
}

/** A system with consumers of these names, in INIT. */
export function createSystem(names: readonly string[], capacity = 8) {
  const clock = new ManualClock();
  const lifecycle = new Lifecycle();
  const ring = new RingBuffer({ capacity });
  const ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
  const consumers = names.map((name): TestConsumer => {
    const consumer = ring.createConsumer();
    const metrics = new MetricsSink();
    const polls = new PollCounts();
    const cycles = new StallTracker({ thresholdNs: 1_000 });
    const executor = new Executor({ lifecycle: lifecycle.reader, consumer, clock, sink: metrics });
    const now = new Float64Array(1);
    return {
      name,
      consumer,
      metrics,
      polls,
      cycles,
      poll() {
        clock.stamp(now, 0);
        cycles.cycleFrom(now, 0);
        const status = executor.poll();
        polls.count(status);
        return status;
      },
    };
  });
  const system = new SystemMetrics({ lifecycle, ring, clock, consumers });
  return { clock, lifecycle, ring, ingest, consumers, system };
}
