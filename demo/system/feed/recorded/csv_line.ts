import type { TimeUnit } from "../../../../config/mod.ts";
import { quoteText } from "../../../../config/printable.ts";
import { FeedError } from "../feed_error.ts";
import { HEADER_RULE, headerUnit } from "./csv_header.ts";
import { decimalTime } from "./decimal_time.ts";

/** Bytes of the longest line. */
export const LINE_BYTES_MAX = 1_000;

/** The largest size of a message, in bytes: as in a pcap. */
export const SIZE_MAX = 4_294_967_295;

/** One line of a CSV, as its grammar has it. */
export type CsvLine =
  | { readonly kind: "blank" }
  | { readonly kind: "header"; readonly unit: TimeUnit }
  | { readonly kind: "row"; readonly ns: bigint; readonly size: number | undefined };

/**
 * Reads one line of a CSV, the slow and plain way. {@linkcode CsvReader} asks it for what its loop over bytes does not know:
 * the header, blank lines, superfluous zeros, and everything that is refused.
 *
 * @param file name of the file
 * @param number of the line; the first is 1
 * @param bytes its bytes, without the line end
 * @param unit unit of the times
 * @throws {FeedError} if it breaks a rule
 */
export function readCsvLine(file: string, number: number, bytes: Uint8Array, unit: TimeUnit): CsvLine {
  const refuse = (rule: string, text: string): never => {
    throw new FeedError(file, `line ${number}`, `${rule}, got ${quoteText(text)}`);
  };
  if (bytes.length > LINE_BYTES_MAX) throw longLine(file, number, bytes.length);
  const text = new TextDecoder().decode(bytes);
  if (text === "") return { kind: "blank" };
  // deno-lint-ignore no-control-regex
  if (/[\x00-\x08\x0e-\x1f\ufffd]/.test(text)) refuse("line must be text, a time and perhaps a size", text);
  const fields = text.split(",");
  if (fields.length > 2) refuse(`line must have at most 2 columns, a time and a size, not ${fields.length}`, text);
  const [time, size] = fields;
  const header = number === 1 ? headerUnit(time, unit) : undefined;
  if (header !== undefined) return { kind: "header", unit: header };
  if (number === 1 && /^[^\d.+-]/.test(time)) refuse(`header must be ${HEADER_RULE}`, time);
  const ns = decimalTime(time, unit);
  if (typeof ns === "string") return refuse(`time must ${ns}`, time);
  if (size !== undefined) {
    if (/^-\d/.test(size)) refuse("size must not be negative", size);
    if (!/^\d+$/.test(size) || Number(size) > SIZE_MAX) {
      refuse(`size must be whole bytes from 0 to ${SIZE_MAX}`, size);
    }
  }
  return { kind: "row", ns, size: size === undefined ? undefined : Number(size) };
}

/** The error for a line without an end. */
export function longLine(file: string, number: number, bytes: number | undefined): FeedError {
  const got = bytes === undefined ? "more" : String(bytes);
  return new FeedError(file, `line ${number}`, `line must have at most ${LINE_BYTES_MAX} bytes, got ${got}`);
}
