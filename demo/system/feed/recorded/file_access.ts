import type { TimeUnit } from "../../../../config/mod.ts";
import type { ServiceTimes } from "../../timed/service_times.ts";
import type { KeyedDraws } from "../draws/keyed_draws.ts";
import type { ByteSource } from "./byte_source.ts";
import type { RowReader } from "./row_reader.ts";

/** The formats of files that a program can read. A page has fewer than the command line, which has all. */
export interface FileFormats {
  /**
   * Opens a file of arrivals.
   *
   * @param source its bytes; closing it remains to the caller
   * @param unit unit of the times, if the file names none
   * @throws {FeedError} if it is of no format that can be read, or has no arrivals
   */
  openRows(source: ByteSource, unit: TimeUnit): RowReader;
  /**
   * Reads a file of measured durations.
   *
   * @param source its bytes; closing it remains to the caller
   * @param unit unit of the durations, if the file names none
   * @param draws what is drawn from them is keyed by
   * @throws {FeedError} if it is of no format that can be read, or has no durations
   */
  readServiceTimes(source: ByteSource, unit: TimeUnit, draws: KeyedDraws): ServiceTimes;
}

/** How a system gets at the files that its specification names. */
export interface FileAccess {
  /** Opens a file, by its path in the specification. */
  open(path: string): ByteSource;
  /** What of it can be read. */
  readonly formats: FileFormats;
}
