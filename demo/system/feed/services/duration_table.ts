import type { TimeUnit } from "../../../../config/mod.ts";
import { quoteText } from "../../../../config/printable.ts";
import { FeedError } from "../feed_error.ts";
import type { ByteSource } from "../recorded/byte_source.ts";
import { decimalTime, UNIT_DIGITS } from "../recorded/decimal_time.ts";
import { checkFormat } from "../recorded/file_format.ts";
import { headerUnit } from "../recorded/csv_header.ts";

/** Measured durations, the shortest first. */
export interface DurationTable {
  /** Durations in whole nanoseconds. */
  readonly timesNs: Float64Array;
  /** How many were measured of each duration and those before it. */
  readonly upTo: Float64Array;
}

/** The largest file of durations, in bytes. It is read as a whole. */
const BYTES_MAX = 2 ** 26;

/**
 * Reads a file of durations: a percentile table as HdrHistogram writes it (`.hgrm`), or one duration a line, whose first line
 * may name the unit as in a recording.
 *
 * A row of a percentile table stands for the durations between the row above and itself, and all are taken to be as long as the
 * row says: a table with few rows errs on the slow side.
 *
 * @param source the file
 * @param unit unit of its durations, unless its first line names one
 * @throws {FeedError} if it is neither, or has no durations
 */
export function readDurations(source: ByteSource, unit: TimeUnit): DurationTable {
  const lines = readText(source).split(/\r?\n/);
  while (lines.length > 0 && lines[lines.length - 1] === "") lines.pop();
  if (lines.length === 0) throw new FeedError(source.name, undefined, "must have durations, got an empty file");
  return /^\s*Value\s+Percentile\s/.test(lines[0])
    ? readPercentiles(source.name, lines, unit)
    : readList(source.name, lines, unit);
}

function readText(source: ByteSource): string {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const part = new Uint8Array(65_536);
    const count = source.read(part);
    if (count === 0) break;
    parts.push(part.subarray(0, count));
    length += count;
    if (length > BYTES_MAX) {
      throw new FeedError(source.name, undefined, `must have at most ${BYTES_MAX} bytes, got more`);
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  checkFormat(source.name, bytes, "a percentile table or one duration a line");
  return new TextDecoder().decode(bytes);
}

/** Durations of a line each: all of them, sorted. */
function readList(file: string, lines: readonly string[], unit: TimeUnit): DurationTable {
  const header = headerUnit(lines[0].split(",", 1)[0], unit);
  const first = header === undefined ? 0 : 1;
  const timesNs = new Float64Array(lines.length - first);
  if (timesNs.length === 0) throw new FeedError(file, undefined, "must have durations, got only a header");
  for (let n = first; n < lines.length; n++) {
    const ns = decimalTime(lines[n], header ?? unit);
    if (typeof ns === "string") throw problemAt(file, n, `duration must ${ns}`, lines[n]);
    timesNs[n - first] = checkLength(file, n, ns, lines[n]);
  }
  timesNs.sort();
  return { timesNs, upTo: Float64Array.from(timesNs, (_, n) => n + 1) };
}

/** Rows of value, percentile, count up to there and 1/(1 - percentile); the last row has no fourth column. */
function readPercentiles(file: string, lines: readonly string[], unit: TimeUnit): DurationTable {
  const timesNs: number[] = [];
  const upTo: number[] = [];
  for (let n = 1; n < lines.length; n++) {
    const line = lines[n];
    if (/^\s*(#.*)?$/.test(line)) continue;
    const row = /^\s*(\d+(?:\.\d+)?)\s+[01](?:\.\d+)?\s+(\d+)(?:\s+\S+)?\s*$/.exec(line);
    if (row === null) throw problemAt(file, n, "row must be value, percentile, count and 1/(1-percentile)", line);
    const ns = checkLength(file, n, roundedTime(row[1], unit), row[1]);
    const count = Number(row[2]);
    const before = upTo.length === 0 ? 0 : upTo[upTo.length - 1];
    if (!Number.isSafeInteger(count) || count < before) {
      throw problemAt(file, n, `count must be from ${before} to 2^53 - 1`, row[2]);
    }
    if (timesNs.length > 0 && ns < timesNs[timesNs.length - 1]) {
      throw problemAt(file, n, "value must be no less than that of the row above", row[1]);
    }
    if (count === before) continue; // A bucket that covers several percentiles has a row for each.
    timesNs.push(ns);
    upTo.push(count);
  }
  if (upTo.length === 0) throw new FeedError(file, undefined, "must have durations, got a table without any");
  return { timesNs: Float64Array.from(timesNs), upTo: Float64Array.from(upTo) };
}

/** The value of a percentile table in nanoseconds, halves rounded up: its digits after the point are those of its format. */
function roundedTime(text: string, unit: TimeUnit): bigint {
  const [whole, fraction = ""] = text.split(".");
  const scale = 10n ** BigInt(fraction.length);
  return (2n * BigInt(whole + fraction) * 10n ** BigInt(UNIT_DIGITS[unit]) + scale) / (2n * scale);
}

function checkLength(file: string, line: number, ns: bigint, text: string): number {
  if (ns > Number.MAX_SAFE_INTEGER) throw problemAt(file, line, "duration must be below 2^53 ns", text);
  return Number(ns);
}

function problemAt(file: string, line: number, rule: string, text: string): FeedError {
  return new FeedError(file, `line ${line + 1}`, `${rule}, got ${quoteText(text)}`);
}
