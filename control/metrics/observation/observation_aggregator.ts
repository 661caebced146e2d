import { checkInteger, checkParts } from "../../../core/arguments.ts";
import { makeView } from "../../../core/bus/checked_slot.ts";
import type { EventSlot, EventView } from "../../../core/bus/event_slot.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { eraOf, positionOf } from "../../../core/bus/sequence.ts";
import type { SharedConsumer } from "../../../core/bus/shared/shared_consumer.ts";
import { SharedRingBuffer } from "../../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedRingDescription } from "../../../core/bus/shared/shared_ring_settings.ts";
import { Ack, ACK_CELLS, ACK_SEQUENCE } from "../../../core/execution/ack.ts";
import type { ObservabilitySink } from "../../../core/execution/observability_sink.ts";
import { checkObservationRing } from "./observation_ring.ts";

/** Sink of an aggregator. A {@linkcode MetricsSink} is one. */
export interface AggregationSink extends ObservabilitySink {
  /** Is told of observations that were sent and did not arrive. */
  recordDropped(count: number): void;
}

/** Observations that are copied out of the ring at a time. */
const BATCH = 256;

/**
 * Takes observations from another thread and hands each of them to a sink, as if the executor were here: the watching
 * thread's end of a ring of observations.
 *
 * It may be slower than they come. Then it drops some, counts them, and tells the sink. At any time
 * `observed + dropped + pending = sent`, exactly, and after a drain that found the ring empty `observed + dropped = sent`.
 *
 * Where it was overrun it goes on with what comes next, and gives up all that waits. Going on with the oldest would keep it
 * at the edge, where the next observation overruns it again; from the head it has the whole ring's room, and over a long
 * overload it observes as many as it has time for.
 *
 * Belongs to the watching thread. See {@linkcode ObservationSink} for an example.
 */
export class ObservationAggregator {
  declare private readonly _consumer: SharedConsumer;
  declare private readonly _sink: AggregationSink;
  /** Stands in for the event, for the sink: its arrival and its sequence. Its payload has not come along. */
  declare private readonly _event: EventSlot;
  declare private readonly _ack: Ack;
  /** Observations that had been sent before this aggregator was made. They are never observed. */
  declare private readonly _missed: number;
  /** Observations that were taken, and not shown to a sink that threw. */
  private _unshown = 0;

  /**
   * Joins a ring of observations. What was sent before counts as dropped, so an aggregator is best made before its sink.
   *
   * @param observations what {@linkcode allocateObservationRing} returned
   * @param sink what each observation is handed to. The event that it is shown has an arrival, a sequence, and no payload
   * @throws {RangeError} if the description does not fit, or is that of another kind of ring
   * @throws {TypeError} if it holds no shared memory
   */
  constructor(observations: SharedRingDescription, sink: AggregationSink) {
    checkObservationRing(observations);
    checkParts("create ObservationAggregator", "arguments", { sink }, { sink: "recordDropped()" });
    const reader = SharedRingBuffer.attachReader(observations, { maxBatch: BATCH, checked: false });
    this._consumer = reader.createConsumer();
    this._sink = sink;
    this._event = makeView(new ArrayBuffer(16), 0, true);
    this._ack = new Ack();
    this._missed = this._consumer.start - reader.first;
    if (this._missed > 0) sink.recordDropped(this._missed);
  }

  /** Observations handed to the sink. */
  get observed(): number {
    return this._consumer.delivered - this._unshown;
  }

  /** Observations that were sent and will never be handed on. */
  get dropped(): number {
    return this._missed + this._consumer.lost + this._unshown;
  }

  /** Observations that have been sent, at some moment during this call. */
  get sent(): number {
    return this._missed + this._consumer.delivered + this._consumer.lost + this._consumer.lag;
  }

  /** Observations that wait, or have been overwritten without this being noticed yet. */
  get pending(): number {
    return this._consumer.lag;
  }

  /**
   * Hands on what waits, and returns how many observations that was. It stops when the ring is empty, when it has been
   * overrun, or at `max`.
   *
   * @param max most observations to take, a whole number, at least 1
   * @throws {RangeError} if it is not
   */
  drain(max: number): number {
    checkInteger("drain observations", "max", max, 1);
    const consumer = this._consumer;
    let observed = 0;
    while (observed < max) {
      const count = consumer.pollBatch(Math.min(BATCH, max - observed));
      if (count === PollStatus.OVERRUN) this._sink.recordDropped(consumer.resumeAtHead());
      if (count <= 0) break;
      this._observeBatch(count);
      observed += count;
    }
    return observed;
  }

  /** Shows the sink what was taken. If it throws, which it should not, it is not shown the rest, which counts as dropped. */
  private _observeBatch(count: number): void {
    let shown = 0;
    try {
      while (shown < count) this._observe(this._consumer.eventAt(shown++));
    } finally {
      this._unshown += count - shown;
    }
  }

  /** Shows the sink one observation. */
  private _observe(observation: EventView): void {
    const event = this._event;
    const { cells } = this._ack;
    event.arrivalNs = observation.arrivalNs;
    for (let cell = 0; cell < ACK_CELLS; cell++) cells[cell] = observation.cell(cell);
    event.place(0, positionOf(cells[ACK_SEQUENCE]), eraOf(cells[ACK_SEQUENCE]));
    this._sink.observe(event, this._ack);
  }
}
