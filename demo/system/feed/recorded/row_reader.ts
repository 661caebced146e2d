import type { TimeUnit } from "../../../../config/mod.ts";
import type { ArrivalChunk } from "../arrival_feed.ts";
import { FeedError } from "../feed_error.ts";
import type { ByteSource } from "./byte_source.ts";
import { CsvReader } from "./csv_reader.ts";
import { checkFormat, MAGIC_BYTES } from "./file_format.ts";
import { pcapMagic, PcapReader } from "./pcap_reader.ts";

/** The arrivals of a file, in its order. */
export interface RowReader {
  /** The file's own time of its first arrival, in nanoseconds; undefined before that is read. */
  readonly firstNs: bigint | undefined;
  /**
   * Reads the next arrivals into a chunk, from its beginning: times relative to the first of the file, and sizes.
   *
   * @returns how many; 0 at the end, and only there
   * @throws {FeedError} if the file breaks a rule
   */
  read(chunk: ArrivalChunk): number;
}

/**
 * Opens a file of arrivals. What it is, its first bytes say, and not its name.
 *
 * @param source its bytes; closing it remains to the caller
 * @param unit unit of the times of a CSV whose header names none
 * @throws {FeedError} if it is neither a CSV nor a classic pcap
 */
export function openRows(source: ByteSource, unit: TimeUnit): RowReader {
  const beginning = new Uint8Array(MAGIC_BYTES);
  let count = 0;
  while (count < MAGIC_BYTES) {
    const more = source.read(beginning.subarray(count));
    if (more === 0) break;
    count += more;
  }
  const bytes = beginning.subarray(0, count);
  if (count === 0) throw new FeedError(source.name, undefined, "must have arrivals, got an empty file");
  checkFormat(source.name, bytes, "a CSV or a classic pcap");
  const whole = behind(bytes, source);
  const magic = pcapMagic(bytes);
  return magic === undefined ? new CsvReader(whole, unit) : new PcapReader(whole, magic);
}

/** A source whose first bytes were read already. */
function behind(bytes: Uint8Array, source: ByteSource): ByteSource {
  let left = bytes;
  return {
    name: source.name,
    read(buffer) {
      if (left.length === 0) return source.read(buffer);
      const part = left.subarray(0, buffer.length);
      buffer.set(part);
      left = left.subarray(part.length);
      return part.length;
    },
    close: () => source.close(),
  };
}
