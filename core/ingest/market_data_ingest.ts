import { checkParts } from "../arguments.ts";
import type { EventProducer } from "../bus/event_ring.ts";
import type { EventWriter } from "../bus/event_slot.ts";
import { LifecycleState } from "../state/lifecycle_state.ts";
import type { LifecycleReader } from "../state/lifecycle_view.ts";
import type { MonotonicClock } from "../time/monotonic_clock.ts";

const { INIT } = LifecycleState;

/** The member by which each part is recognised. */
const PARTS = { lifecycle: "state", ring: "publish()", clock: "stamp()" };

/** Parts of an ingest. */
export interface IngestParts {
  /** Says whether the system has been started. */
  readonly lifecycle: LifecycleReader;
  /** Where events are published. */
  readonly ring: EventProducer;
  /** The clock that stamps arrivals. */
  readonly clock: MonotonicClock;
}

/**
 * The entrance of events: it stamps the arrival, first of all, and publishes.
 *
 * Bytes are opaque: nothing is parsed and nothing checked but their number. They are copied once, into the slot. A producer
 * that has no bytes to copy writes in place, between {@linkcode MarketDataIngest.claim} and
 * {@linkcode MarketDataIngest.publish}.
 *
 * Belongs to the producer's thread, and allocates nothing.
 *
 * @example Stamp an event on arrival
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Lifecycle, LifecycleState, ManualClock, MarketDataIngest, RingBuffer } from "@low-latency/trading-sim";
 *
 * const lifecycle = new Lifecycle();
 * const ring = new RingBuffer({ capacity: 8, payloadWords: 2 });
 * const ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock: new ManualClock(500) });
 * lifecycle.transition(LifecycleState.WARMUP);
 *
 * const sequence = ingest.ingest(new Uint8Array([1, 2, 3, 4]));
 * assertEquals(ring.get(sequence).arrivalNs, 500); // stamped on arrival
 * ```
 */
export class MarketDataIngest {
  declare private readonly _lifecycle: LifecycleReader;
  declare private readonly _ring: EventProducer;
  declare private readonly _clock: MonotonicClock;
  /** Holds the arrival timestamp from the moment it is taken until there is a slot for it. */
  declare private readonly _arrival: Float64Array;

  /**
   * Makes an ingest.
   *
   * @param parts the lifecycle, ring and clock to work with
   */
  constructor(parts: IngestParts) {
    checkParts("create MarketDataIngest", "parts", parts, PARTS);
    this._lifecycle = parts.lifecycle;
    this._ring = parts.ring;
    this._clock = parts.clock;
    this._arrival = new Float64Array(1);
  }

  /**
   * Takes one event in: stamps it, copies its bytes, publishes it.
   *
   * A sequence of 2³¹ or more is a double, and boxed, 16 bytes of garbage, unless the compiler inlines the call. Where that
   * matters use {@linkcode MarketDataIngest.ingestInto}.
   *
   * @param bytes at most `4 * payloadWords` of them; a shorter message is padded with zeros
   * @returns the sequence of the event
   * @throws {Error} in INIT; nothing is published
   * @throws {RangeError} if there are too many bytes; nothing is published
   * @throws {RingClosedError} if the ring has been closed
   */
  ingest(bytes: Uint8Array): number {
    this._take(bytes);
    return this._ring.publish();
  }

  /**
   * Takes one event in, and writes its sequence into `cells[index]`: the form for the hot path, which makes no garbage however
   * it is compiled.
   *
   * @param bytes at most `4 * payloadWords` of them; a shorter message is padded with zeros
   * @param cells where to write the sequence
   * @param index the cell of it
   * @throws {Error} in INIT; nothing is published
   * @throws {RangeError} if there are too many bytes; nothing is published
   * @throws {RingClosedError} if the ring has been closed
   */
  ingestInto(bytes: Uint8Array, cells: Float64Array, index: number): void {
    this._take(bytes);
    this._ring.publishInto(cells, index);
  }

  /**
   * Stamps the arrival of one event and claims its slot, to be written in place.
   *
   * @throws {Error} in INIT
   * @throws {RingClosedError} if the ring has been closed
   */
  claim(): EventWriter {
    this._clock.stamp(this._arrival, 0);
    return this._claimStamped();
  }

  /** Stamps the arrival of a message and copies it into a slot. */
  private _take(bytes: Uint8Array): void {
    this._clock.stamp(this._arrival, 0);
    const limit = this._ring.payloadWords << 2;
    // Before the claim, so that none is left open. What is no array of bytes has no length, and is not within the limit.
    if (!(bytes.length <= limit)) refuseLength(bytes.length, limit);
    this._claimStamped().setPayload(bytes);
  }

  /** Claims a slot for the arrival that has just been stamped. */
  private _claimStamped(): EventWriter {
    if (this._lifecycle.state === INIT) refuse();
    const slot = this._ring.claim();
    slot.loadArrival(this._arrival, 0);
    return slot;
  }

  /** Publishes the event claimed last, and returns its sequence. Boxed above 2³¹, as with `ingest`. */
  publish(): number {
    return this._ring.publish();
  }

  /** Publishes the event claimed last, and writes its sequence into `cells[index]`. */
  publishInto(cells: Float64Array, index: number): void {
    this._ring.publishInto(cells, index);
  }
}

// @cold: throws
function refuse(): never {
  throw new Error("Cannot ingest in INIT: start the system first");
}

// @cold: throws
function refuseLength(given: number, limit: number): never {
  throw new RangeError(`Cannot ingest: the length of bytes must be at most ${limit}, got ${given}`);
}
