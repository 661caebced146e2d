import { FeedError } from "../../system/feed/feed_error.ts";
import { CsvReader } from "../../system/feed/recorded/csv_reader.ts";
import type { FileFormats } from "../../system/feed/recorded/file_access.ts";
import { peek } from "../../system/feed/recorded/peeked_source.ts";

/** Bytes by which a file is known to be no text. */
const PEEKED = 6;

/**
 * Recordings as CSV, and nothing else: for a page, where every reader costs bytes. The command line reads the others, or says
 * how they are converted.
 */
export const CSV_FORMAT: FileFormats = {
  openRows: (source, unit) => {
    const { bytes, whole } = peek(source, PEEKED);
    if (!NO_TEXT.test(new TextDecoder().decode(bytes))) return new CsvReader(whole, unit);
    throw new FeedError(
      source.name,
      undefined,
      "must be a CSV on a page, got another format: try it with deno task simulate",
    );
  },
  readServiceTimes: ({ name }) => {
    throw new FeedError(
      name,
      undefined,
      "has measured service times, which a page does not read: run deno task simulate",
    );
  },
};

/** What no text has: the beginning of a pcapng, control characters, and bytes that are no characters but where it is cut. */
// deno-lint-ignore no-control-regex
const NO_TEXT = /^\n\r\r\n|[\0-\x08\x0e-\x1f]|\ufffd(?!\ufffd*$)/;
