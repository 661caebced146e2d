import type { TimeUnit } from "../../../../config/mod.ts";
import { type ArrivalChunk, NO_SIZE } from "../arrival_feed.ts";
import { FeedError } from "../feed_error.ts";
import type { ByteSource } from "./byte_source.ts";
import { LINE_BYTES_MAX, longLine, readCsvLine, SIZE_MAX } from "./csv_line.ts";
import { TIME_END_NS, UNIT_DIGITS } from "./decimal_time.ts";

/** Bytes that are in memory at a time. */
const BUFFER_BYTES = 262_144;

const LF = 10;
const CR = 13;
const COMMA = 44;
const POINT = 46;
const ZERO = 48;

/** Powers of ten up to 10⁹. */
const TENS: Float64Array = /* @__PURE__ */ Float64Array.from({ length: 10 }, (_, n) => Number(`1e${n}`));

const GIGA = 1_000_000_000;

/** Seconds and nanoseconds of the last time there is, 2⁶³ - 1. */
const LAST_SECONDS = /* @__PURE__ */ Number(TIME_END_NS / 1_000_000_000n);
const LAST_NANOS = /* @__PURE__ */ Number((TIME_END_NS - 1n) % 1_000_000_000n);

/**
 * Reads arrivals from a CSV: the first column is the time, the second, where there is one, the size in bytes.
 *
 * A loop over bytes reads the rows of plain digits, which are nearly all. It makes no text and nothing else that would have to be
 * collected. A time has up to 19 digits, more than a double holds; they are counted in three groups from the left, and put
 * together as whole seconds and nanoseconds. What the loop does not know it leaves to {@linkcode readCsvLine}.
 */
export class CsvReader {
  /** See {@linkcode RowReader.firstNs}. */
  firstNs: bigint | undefined = undefined;
  declare private readonly _source: ByteSource;
  declare private readonly _buffer: Uint8Array;
  private _unit: TimeUnit;
  /** Where the next line begins, where the last whole line ends, and where the bytes end. */
  private _at = 0;
  private _end = 0;
  private _filled = 0;
  private _isOver = false;
  /** Number of the next line, and of the first blank one. */
  private _line = 1;
  private _blankLine = 0;
  private _firstSeconds = 0;
  private _firstNanos = 0;
  private _lastTime = 0;

  /** Reads from a source. */
  constructor(source: ByteSource, unit: TimeUnit) {
    this._source = source;
    this._unit = unit;
    this._buffer = new Uint8Array(BUFFER_BYTES + 1);
  }

  /** See {@linkcode RowReader.read}. */
  read({ timesNs, sizes }: ArrivalChunk): number {
    const buffer = this._buffer;
    let n = 0;
    while (n < timesNs.length) {
      if (this._at === this._end && !this._refill()) break;
      if (this.firstNs === undefined || this._blankLine > 0) {
        n = this._readSlowly(timesNs, sizes, n);
        continue;
      }
      const read = this._readPlain(buffer, timesNs, sizes, n);
      // Nothing read: the line is one of the others.
      n = read === n ? this._readSlowly(timesNs, sizes, n) : read;
    }
    if (n === 0 && this.firstNs === undefined) {
      const got = this._line === 1 || this._blankLine === 1 ? "an empty file" : "only a header";
      throw new FeedError(this._source.name, undefined, `must have arrivals, got ${got}`);
    }
    return n;
  }

  /** Reads rows of plain digits, as far as there are any among the whole lines. */
  private _readPlain(buffer: Uint8Array, timesNs: Float64Array, sizes: Float64Array, from: number): number {
    const { _end: end, _firstSeconds: firstSeconds, _firstNanos: firstNanos } = this;
    const unitDigits = UNIT_DIGITS[this._unit];
    const room = timesNs.length;
    let lastTime = this._lastTime;
    let start = this._at;
    let n = from;
    while (n < room && start < end) {
      let at = start;
      let byte = buffer[at];
      // Digits 1 to 9, 10 to 18 and 19. A number of more, most of them leading zeros, is left to the grammar.
      let left = 0;
      let middle = 0;
      let right = 0;
      let digits = 0;
      let point = 0;
      for (;;) {
        const digit = byte - ZERO;
        if (digit >= 0 && digit <= 9) {
          if (digits < 9) {
            left = left * 10 + digit | 0;
            digits++;
          } else if (digits < 18) {
            middle = middle * 10 + digit | 0;
            digits++;
          } else {
            right = digit;
            digits++;
          }
        } else if (byte === POINT && point === 0 && at > start) {
          point = at + 1;
        } else {
          break;
        }
        byte = buffer[++at];
      }
      const decimals = point === 0 ? 0 : at - point;
      const zeros = unitDigits - decimals;
      const total = digits + zeros;
      if (at === start || at === point || zeros < 0 || total > 19) break;

      let size = NO_SIZE;
      if (byte === COMMA) {
        const begin = ++at;
        size = 0;
        for (;;) {
          const digit = buffer[at] - ZERO;
          if (!(digit >= 0 && digit <= 9)) break;
          size = size * 10 + digit;
          at++;
        }
        if (at === begin || size > SIZE_MAX) break;
        byte = buffer[at];
      }
      if (byte === CR) byte = buffer[++at];
      if (byte !== LF || at - start > LINE_BYTES_MAX) break;

      let seconds = 0;
      let nanos = 0;
      if (total <= 9) {
        nanos = left * TENS[zeros];
      } else {
        // The first nine digits, with the zeros that they have after them, and those that follow.
        const missing = digits < 9 ? 9 - digits : 0;
        const first = left * TENS[missing];
        const following = total < 18 ? total - 9 : 9;
        const rest = digits > 9 ? middle * TENS[following - (digits < 18 ? digits - 9 : 9)] : 0;
        if (total === 19) {
          const high = Math.floor(rest / 1e8);
          seconds = first * 10 + high;
          nanos = (rest - high * 1e8) * 10 + right;
          if (seconds > LAST_SECONDS || seconds === LAST_SECONDS && nanos > LAST_NANOS) break;
        } else {
          const unit = TENS[9 - following];
          seconds = Math.floor(first / unit);
          nanos = (first - seconds * unit) * TENS[following] + rest;
        }
      }
      const time = (seconds - firstSeconds) * GIGA + (nanos - firstNanos);
      if (!(time >= lastTime && time <= Number.MAX_SAFE_INTEGER)) break;
      lastTime = time;
      timesNs[n] = time;
      sizes[n++] = size;
      start = at + 1;
    }
    this._at = start;
    this._line += n - from;
    this._lastTime = lastTime;
    return n;
  }

  /** Reads one line by its grammar: a row, what is none, or what is refused. */
  private _readSlowly(timesNs: Float64Array, sizes: Float64Array, n: number): number {
    const { _buffer: buffer, _source: { name: file }, _line: number } = this;
    let begin = this._at;
    let end = buffer.indexOf(LF, begin);
    this._at = end + 1;
    this._line++;
    if (end > begin && buffer[end - 1] === CR) end--;
    if (number === 1 && buffer[begin] === 0xef && buffer[begin + 1] === 0xbb && buffer[begin + 2] === 0xbf) begin += 3;
    const line = readCsvLine(file, number, buffer.subarray(begin, end), this._unit);
    if (line.kind === "blank") {
      this._blankLine ||= number;
      return n;
    }
    if (this._blankLine > 0) {
      const rule = "line must be a time and perhaps a size, for only the end may have blank lines";
      throw new FeedError(file, `line ${this._blankLine}`, `${rule}, got ""`);
    }
    if (line.kind === "header") {
      this._unit = line.unit;
      return n;
    }
    this.firstNs ??= this._begin(line.ns);
    const time = Number(line.ns - this.firstNs);
    const before = this.firstNs + BigInt(this._lastTime);
    if (time < this._lastTime) {
      throw new FeedError(
        file,
        `line ${number}`,
        `time must be at least ${before} ns, that of the line before, got ${line.ns} ns`,
      );
    }
    if (time > Number.MAX_SAFE_INTEGER) {
      const rule = `time must be less than 2^53 ns after the first, ${this.firstNs} ns`;
      throw new FeedError(file, `line ${number}`, `${rule}, got ${line.ns} ns`);
    }
    this._lastTime = time;
    timesNs[n] = time;
    sizes[n] = line.size ?? NO_SIZE;
    return n + 1;
  }

  private _begin(firstNs: bigint): bigint {
    this._firstSeconds = Number(firstNs / 1_000_000_000n);
    this._firstNanos = Number(firstNs % 1_000_000_000n);
    return firstNs;
  }

  /** Reads bytes until there is a whole line; false, if there is none any more. */
  private _refill(): boolean {
    const { _buffer: buffer, _source: source } = this;
    buffer.copyWithin(0, this._end, this._filled);
    this._filled -= this._end;
    this._at = 0;
    this._end = 0;
    while (!this._isOver) {
      const from = this._filled;
      const count = source.read(buffer.subarray(from, BUFFER_BYTES));
      this._filled += count;
      if (count === 0) {
        this._isOver = true;
        // The last line end may be missing.
        if (from > 0) buffer[this._filled++] = LF;
      }
      const last = buffer.subarray(from, this._filled).lastIndexOf(LF);
      if (last >= 0) {
        this._end = from + last + 1;
        return true;
      }
      if (this._filled > LINE_BYTES_MAX) throw longLine(source.name, this._line, undefined);
    }
    return false;
  }
}
