import type { EventView } from "../../../core/bus/event_slot.ts";
import { demand, demandSame } from "./violation.ts";

/**
 * The events published, as the producer remembers them: the independent log that every delivery is compared with.
 */
export class EventLog {
  /** Sequence of the first event. */
  declare readonly first: number;
  declare private readonly _arrivals: number[];
  declare private readonly _seed: number;
  declare private readonly _payloadWords: number;
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
    this._seed = seed | 0;
    this._payloadWords = payloadWords;
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
    demandSame("delivery", `payload words of event ${sequence}`, event.payloadWords, this._payloadWords);
    const isSame = this.wordsOf(sequence).every((word, index) => event.word(index) === word);
    demand("delivery", isSame, `the payload of event ${sequence} is not what was published`);
  }

  /** The payload of an event. No two events that can be in the memory of a ring at once have the same word in one place. */
  wordsOf(sequence: number): Int32Array {
    // Odd factors: 2³² sequences in a row give as many different words.
    const ofEvent = Math.imul((sequence | 0) + this._seed, 0x6c8e9cf5);
    return Int32Array.from({ length: this._payloadWords }, (_, index) => ofEvent ^ Math.imul(index + 1, 0x4f1bbcdd));
  }
}
