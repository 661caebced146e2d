/**
 * The plainest ring that keeps the whole contract, to be read first by those who port it. It passes the same conformance
 * suite as the real rings. It is for one thread; `docs/layout.md` has what threads need beyond it.
 *
 * A sequence is the number of an event, and here it is never anything else: no eras, no masks, no stamps. Three rules are
 * all there is:
 *
 * 1. Event `n` lies in record `n mod 2C` of 2C records.
 * 2. Publishing moves the head past what was claimed. The last C events behind the head are readable.
 * 3. A consumer is a cursor. At the head it has nothing to read, and more than C behind it is overrun.
 *
 * There are twice as many records as readable events, so the next C can be written while the last C are read.
 * `docs/architecture.md` says what the real ring does otherwise, and what that buys.
 *
 * @module
 */
import { type EventRing, type EventView, type EventWriter, RingClosedError, type RingSettings } from "../../../mod.ts";
import { checkCount, checkReadable, checkSettings } from "./plain_checks.ts";
import { PlainConsumer } from "./plain_consumer.ts";
import { PlainEvent } from "./plain_event.ts";

/** A lossy broadcast ring for one thread. It makes no check of its slots and events, as the real one with `checked: false`. */
export class PlainRingBuffer implements EventRing {
  readonly capacity: number;
  readonly payloadWords: number;
  readonly first: number;
  head: number;
  closed = false;
  protected readonly _memory: DataView;
  private readonly _writer: PlainEvent;
  private readonly _reader: PlainEvent;
  private _claimed = 0;

  constructor(settings: RingSettings) {
    const { capacity, payloadWords, startSequence } = checkSettings(settings);
    this.capacity = capacity;
    this.payloadWords = payloadWords;
    this.first = startSequence;
    this.head = startSequence;
    this._memory = new DataView(new ArrayBuffer(2 * capacity * PlainEvent.bytes(payloadWords)));
    this._writer = this._makeEvent();
    this._reader = this._makeEvent();
  }

  get oldest(): number {
    return Math.max(this.first, this.head - this.capacity);
  }

  claim(): EventWriter {
    this.claimBatch(1);
    return this._writer;
  }

  claimBatch(count: number): void {
    if (this.closed) throw new RingClosedError(this.head);
    checkCount(count, this.capacity);
    this._claimed = count;
    this.slotAt(0);
  }

  slotAt(index: number): EventWriter {
    return this._writer.moveTo(this.head + index);
  }

  publish(): number {
    if (this.closed) throw new RingClosedError(this.head);
    if (this._claimed === 0) throw new Error("Cannot publish: no slot is claimed; call claim() first");
    const sequence = this.head;
    this.head += this._claimed;
    this._claimed = 0;
    return sequence;
  }

  publishInto(cells: Float64Array, index: number): void {
    cells[index] = this.publish();
  }

  close(): void {
    this.closed = true;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  createConsumer(): PlainConsumer {
    return new PlainConsumer(this, this._makeEvent());
  }

  get(sequence: number): EventView {
    checkReadable(sequence, this);
    return this._reader.moveTo(sequence);
  }

  protected _makeEvent(): PlainEvent {
    return new PlainEvent(this._memory, this.payloadWords);
  }
}
