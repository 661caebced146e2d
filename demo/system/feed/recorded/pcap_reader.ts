import type { ArrivalChunk } from "../arrival_feed.ts";
import { FeedError } from "../feed_error.ts";
import type { ByteSource } from "./byte_source.ts";
import { shellWord } from "./file_format.ts";

/** What the first word of a pcap says. */
export interface PcapMagic {
  /** Nanoseconds of the unit of its fractions of a second. */
  readonly unitNs: number;
  /** Whether its numbers have their lowest byte first. */
  readonly isLittleEndian: boolean;
}

const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;

/** Bytes of the header of a file, and of that of each packet. */
const FILE_HEADER_BYTES = 24;
const PACKET_HEADER_BYTES = 16;

/** Bytes that are in memory at a time. */
const BUFFER_BYTES = 262_144;

/** Longest packet of a file that states no limit: libpcap's own. */
const SNAPLEN_DEFAULT = 262_144;

/** What the first bytes of a file say, if they are those of a classic pcap. */
export function pcapMagic(bytes: Uint8Array): PcapMagic | undefined {
  if (bytes.length < 4) return undefined;
  for (const isLittleEndian of [true, false]) {
    const word = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, isLittleEndian);
    if (word === MICROSECONDS) return { unitNs: 1_000, isLittleEndian };
    if (word === NANOSECONDS) return { unitNs: 1, isLittleEndian };
  }
  return undefined;
}

/**
 * Reads arrivals from a classic pcap (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-06.html): the capture time of each
 * packet, and its length on the wire, which is more than was captured if the capture cut it. What the packets hold is skipped,
 * so that their link type means nothing.
 */
export class PcapReader {
  /** See {@linkcode RowReader.firstNs}. */
  firstNs: bigint | undefined = undefined;
  declare private readonly _source: ByteSource;
  declare private readonly _magic: PcapMagic;
  declare private readonly _buffer: Uint8Array;
  private _at = 0;
  private _filled = 0;
  private _snaplen = 0;
  /** Number of the next packet. */
  private _packet = 1;
  private _firstSeconds = 0;
  private _firstNanos = 0;
  private _lastTime = 0;

  /** Reads from a source, which begins with this magic. */
  constructor(source: ByteSource, magic: PcapMagic) {
    this._source = source;
    this._magic = magic;
    this._buffer = new Uint8Array(BUFFER_BYTES);
  }

  /** See {@linkcode RowReader.read}. */
  read({ timesNs, sizes }: ArrivalChunk): number {
    if (this._snaplen === 0) this._readHeader();
    let n = 0;
    while (n < timesNs.length) {
      if (this._filled - this._at < PACKET_HEADER_BYTES && !this._refill(PACKET_HEADER_BYTES)) {
        if (this._filled > this._at) this._refuseCut("packet header", PACKET_HEADER_BYTES);
        break;
      }
      n = this._readPackets(timesNs, sizes, n);
    }
    if (n === 0 && this.firstNs === undefined) {
      throw new FeedError(this._source.name, undefined, "must have arrivals, got a pcap without packets");
    }
    return n;
  }

  /** Reads packets as long as their headers are in memory. */
  private _readPackets(timesNs: Float64Array, sizes: Float64Array, from: number): number {
    const { _buffer: buffer, _snaplen: snaplen, _magic: { unitNs, isLittleEndian } } = this;
    // By how far each byte of a word is shifted.
    const a = isLittleEndian ? 0 : 24;
    const b = isLittleEndian ? 8 : 16;
    const c = 24 - b;
    const d = 24 - a;
    const unitsPerSecond = 1e9 / unitNs;
    const lastHeader = this._filled - PACKET_HEADER_BYTES;
    const room = timesNs.length;
    let at = this._at;
    let n = from;
    if (this.firstNs === undefined) this._begin();
    const { _firstSeconds: firstSeconds, _firstNanos: firstNanos } = this;
    let lastTime = this._lastTime;
    while (n < room && at <= lastHeader) {
      const seconds = (buffer[at] << a | buffer[at + 1] << b | buffer[at + 2] << c | buffer[at + 3] << d) >>> 0;
      const units = (buffer[at + 4] << a | buffer[at + 5] << b | buffer[at + 6] << c | buffer[at + 7] << d) >>> 0;
      const kept = (buffer[at + 8] << a | buffer[at + 9] << b | buffer[at + 10] << c | buffer[at + 11] << d) >>> 0;
      const length = (buffer[at + 12] << a | buffer[at + 13] << b | buffer[at + 14] << c | buffer[at + 15] << d) >>> 0;
      const time = (seconds - firstSeconds) * 1e9 + (units * unitNs - firstNanos);
      if (units >= unitsPerSecond || kept > snaplen || !(time >= lastTime && time <= Number.MAX_SAFE_INTEGER)) {
        this._packet += n - from;
        this._refuse(seconds, units, kept, lastTime);
      }
      lastTime = time;
      timesNs[n] = time;
      sizes[n++] = length;
      at += PACKET_HEADER_BYTES + kept;
    }
    this._lastTime = lastTime;
    this._packet += n - from;
    this._at = Math.min(at, this._filled);
    if (at > this._filled) this._skip(at - this._filled);
    return n;
  }

  /** Takes the first time from the packet that comes next. */
  private _begin(): void {
    const { unitNs, isLittleEndian } = this._magic;
    const view = new DataView(this._buffer.buffer, this._at);
    this._firstSeconds = view.getUint32(0, isLittleEndian);
    this._firstNanos = view.getUint32(4, isLittleEndian) * unitNs;
    this.firstNs = BigInt(this._firstSeconds) * 1_000_000_000n + BigInt(this._firstNanos);
  }

  private _readHeader(): void {
    if (!this._refill(FILE_HEADER_BYTES)) {
      const problem = `must have a pcap header of ${FILE_HEADER_BYTES} bytes, got ${this._filled}: it is cut off`;
      throw new FeedError(this._source.name, undefined, problem);
    }
    const view = new DataView(this._buffer.buffer);
    const { isLittleEndian } = this._magic;
    const major = view.getUint16(4, isLittleEndian);
    const minor = view.getUint16(6, isLittleEndian);
    if (major !== 2) {
      throw new FeedError(this._source.name, undefined, `must be a pcap of version 2, got version ${major}.${minor}`);
    }
    this._snaplen = view.getUint32(16, isLittleEndian) || SNAPLEN_DEFAULT;
    this._at = FILE_HEADER_BYTES;
  }

  private _refuse(seconds: number, units: number, kept: number, lastTime: number): never {
    const { unitNs } = this._magic;
    const fail = (problem: string): never => {
      throw new FeedError(this._source.name, `packet ${this._packet}`, problem);
    };
    if (units >= 1e9 / unitNs) {
      fail(`fraction of a second must be below ${1e9 / unitNs} ${unitNs === 1 ? "ns" : "us"}, got ${units}`);
    }
    if (kept > this._snaplen) {
      fail(`captured length must be at most the ${this._snaplen} bytes of the file's header, got ${kept}`);
    }
    const ns = BigInt(seconds) * 1_000_000_000n + BigInt(units * unitNs);
    const first = this.firstNs as bigint;
    const before = first + BigInt(lastTime);
    if (ns < before) {
      fail(
        `time must be at least ${before} ns, that of the packet before, got ${ns} ns (try: reordercap ${
          shellWord(this._source.name)
        } feed.pcap)`,
      );
    }
    return fail(`time must be less than 2^53 ns after the first, ${first} ns, got ${ns} ns`);
  }

  /** Skips bytes of the last packet that are not in memory. */
  private _skip(bytes: number): void {
    let left = bytes;
    this._at = 0;
    this._filled = 0;
    while (left > 0) {
      const count = this._source.read(this._buffer);
      if (count === 0) {
        const problem = `packet must have all its captured bytes, got ${left} less: the file is cut off`;
        throw new FeedError(this._source.name, `packet ${this._packet - 1}`, problem);
      }
      this._at = Math.min(left, count);
      this._filled = count;
      left -= this._at;
    }
  }

  /** Reads until there are so many bytes; false, if there are fewer. */
  private _refill(bytes: number): boolean {
    const { _buffer: buffer } = this;
    buffer.copyWithin(0, this._at, this._filled);
    this._filled -= this._at;
    this._at = 0;
    while (this._filled < bytes) {
      const count = this._source.read(buffer.subarray(this._filled));
      if (count === 0) return false;
      this._filled += count;
    }
    return true;
  }

  private _refuseCut(what: string, bytes: number): never {
    const problem = `${what} must have ${bytes} bytes, got ${this._filled - this._at}: the file is cut off`;
    throw new FeedError(this._source.name, `packet ${this._packet}`, problem);
  }
}
