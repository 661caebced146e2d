import type { TimeUnit } from "../../../../config/mod.ts";
import type { ArrivalChunk } from "../arrival_feed.ts";
import { FeedError } from "../feed_error.ts";
import type { ByteSource } from "./byte_source.ts";
import { CsvReader } from "./csv_reader.ts";
import { checkFormat, MAGIC_BYTES } from "./file_format.ts";
import { pcapMagic, PcapReader } from "./pcap_reader.ts";
import { peek } from "./peeked_source.ts";

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
  const { bytes, whole } = peek(source, MAGIC_BYTES);
  if (bytes.length === 0) throw new FeedError(source.name, undefined, "must have arrivals, got an empty file");
  checkFormat(source.name, bytes, "a CSV or a classic pcap");
  const magic = pcapMagic(bytes);
  return magic === undefined ? new CsvReader(whole, unit) : new PcapReader(whole, magic);
}
