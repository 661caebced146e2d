import { type ArrivalFeed, CHUNK_EVENTS, makeChunk } from "../../system/feed/arrival_feed.ts";
import { type ArrivalBuffer, ArrivalWord, makeArrivalBuffer, showWritten } from "../between/arrival_buffer.ts";

const { READ } = ArrivalWord;

/** Times that the control plane reads ahead of the producer at most. */
export const AHEAD = 2 ** 19;

/** Most times that are kept for those that ask when an event was due. */
const KEPT_MAX = 2 ** 21;

/**
 * Chunks that one cycle of the control plane reads at most: what takes some tens of milliseconds from a CSV file. A producer
 * that has nothing to publish is worse than a control plane that is late.
 */
const CYCLE_CHUNKS = 32;

/**
 * Reads a feed ahead of the producer, and hands the arrival times on through a bounded buffer. Belongs to the control plane.
 *
 * What the producer has published stays known for a while, so that the lateness of a decision can be counted from when its
 * event was due.
 */
export class ArrivalPump {
  /** Where the times go. */
  readonly buffer: ArrivalBuffer;
  private readonly _feed: ArrivalFeed;
  private readonly _chunk = makeChunk();
  /** Times that the buffer holds, less one. */
  private readonly _mask: number;
  private _written = 0;
  private _isOver = false;
  private _bytes = 0;

  /**
   * Makes a pump that has read nothing.
   *
   * @param feed the arrivals; closed at the end
   * @param kept times that stay known at least after they were published, up to two million
   */
  constructor(feed: ArrivalFeed, kept: number) {
    const capacity = 2 ** Math.ceil(Math.log2(AHEAD + Math.min(kept, KEPT_MAX)));
    this._feed = feed;
    this.buffer = makeArrivalBuffer(capacity);
    this._mask = capacity - 1;
  }

  /** The model of the feed. */
  get model(): string {
    return this._feed.model;
  }

  /** Times read so far. */
  get written(): number {
    return this._written;
  }

  /** Bytes of their messages, as far as sizes are known. */
  get bytes(): number {
    return this._bytes;
  }

  /** Whether the feed has ended. */
  get isOver(): boolean {
    return this._isOver;
  }

  /**
   * Reads on, as far as the buffer has room.
   *
   * @param chunks how many chunks at most. Default: as many as a cycle of the control plane has time for
   * @throws {FeedError} if a recording cannot be read on; the feed is over then, with what has been read
   */
  pump(chunks: number = CYCLE_CHUNKS): void {
    const { words } = this.buffer;
    for (let n = 0; n < chunks && !this._isOver; n++) {
      const ahead = ((this._written | 0) - Atomics.load(words, READ)) | 0;
      if (ahead > AHEAD - CHUNK_EVENTS) return;
      this._pumpChunk();
    }
  }

  /** Reads as far ahead as it may. */
  fill(): void {
    this.pump(AHEAD / CHUNK_EVENTS);
  }

  /** Lets go of the feed. */
  close(): void {
    this._end();
  }

  /**
   * When an event was due, in nanoseconds from the start; NaN if that is not known any more.
   *
   * @param n the number of the arrival, from 0
   */
  dueNs(n: number): number {
    const isKnown = n < this._written && n >= this._written - this.buffer.timesNs.length;
    return isKnown ? this.buffer.timesNs[n & this._mask] : NaN;
  }

  private _pumpChunk(): void {
    const { buffer: { timesNs }, _chunk: chunk, _mask: mask } = this;
    let count = 0;
    try {
      count = this._feed.read(chunk);
    } catch (error) {
      this._end();
      throw error;
    }
    if (count === 0) return this._end();
    for (let n = 0; n < count; n++) {
      timesNs[(this._written + n) & mask] = chunk.timesNs[n];
      if (chunk.sizes[n] > 0) this._bytes += chunk.sizes[n];
    }
    this._written += count;
    showWritten(this.buffer, this._written, false);
  }

  private _end(): void {
    if (this._isOver) return;
    this._isOver = true;
    showWritten(this.buffer, this._written, true);
    this._feed.close();
  }
}
