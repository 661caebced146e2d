/**
 * Recordings of any length that take no memory: a block of rows or packets, given again and again, each time a millisecond later.
 *
 * @module
 */
import type { ByteSource } from "../../demo/system/mod.ts";

/** Rows of a block, and nanoseconds from one to the next. */
const ROWS = 1_000;
const GAP_NS = 1_000;

/** What a block is made of: bytes, and how its times are set forward. */
interface Block {
  readonly bytes: Uint8Array;
  /** Makes it the block of the next millisecond. */
  advance(): void;
}

/** A CSV with so many rows of a time since 1970 in nanoseconds, 19 digits, and a size. */
export function endlessCsv(rows: number): ByteSource {
  return repeat("feed.csv", new Uint8Array(), csvBlock(), rows);
}

/** A pcap with so many packets, of which 28 bytes were captured. */
export function endlessPcap(packets: number): ByteSource {
  const header = new DataView(new ArrayBuffer(24));
  header.setUint32(0, 0xa1b23c4d, true);
  header.setUint16(4, 2, true);
  header.setUint16(6, 4, true);
  header.setUint32(16, 65_535, true);
  return repeat("feed.pcap", new Uint8Array(header.buffer), pcapBlock(), packets);
}

function csvBlock(): Block {
  const rows = Array.from(
    { length: ROWS },
    (_, n) => `1700000000000${String(n * GAP_NS).padStart(6, "0")},${10 + n % 90}\n`,
  );
  const bytes = new TextEncoder().encode(rows.join(""));
  const width = bytes.length / ROWS;
  return {
    bytes,
    advance() {
      // Only the digits that change are written, so that the time is the reader's.
      let digit = 12;
      while (bytes[digit] === 57) digit--;
      for (let row = 0; row < bytes.length; row += width) {
        bytes[row + digit]++;
        bytes.fill(48, row + digit + 1, row + 13);
      }
    },
  };
}

function pcapBlock(): Block {
  const width = 16 + 28;
  const bytes = new Uint8Array(ROWS * width);
  const view = new DataView(bytes.buffer);
  let milliseconds = -1;
  const block = {
    bytes,
    advance() {
      milliseconds++;
      for (let n = 0; n < ROWS; n++) {
        view.setUint32(n * width, 1_700_000_000 + Math.floor(milliseconds / 1_000), true);
        view.setUint32(n * width + 4, milliseconds % 1_000 * 1_000_000 + n * GAP_NS, true);
      }
    },
  };
  for (let n = 0; n < ROWS; n++) {
    view.setUint32(n * width + 8, 28, true);
    view.setUint32(n * width + 12, 60, true);
  }
  block.advance();
  return block;
}

function repeat(name: string, header: Uint8Array, block: Block, rows: number): ByteSource {
  const width = block.bytes.length / ROWS;
  let left = rows * width;
  let headerAt = 0;
  let at = 0;
  return {
    name,
    read(buffer) {
      if (headerAt < header.length) {
        const part = header.subarray(headerAt, headerAt + buffer.length);
        buffer.set(part);
        headerAt += part.length;
        return part.length;
      }
      let filled = 0;
      while (filled < buffer.length && left > 0) {
        if (at === block.bytes.length) {
          block.advance();
          at = 0;
        }
        const count = Math.min(buffer.length - filled, block.bytes.length - at, left);
        buffer.set(
          at === 0 && count === block.bytes.length ? block.bytes : block.bytes.subarray(at, at + count),
          filled,
        );
        filled += count;
        at += count;
        left -= count;
      }
      return filled;
    },
    close() {},
  };
}
