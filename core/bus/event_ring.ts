import type { EventView, EventWriter } from "./event_slot.ts";
import type { PollStatus } from "./poll_status.ts";

/**
 * The producer's side of a ring.
 *
 * One producer, which never waits: claiming and publishing always succeed on an open ring, and look at no consumer.
 * Claim, write in place, publish. An event is not visible until it is published.
 */
export interface EventProducer {
  /** Events that stay readable. */
  readonly capacity: number;
  /** Payload words of every event. */
  readonly payloadWords: number;
  /** The next sequence to be published. */
  readonly head: number;
  /** Whether the ring has been closed to its producer. */
  readonly closed: boolean;
  /**
   * Claims the next slot and returns the writer, placed on it. Its old content is undefined.
   * Claiming again before publishing gives the same slot again.
   *
   * @throws {RingClosedError} if the ring has been closed
   */
  claim(): EventWriter;
  /**
   * Claims `count` consecutive slots, to be written through {@linkcode EventProducer.slotAt} and published together. The
   * writer is placed on the first of them.
   *
   * @param count 1 to `capacity`
   * @throws {RangeError} if count is out of range
   * @throws {RingClosedError} if the ring has been closed
   */
  claimBatch(count: number): void;
  /**
   * Moves the writer to the claimed slot `index` and returns it. `index` is an integer from 0 to `count - 1`.
   *
   * @throws {RangeError} if it is not, and access is checked
   */
  slotAt(index: number): EventWriter;
  /**
   * Makes what was claimed visible, and returns the sequence of its first event.
   *
   * A sequence of 2³¹ or more is a double, and boxed, 16 bytes of garbage, unless the compiler inlines the call. Where that
   * matters use {@linkcode EventProducer.publishInto}.
   *
   * @throws {Error} if nothing is claimed
   * @throws {RingClosedError} if the ring has been closed, even between the claim and now
   */
  publish(): number;
  /**
   * Makes what was claimed visible, and writes the sequence of its first event into `cells[index]`: the form for the hot path,
   * which makes no garbage however it is compiled.
   *
   * @throws {Error} if nothing is claimed
   * @throws {RingClosedError} if the ring has been closed, even between the claim and now
   */
  publishInto(cells: Float64Array, index: number): void;
  /** Closes the ring to its producer. A claim that is still open is abandoned. What was published stays readable. */
  close(): void;
  /** Closes the ring to its producer at the end of the block that declared it with `using`. */
  [Symbol.dispose](): void;
}

/**
 * The consumer's side of a ring: a cursor of its own, which affects no other consumer.
 *
 * At any time `delivered + lost + lag = head - start`, exactly.
 */
export interface EventConsumer {
  /** The event delivered last, or the first of a batch. Undefined before the first. */
  readonly event: EventView;
  /** Sequence at which the consumer joined. */
  readonly start: number;
  /** The next sequence to be read. */
  readonly cursor: number;
  /** `head - cursor`: events published and not yet read or given up. More than `capacity` is an overrun. */
  readonly lag: number;
  /** Events delivered. */
  readonly delivered: number;
  /** Events given up by resuming. */
  readonly lost: number;
  /** Events at the cursor that have been overwritten already: what resuming at the oldest would lose. 0 unless overrun. */
  readonly overwritten: number;
  /** Takes the next event, if there is one. Never waits, allocates nothing whatever it finds. */
  poll(): PollStatus;
  /**
   * Takes up to `max` events, to be read through {@linkcode EventConsumer.eventAt}.
   *
   * @param max an integer from 1 to 2³¹ - 1
   * @returns how many, or {@linkcode PollStatus.EMPTY}, or {@linkcode PollStatus.OVERRUN}
   * @throws {RangeError} if max is out of range; nothing is consumed
   */
  pollBatch(max: number): number;
  /**
   * Moves the view to event `index` of the last batch and returns it. `index` is an integer from 0 to the number of events in
   * the batch less one.
   *
   * @throws {RangeError} if it is not, and access is checked
   */
  eventAt(index: number): EventView;
  /**
   * As {@linkcode EventConsumer.poll}, but an overrun is thrown.
   *
   * @throws {OverrunError} with the number lost, the oldest readable sequence and the head
   */
  pollOrThrow(): PollStatus;
  /** Moves the cursor to the head and returns how many events were given up. They count as lost. */
  resumeAtHead(): number;
  /** Moves the cursor to the oldest readable event and returns how many were lost. Does nothing unless overrun. */
  resumeAtOldest(): number;
}

/** A whole ring, as one thread sees it: what the conformance suite is written against. */
export interface EventRing extends EventProducer {
  /** Sequence of the first event that this ring was to carry. */
  readonly first: number;
  /** Sequence of the oldest readable event; the head if there is none. */
  readonly oldest: number;
  /** Makes a consumer that starts at the head. */
  createConsumer(): EventConsumer;
  /**
   * Reads any readable event, through a view of its own that the next call moves.
   *
   * @throws {RangeError} if the sequence is not an integer, negative, or not yet published
   * @throws {OverrunError} if it has been overwritten
   */
  get(sequence: number): EventView;
}
