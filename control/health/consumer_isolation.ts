import { checkParts } from "../../core/arguments.ts";
import type { EventConsumer } from "../../core/bus/event_ring.ts";
import type { ConsumerSnapshot } from "../metrics/system_metrics.ts";

/**
 * Takes a consumer out of service and back, and tells health what to judge of it meanwhile.
 *
 * Out of service a consumer is not polled, so its lag, the age of the events that wait for it, its silence and what is
 * overwritten are what was decided on, and no failure. Health judges the system without them. Events that it had lost before
 * still count, so that no count falls. The loop that polls the consumer looks at {@linkcode ConsumerIsolation.isolated} first.
 *
 * Belongs to the thread that polls the consumer.
 *
 * @example A consumer that health leaves alone
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { RingBuffer } from "@low-latency/trading-sim";
 * import { ConsumerIsolation, type ConsumerSnapshot } from "@low-latency/trading-sim/control";
 *
 * const ring = new RingBuffer({ capacity: 4 });
 * const consumer = ring.createConsumer();
 * const isolation = new ConsumerIsolation(consumer);
 * isolation.isolate();
 * ring.claimBatch(3);
 * ring.publish();
 *
 * const snapshot = { lag: consumer.lag, overwritten: 0, heartbeatAgeNs: 5e9 } as ConsumerSnapshot; // of SystemMetrics
 * assertEquals([snapshot.lag, isolation.judged(snapshot).lag], [3, 0]);
 * isolation.rejoin();
 * assertEquals(isolation.judged(snapshot), snapshot);
 * ```
 */
export class ConsumerIsolation {
  declare private readonly _consumer: Pick<EventConsumer, "overwritten">;
  /** Events that were overwritten unread when it was taken out of service; undefined, while it is in service. */
  private _overwrittenBefore: number | undefined = undefined;

  /**
   * Makes the isolation of a consumer that is in service.
   *
   * @param consumer the consumer
   * @throws {TypeError} if it is none
   */
  constructor(consumer: Pick<EventConsumer, "overwritten">) {
    checkParts("create ConsumerIsolation", "arguments", { consumer }, { consumer: "overwritten" });
    this._consumer = consumer;
  }

  /** Whether the consumer is out of service. */
  get isolated(): boolean {
    return this._overwrittenBefore !== undefined;
  }

  /** Takes the consumer out of service. Does nothing if it is. */
  isolate(): void {
    this._overwrittenBefore ??= this._consumer.overwritten;
  }

  /** Takes the consumer back into service, where it stopped. Does nothing if it is in service. */
  rejoin(): void {
    this._overwrittenBefore = undefined;
  }

  /**
   * The snapshot of the consumer as health is to judge it: itself, while the consumer is in service. To be put in the place
   * of the consumer's own before `healthSnapshotOf`.
   *
   * @param snapshot the numbers of this consumer now
   */
  judged(snapshot: ConsumerSnapshot): ConsumerSnapshot {
    if (this._overwrittenBefore === undefined) return snapshot;
    return { ...snapshot, lag: 0, overwritten: this._overwrittenBefore, oldestUndecidedAgeNs: 0, heartbeatAgeNs: 0 };
  }
}
