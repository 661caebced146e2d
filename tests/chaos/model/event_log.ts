import type { EventView } from "../../../core/bus/event_slot.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { EventBytes } from "../../../demo/system/event_bytes.ts";
import { demand, demandSame } from "./violation.ts";

/**
 * The events published, as the producer remembers them: the independent log that every delivery is compared with.
 */
export class EventLog {
  /** Sequence of the first event. */
  declare readonly first: number;
  /** The bytes of the event that is to be published next. */
  declare readonly bytes: EventBytes;
  declare private readonly _arrivals: number[];
  private _reach = 0;

  /**
   * Makes a log of no events.
   *
   * @param first sequence of the first event
   * @param seed what the bytes of events follow from
   * @param payloadWords payload words of an event
   */
  constructor(first: number, seed: number, payloadWords: number) {
    this.first = first;
    this.bytes = new EventBytes(seed, payloadWords);
    this._arrivals = [];
    this._reach = first;
  }

  /** The next sequence to be published. */
  get head(): number {
    return this.first + this._arrivals.length;
  }

  /** The sequence after the last whose slot has ever been claimed, whether it was published or not. */
  get reach(): number {
    return this._reach;
  }

  /** Takes note of a claim of so many slots. */
  claim(count: number): void {
    this._reach = Math.max(this._reach, this.head + count);
  }

  /** Takes note of a published event. */
  append(arrivalNs: number): void {
    this._arrivals.push(arrivalNs);
  }

  /** When a published event arrived. */
  arrivalNs(sequence: number): number {
    return this._arrivals[sequence - this.first];
  }

  /** Demands that an event is the one with this sequence, with the arrival and the bytes that were published. */
  demandEvent(event: EventView, sequence: number): void {
    demandSame("delivery", "the sequence of an event", event.sequence, sequence);
    demandSame("delivery", `the arrival of event ${sequence}`, event.arrivalNs, this._arrivals[sequence - this.first]);
    demand("delivery", this.bytes.match(event), `the payload of event ${sequence} is not what was published`);
  }
}

/** The expected view of a consumer: its part of the ring's contract, in numbers that do not wrap. */
export class ConsumerModel {
  /** Sequence at which it joined. */
  declare readonly start: number;
  /** The next sequence to be read. */
  cursor = 0;
  /** Events delivered: counted one by one. */
  delivered = 0;
  /** Events lost: the sum of what resuming gave up. */
  lost = 0;
  declare private readonly _log: EventLog;
  declare private readonly _capacity: number;

  /**
   * Makes a consumer that joins at the head.
   *
   * @param log what is published
   * @param capacity events that stay readable
   */
  constructor(log: EventLog, capacity: number) {
    this._log = log;
    this._capacity = capacity;
    this.start = log.head;
    this.cursor = log.head;
  }

  /** Events published and not yet read or given up. */
  get lag(): number {
    return this._log.head - this.cursor;
  }

  /** Events at the cursor that have been overwritten. */
  get overwritten(): number {
    return Math.max(0, this.lag - this._capacity);
  }

  /** Expected result of a poll. */
  get due(): PollStatus {
    if (this.lag === 0) return PollStatus.EMPTY;
    return this.overwritten > 0 ? PollStatus.OVERRUN : PollStatus.EVENT;
  }

  /** The event at the cursor has been delivered. */
  deliver(event: EventView): void {
    demand("delivery", this.due === PollStatus.EVENT, `event ${event.sequence} was delivered where none was due`);
    this._log.demandEvent(event, this.cursor);
    this.cursor++;
    this.delivered++;
  }

  /** Events have been given up. */
  lose(count: number): void {
    this.cursor += count;
    this.lost += count;
  }
}
