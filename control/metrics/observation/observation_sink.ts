import type { EventView } from "../../../core/bus/event_slot.ts";
import { SharedRingBuffer } from "../../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedRingDescription } from "../../../core/bus/shared/shared_ring_settings.ts";
import * as acks from "../../../core/execution/ack.ts";
import type { Ack } from "../../../core/execution/ack.ts";
import type { ObservabilitySink } from "../../../core/execution/observability_sink.ts";
import { checkObservationRing } from "./observation_ring.ts";

const ACK_CELLS = acks.ACK_CELLS;

/**
 * Hands observations to another thread: the executing thread's end of a ring of observations.
 *
 * Observing is one publish. It never waits, allocates nothing, and takes the same time with a reader or without.
 * Belongs to the executor's thread, and is the only producer of its ring.
 *
 * @example Watch an executor from another thread
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Executor, Lifecycle, LifecycleState, ManualClock, RingBuffer } from "@low-latency/trading-sim";
 * import {
 *   allocateObservationRing,
 *   MetricsSink,
 *   ObservationAggregator,
 *   ObservationSink,
 * } from "@low-latency/trading-sim/control";
 *
 * const observations = allocateObservationRing(1024);
 * const metrics = new MetricsSink();
 * const aggregator = new ObservationAggregator(observations, metrics); // in the thread that watches
 *
 * const lifecycle = new Lifecycle();
 * const ring = new RingBuffer({ capacity: 8 });
 * const sink = new ObservationSink(observations); // in the thread that executes
 * const executor = new Executor({ lifecycle, consumer: ring.createConsumer(), clock: new ManualClock(), sink });
 * lifecycle.transition(LifecycleState.WARMUP);
 * ring.claim();
 * ring.publish();
 * executor.poll();
 *
 * aggregator.drain(1024);
 * assertEquals(metrics.snapshot().observed, 1); // it came through
 * ```
 */
export class ObservationSink implements ObservabilitySink {
  declare private readonly _ring: SharedRingBuffer;
  /** Holds the arrival timestamp on its way: a double that is passed by address is never boxed. */
  declare private readonly _arrival: Float64Array;

  /**
   * Becomes the producer of a ring of observations.
   *
   * @param observations what {@linkcode allocateObservationRing} returned, perhaps in another thread
   * @throws {RangeError} if the description does not fit, or is that of another kind of ring
   * @throws {TypeError} if it holds no shared memory
   * @throws {ProducerClaimedError} if the ring has a producer
   */
  constructor(observations: SharedRingDescription) {
    checkObservationRing(observations);
    this._ring = SharedRingBuffer.attachProducer(observations, { checked: false });
    this._arrival = new Float64Array(1);
  }

  /** Observations sent. */
  get sent(): number {
    return this._ring.head;
  }

  /** Sends one observation. */
  // @hot
  observe(event: EventView, ack: Ack): void {
    const ring = this._ring;
    const cells = ack.cells;
    const slot = ring.claim();
    event.storeArrival(this._arrival, 0);
    slot.loadArrival(this._arrival, 0);
    for (let cell = 0; cell < ACK_CELLS; cell++) slot.setCell(cell, cells[cell]);
    ring.publish();
  }

  /** Ends the sending. What has been sent stays readable. */
  close(): void {
    this._ring.close();
  }

  /** Ends the sending at the end of the block that declared the sink with `using`. */
  [Symbol.dispose](): void {
    this.close();
  }
}
