import type { EventWriter } from "../../../core/bus/event_slot.ts";
import { OverrunError } from "../../../core/bus/overrun_error.ts";
import { RingClosedError } from "../../../core/bus/ring_closed_error.ts";
import type { MarketDataIngest } from "../../../core/ingest/market_data_ingest.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import type { ChaosSystem } from "./chaos_system.ts";
import { demand, demandSame } from "../model/violation.ts";

/** The producer of a chaos run: what it takes in is written down, and what it is entitled to is demanded. */
export class ChaosProducer {
  declare private readonly _system: ChaosSystem;
  declare private readonly _ingest: MarketDataIngest;
  /** Arrivals of the events in the open claim; undefined, if nothing is claimed. */
  private _claimed: number[] | undefined = undefined;

  /**
   * Becomes the producer of a system.
   *
   * @param system the system
   */
  constructor(system: ChaosSystem) {
    this._system = system;
    this._ingest = system.parts.ingest;
  }

  /** Takes events in, as bytes or written in place. */
  takeIn(count: number, isOversized: boolean): void {
    const { clock, log, model, plan: { payloadWords } } = this._system;
    if (isOversized) {
      const bytes = new Uint8Array(4 * payloadWords + 1);
      this._system.refused("a message that is too long", RangeError, () => this._ingest.ingest(bytes));
    }
    for (let n = 0; n < count; n++) {
      const sequence = log.head;
      const bytes = bytesOf(log.wordsOf(sequence));
      if (model.state === LifecycleState.INIT) {
        const { message } = this._system.refused("an event in INIT", Error, () => this._ingest.ingest(bytes));
        demandSame(
          "refusal",
          "what an event in INIT is refused with",
          message,
          "Cannot ingest in INIT: start the system first",
        );
        return;
      }
      if (this._system.isClosed) {
        this._system.refused("an event after the end", RingClosedError, () => this._ingest.ingest(bytes));
        return;
      }
      log.claim(1);
      let given: number;
      let arrivalNs: number;
      if (n % 2 === 0) {
        given = this._accepted(() => this._ingest.ingest(bytes));
        arrivalNs = clock.latestNs;
      } else {
        const slot = this._accepted(() => this._ingest.claim());
        arrivalNs = clock.latestNs;
        this._write(slot, sequence);
        given = this._accepted(() => this._ingest.publish());
      }
      this._published(given, [arrivalNs]);
    }
  }

  /** Claims slots and writes them, and leaves the batch open. */
  claim(count: number): void {
    const { ring, clock, log, isClosed } = this._system;
    if (isClosed) {
      this._system.refused("a claim after the end", RingClosedError, () => ring.claimBatch(count));
      return;
    }
    if (count > ring.capacity) {
      this._system.refused("a claim of more than there is", RangeError, () => ring.claimBatch(count));
      return;
    }
    this._accepted(() => ring.claimBatch(count));
    log.claim(count);
    this._claimed = Array.from({ length: count }, (_, index) => {
      const slot = ring.slotAt(index);
      const arrivalNs = clock.nowNs();
      slot.arrivalNs = arrivalNs;
      this._write(slot, log.head + index);
      return arrivalNs;
    });
  }

  /** Publishes what is claimed. */
  publish(): void {
    const { ring, isClosed } = this._system;
    if (isClosed) this._system.refused("a publish after the end", RingClosedError, () => ring.publish());
    else if (this._claimed === undefined) this._system.refused("a publish of nothing", Error, () => ring.publish());
    else this._published(this._accepted(() => ring.publish()), this._claimed);
  }

  /** Writes the payload of an event: as bytes, or where its sequence is odd word by word. */
  private _write(slot: EventWriter, sequence: number): void {
    const words = this._system.log.wordsOf(sequence);
    if (sequence % 2 === 0) {
      slot.setPayload(bytesOf(words));
      return;
    }
    words.forEach((word, index) => slot.setWord(index, word));
  }

  private _published(sequence: number, arrivals: readonly number[]): void {
    const { log, counts } = this._system;
    demandSame("producer", "the sequence of a published event", sequence, log.head);
    for (const arrivalNs of arrivals) log.append(arrivalNs);
    this._claimed = undefined;
    counts.published += arrivals.length;
    this._system.models.latestArrivalNs = arrivals[arrivals.length - 1];
  }

  /** Operations that the producer is entitled to. */
  private _accepted<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      demand("producer", false, `the producer was refused: ${String(error)}`);
      throw error;
    }
  }

  /** Reads one event by its number. */
  look(sequence: number): void {
    const { ring, log } = this._system;
    const { first, head } = log;
    const oldest = Math.max(first, head - ring.capacity);
    demandSame("delivery", "the oldest readable event", ring.oldest, oldest);
    if (sequence >= head || sequence < first) {
      this._system.refused(`event ${sequence}`, RangeError, () => ring.get(sequence));
    } else if (sequence < oldest) {
      const error = this._system.refused(`event ${sequence}`, OverrunError, () => ring.get(sequence));
      demandSame("loss", "lost of an event that is gone", error.lost, oldest - sequence);
    } else {
      log.demandEvent(ring.get(sequence), sequence);
    }
  }
}

function bytesOf(words: Int32Array): Uint8Array {
  return new Uint8Array(words.buffer);
}
