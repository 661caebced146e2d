import type { RecordedFeed as RecordedSpecification } from "../../../../config/mod.ts";
import { type ArrivalChunk, type ArrivalFeed, makeChunk } from "../arrival_feed.ts";
import { DividedTimes } from "../exact/divided_times.ts";
import { decimalRatio } from "../exact/ratio.ts";
import { FeedError } from "../feed_error.ts";
import { countBefore } from "../models/model_feed.ts";
import type { ByteSource } from "./byte_source.ts";
import type { FileFormats } from "./file_access.ts";
import type { RowReader } from "./row_reader.ts";

/** What is read of a recording, and how its times are changed. */
export type RecordingCut = Pick<RecordedSpecification, "timeUnit" | "from" | "to" | "speed">;

/** Rows that are read at a time to find the first that is kept. */
const AHEAD = 512;

/** Arrivals recorded in a file: from the first that is kept, divided by a speed. */
export class RecordedFeed implements ArrivalFeed {
  /** It is recorded. */
  readonly model = "recorded";
  /** The file's own time of the first arrival that is kept; known before it is read. */
  declare readonly beginNs: bigint;
  declare private readonly _source: ByteSource;
  declare private readonly _rows: RowReader;
  declare private readonly _cut: RecordingCut;
  declare private readonly _duration: number | undefined;
  declare private readonly _speed: DividedTimes | undefined;
  /** Added to the time of a row, which is relative to the first of the file, before it is divided. */
  declare private _shiftNs: number;
  /** Rows from this time on are left out. */
  declare private _endNs: number;
  /** Rows that have been read to find the first that is kept. */
  declare private readonly _ahead: ArrivalChunk;
  private _aheadAt = 0;
  private _aheadCount = 0;
  private _isOver = false;
  /** The last row that was read; negative before that. */
  private _lastRow = -1;

  /**
   * Opens a recording, and reads to the first arrival that is kept.
   *
   * @param source the file
   * @param formats what can be read
   * @param cut what is read of it
   * @param duration arrivals before this, once the times are divided. Default: no bound
   * @throws {FeedError} if the file cannot be used, or nothing of it is kept
   */
  constructor(source: ByteSource, formats: FileFormats, cut: RecordingCut, duration?: number) {
    this._source = source;
    this._rows = formats.openRows(source, cut.timeUnit);
    this._cut = cut;
    this._duration = duration;
    this._speed = cut.speed === 1 ? undefined : new DividedTimes(cut.speed);
    this._ahead = makeChunk(AHEAD);
    const first = this._find(cut.from ?? 0);
    this._place(-first);
    this.beginNs = (this._rows.firstNs as bigint) + BigInt(first);
  }

  /** See {@linkcode ArrivalFeed.firstNs}. */
  get firstNs(): string | undefined {
    return this._lastRow < 0 ? undefined : String(this.beginNs);
  }

  /** See {@linkcode ArrivalFeed.lastNs}. */
  get lastNs(): string | undefined {
    return this._lastRow < 0 ? undefined : String((this._rows.firstNs as bigint) + BigInt(this._lastRow));
  }

  /**
   * Counts from an earlier time of the file's clock than its first arrival, so that several recordings keep their distance. To
   * be called before anything is read.
   *
   * @throws {FeedError} if that is 2⁵³ ns or more before its first arrival
   */
  countFrom(originNs: bigint): void {
    const distance = this.beginNs - originNs;
    if (distance > Number.MAX_SAFE_INTEGER) {
      const rule = `must begin less than 2^53 ns after the other recordings, the first of which is at ${originNs} ns`;
      throw new FeedError(this._source.name, undefined, `${rule}, got ${this.beginNs} ns`);
    }
    this._place(this._shiftNs + Number(distance));
  }

  /**
   * See {@linkcode ArrivalFeed.read}.
   *
   * @throws {FeedError} if the file breaks a rule
   */
  read(chunk: ArrivalChunk): number {
    const { timesNs } = chunk;
    if (timesNs.length === 0) throw new RangeError("Cannot read a feed: chunk must have room for 1 arrival, got 0");
    if (this._isOver) return 0;
    let count = this._aheadAt < this._aheadCount ? this._takeAhead(chunk) : this._rows.read(chunk);
    if (count === 0 || timesNs[count - 1] >= this._endNs) {
      this._isOver = true;
      count = countBefore(timesNs, count, this._endNs);
      if (count === 0) return 0;
    }
    this._lastRow = timesNs[count - 1];
    const shift = this._shiftNs;
    if (shift !== 0) { for (let n = 0; n < count; n++) timesNs[n] += shift; }
    if (timesNs[count - 1] <= Number.MAX_SAFE_INTEGER) this._speed?.divide(timesNs, 0, count);
    if (timesNs[count - 1] > Number.MAX_SAFE_INTEGER) {
      const got = `got ${timesNs[count - 1]} ns`;
      throw new FeedError(this._source.name, undefined, `must end before 2^53 ns, divided by its speed, ${got}`);
    }
    return count;
  }

  /** See {@linkcode ArrivalFeed.close}. */
  close(): void {
    this._source.close();
  }

  /** Says what is added to rows, and finds the row from which on none arrives before the duration. */
  private _place(shiftNs: number): void {
    this._shiftNs = shiftNs;
    const { speed, to = Infinity } = this._cut;
    this._endNs = to;
    if (this._duration === undefined) return;
    // ⌊(row + shift) / speed⌋ < duration if and only if row < duration × speed - shift, whose right side is rounded up.
    const { numerator, denominator } = decimalRatio(speed);
    const end = (BigInt(this._duration) * numerator + denominator - 1n) / denominator - BigInt(shiftNs);
    this._endNs = Math.min(to, Number(end));
  }

  /** Reads to the first row from a time on, which stays ahead. */
  private _find(from: number): number {
    const { timesNs } = this._ahead;
    do {
      this._aheadCount = this._rows.read(this._ahead);
      this._aheadAt = countBefore(timesNs, this._aheadCount, from);
    } while (this._aheadAt === this._aheadCount && this._aheadCount > 0);
    const { to = Infinity } = this._cut;
    if (this._aheadCount > 0 && timesNs[this._aheadAt] < to) return timesNs[this._aheadAt];
    const rule = `must have an arrival from ${from}${to === Infinity ? "" : ` to ${to}`} ns after its first`;
    throw new FeedError(this._source.name, undefined, `${rule}, got none`);
  }

  private _takeAhead({ timesNs, sizes }: ArrivalChunk): number {
    const from = this._aheadAt;
    const to = Math.min(this._aheadCount, from + timesNs.length);
    timesNs.set(this._ahead.timesNs.subarray(from, to));
    sizes.set(this._ahead.sizes.subarray(from, to));
    this._aheadAt = to;
    return to - from;
  }
}
