import { assert, assertEquals, assertThrows } from "@std/assert";
import { KeyedDraws } from "../../../../demo/system/feed/draws/keyed_draws.ts";
import { FeedError } from "../../../../demo/system/feed/feed_error.ts";
import { makeChunk } from "../../../../demo/system/feed/arrival_feed.ts";
import { ALL_FORMATS } from "../../../../demo/system/feed/recorded/all_formats.ts";
import { sourceOfBytes } from "../../../../demo/system/feed/recorded/byte_source.ts";
import { CSV_FORMAT } from "../../../../demo/explorer/model/csv_format.ts";
import type { FileFormats } from "../../../../demo/system/feed/recorded/file_access.ts";

/** What a file comes to: its arrivals, or why it is refused. */
function outcome({ openRows }: FileFormats, bytes: Uint8Array) {
  const chunk = makeChunk(8);
  try {
    const rows = openRows(sourceOfBytes("feed", bytes), "ns");
    const count = rows.read(chunk);
    return {
      firstNs: rows.firstNs,
      times: [...chunk.timesNs.subarray(0, count)],
      sizes: [...chunk.sizes.subarray(0, count)],
    };
  } catch (error) {
    assert(error instanceof FeedError, String(error));
    return error.message;
  }
}

Deno.test("CSV_FORMAT reads every CSV as all formats do, and refuses none of them in other words", () => {
  for (
    const text of [
      "1\n2\n",
      "7",
      "time_us,bytes\n7.5,64\r\n9,28\r\n",
      "\ufefft\n1\n",
      "\ufeff5,6\n",
      "",
      "a",
      "-1\n",
      "\n",
      "\n1\n",
      "\r\n",
      "1\n\n2\n",
      "\t1\n",
      "1;2\n",
      "1 \n",
      "Zeit µs\n1\n",
      "12345é\n",
      "12 \u{1f600}",
    ]
  ) {
    const bytes = new TextEncoder().encode(text);
    assertEquals(outcome(CSV_FORMAT, bytes), outcome(ALL_FORMATS, bytes), JSON.stringify(text));
  }
});

Deno.test("CSV_FORMAT refuses captures and packed files, and names the command that knows them", () => {
  for (
    const bytes of [
      [0xa1, 0xb2, 0xc3, 0xd4, 0, 2],
      [0xd4, 0xc3, 0xb2, 0xa1, 2, 0],
      [0x4d, 0x3c, 0xb2, 0xa1, 2, 0],
      [0x0a, 0x0d, 0x0d, 0x0a, 0, 0],
      [0x1f, 0x8b, 8],
      [0x28, 0xb5, 0x2f, 0xfd],
      [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
      [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
      [0x50, 0x4b, 3, 4],
      [0xff, 0xfe, 0x31, 0],
      [0xfe, 0xff, 0, 0x31],
    ]
  ) {
    assertEquals(
      outcome(CSV_FORMAT, Uint8Array.from(bytes)),
      'Cannot read "feed": the file must be a CSV on a page, got another format: try it with deno task simulate',
    );
  }
});

Deno.test("CSV_FORMAT reads no measured service times, and names the command that does", () => {
  const source = sourceOfBytes("risk.hgrm", new Uint8Array(3));
  const draws = new KeyedDraws(1, "service risk");
  assertThrows(() => CSV_FORMAT.readServiceTimes(source, "ns", draws), FeedError, "run deno task simulate");
});
