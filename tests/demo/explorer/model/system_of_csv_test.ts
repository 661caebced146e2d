import { assert, assertEquals, assertThrows } from "@std/assert";
import { FILE_BYTES_MAX } from "../../../../demo/explorer/model/bounds.ts";
import { RequestError } from "../../../../demo/explorer/model/explorer_run.ts";
import { runRequest } from "../../../../demo/explorer/model/run_request.ts";
import { systemOfCsv } from "../../../../demo/explorer/model/system_of_csv.ts";
import { systemRequest } from "./_requests.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

const OPENING = new URL("../../../../demo/examples/opening.csv", import.meta.url);
const mayRead = Deno.permissions.querySync({ name: "read", path: OPENING }).state === "granted";

Deno.test("systemOfCsv makes a system that a recording does not overrun, and that can be run at once", () => {
  const examples = mayRead ? [Deno.readFileSync(OPENING)] : [];
  for (const bytes of [...examples, bytesOf("time_us\n0\n0\n0\n"), bytesOf("17\n"), bytesOf("t,bytes\n0,1\n9,2\n")]) {
    const text = systemOfCsv("my feed.csv", bytes);
    const { views: [view], claims } = runRequest(systemRequest(text), new Map([["my feed.csv", bytes]]));
    assertEquals([view.observed, view.account.lost], [undefined, 0]);
    assert(claims.every(({ held }) => held));
    assert(
      view.capacity === 1 || Math.max(...Array.from(view.lagMax)) > view.capacity / 2,
      "and the ring is no larger",
    );
  }
});

Deno.test("systemOfCsv refuses what is no recording, in the words of the reader", () => {
  const refused = (bytes: Uint8Array, message: string) =>
    assertEquals(assertThrows(() => systemOfCsv("x.csv", bytes), RequestError).message, message);
  refused(new Uint8Array(), 'Cannot read "x.csv": the file must have arrivals, got an empty file');
  refused(bytesOf("time_us\n"), 'Cannot read "x.csv": the file must have arrivals, got only a header');
  refused(
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]),
    'Cannot read "x.csv": the file must be a CSV on a page, got another format: try it with deno task simulate',
  );
  refused(
    new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0]),
    'Cannot read "x.csv": the file must be a CSV on a page, got another format: try it with deno task simulate',
  );
  refused(
    bytesOf('{ "feed": {} }'),
    `Cannot read "x.csv": line 1: header must be a unit (ns, us, ms, s), a name that ends in one (time_ns, ts_us), or t, ` +
      'ts, time, timestamp, arrival, arrival_time, got "{ \\"feed\\": {} }"',
  );
  refused(
    new Uint8Array(FILE_BYTES_MAX + 1),
    `a page takes at most ${FILE_BYTES_MAX} bytes of a file, got ${FILE_BYTES_MAX + 1}: ` +
      "run deno task simulate system.json in a terminal",
  );
});

Deno.test("systemOfCsv bounds the arrivals of a recording", () => {
  const rows = bytesOf("1\n".repeat(2_100_000));
  const { message } = assertThrows(() => systemOfCsv("x.csv", rows), RequestError);
  assert(message.startsWith("a page takes at most 2000000 events for all consumers, got 20"), message);
});
