import { type EventConsumer, type EventView, PollStatus, type RingBuffer } from "../../../mod.ts";

const { EMPTY, EVENT } = PollStatus;

/**
 * Where a consumer keeps the events of a batch, copied out of the ring, until it decides on them one by one.
 *
 * A consumer that is busy for long would otherwise decide on slots that the producer has long since written over. The batch is
 * taken at one moment ({@linkcode Inbox.pollBatch}), and its events delivered to the executor one at a time
 * ({@linkcode Inbox.poll}). Its cursor is that of the next event to be decided on.
 */
export class Inbox implements EventConsumer {
  /** Sequence at which the consumer joined. */
  declare readonly start: number;
  declare private readonly _ring: Pick<RingBuffer, "get" | "payloadWords">;
  declare private readonly _consumer: EventConsumer;
  declare private readonly _copied: CopiedEvents;

  /**
   * Makes an inbox that is empty.
   *
   * @param ring the ring that events are copied from
   * @param consumer the cursor in that ring
   */
  constructor(ring: Pick<RingBuffer, "get" | "payloadWords">, consumer: EventConsumer) {
    this.start = consumer.start;
    this._ring = ring;
    this._consumer = consumer;
    this._copied = new CopiedEvents(ring.payloadWords);
  }

  /** The event delivered last. */
  get event(): EventView {
    return this._copied;
  }

  /** Events that have been copied out and not yet been delivered. */
  get held(): number {
    return this._copied.left;
  }

  /** The next sequence to be decided on. */
  get cursor(): number {
    const { left, next } = this._copied;
    return left > 0 ? next : this._consumer.cursor;
  }

  /** Events published and not yet copied out or given up. */
  get lag(): number {
    return this._consumer.lag;
  }

  /** Events copied out. */
  get delivered(): number {
    return this._consumer.delivered;
  }

  /** Events given up by resuming. */
  get lost(): number {
    return this._consumer.lost;
  }

  /** Events at the ring's cursor that have been overwritten already. */
  get overwritten(): number {
    return this._consumer.overwritten;
  }

  /** Delivers the next event of the batch, if one is left. */
  poll(): PollStatus {
    const copied = this._copied;
    if (copied.left === 0) return EMPTY;
    copied.move();
    return EVENT;
  }

  /**
   * Copies up to `max` events out of the ring. The batch before must have been delivered.
   *
   * @param max an integer from 1 to 2³¹ - 1
   * @returns how many, or {@linkcode PollStatus.EMPTY}, or {@linkcode PollStatus.OVERRUN}
   */
  pollBatch(max: number): number {
    const consumer = this._consumer;
    const count = consumer.pollBatch(max);
    if (count > 0) this._copied.take(consumer, count);
    return count;
  }

  /** Event `index` of the last batch. */
  eventAt(index: number): EventView {
    return this._consumer.eventAt(index);
  }

  /** Delivers the next event of the batch, if one is left. */
  pollOrThrow(): PollStatus {
    return this.poll();
  }

  /** Moves the ring's cursor to the head. */
  resumeAtHead(): number {
    return this._consumer.resumeAtHead();
  }

  /** Moves the ring's cursor to the oldest readable event. */
  resumeAtOldest(): number {
    return this._consumer.resumeAtOldest();
  }

  /**
   * Reads an event that is held here, or any that is readable in the ring.
   *
   * @throws {Error} if it is neither
   */
  get(sequence: number): { readonly arrivalNs: number } {
    return this._copied.get(sequence) ?? this._ring.get(sequence);
  }
}

/** A batch of events, and the view of one of them. */
class CopiedEvents implements EventView {
  declare readonly payloadWords: number;
  /** Sequence of the next event to be delivered, and how many are left. */
  next = 0;
  left = 0;
  private _first = 0;
  private _index = -1;
  private _arrivals = new Float64Array(1);
  declare private _words: Int32Array;

  constructor(payloadWords: number) {
    this.payloadWords = payloadWords;
    this._words = new Int32Array(payloadWords);
  }

  take(consumer: EventConsumer, count: number): void {
    if (count > this._arrivals.length) this._grow(count);
    const { payloadWords, _arrivals: arrivals, _words: words } = this;
    for (let index = 0; index < count; index++) {
      const event = consumer.eventAt(index);
      event.storeArrival(arrivals, index);
      const from = index * payloadWords;
      for (let word = 0; word < payloadWords; word++) words[from + word] = event.word(word);
    }
    this._first = consumer.cursor - count;
    this._index = -1;
    this.next = this._first;
    this.left = count;
  }

  move(): void {
    this._index++;
    this.next++;
    this.left--;
  }

  get(sequence: number): { readonly arrivalNs: number } | undefined {
    if (this.left === 0 || sequence < this.next || sequence >= this.next + this.left) return undefined;
    return { arrivalNs: this._arrivals[sequence - this._first] };
  }

  get sequence(): number {
    return this._first + this._index;
  }

  get arrivalNs(): number {
    return this._arrivals[this._index];
  }

  word(index: number): number {
    return this._words[this._index * this.payloadWords + index];
  }

  cell(index: number): number {
    const bytes = this._words.buffer.slice((this._index * this.payloadWords + 2 * index) * 4).slice(0, 8);
    return new Float64Array(bytes)[0];
  }

  storeSequence(cells: Float64Array, index: number): void {
    cells[index] = this._first + this._index;
  }

  storeArrival(cells: Float64Array, index: number): void {
    cells[index] = this._arrivals[this._index];
  }

  storeCell(cell: number, cells: Float64Array, index: number): void {
    cells[index] = this.cell(cell);
  }

  copyPayload(target: Uint8Array): number {
    const bytes = 4 * this.payloadWords;
    target.set(new Uint8Array(this._words.buffer, this._index * bytes, bytes));
    return bytes;
  }

  private _grow(count: number): void {
    let room = 1;
    while (room < count) room *= 2;
    this._arrivals = new Float64Array(room);
    this._words = new Int32Array(room * this.payloadWords);
  }
}
