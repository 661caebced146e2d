import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { formatHgrm, Histogram } from "../../../../../control/mod.ts";
import { FeedError } from "../../../../../demo/system/feed/feed_error.ts";
import { sourceOfBytes } from "../../../../../demo/system/feed/recorded/byte_source.ts";
import { type DurationTable, readDurations } from "../../../../../demo/system/feed/services/duration_table.ts";

function read(text: string, unit: "ns" | "us" | "s" = "ns"): DurationTable {
  return readDurations(sourceOfBytes("d.txt", new TextEncoder().encode(text)), unit);
}

function rows({ timesNs, upTo }: DurationTable): readonly (readonly number[])[] {
  return Array.from(timesNs, (time, n) => [time, upTo[n]]);
}

Deno.test("readDurations reads one duration a line, sorted, in the unit of the header or else the one given", () => {
  assertEquals(rows(read("30\n10\r\n20\n")), [[10, 1], [20, 2], [30, 3]]);
  assertEquals(rows(read("us\n1.5\n0.001")), [[1, 1], [1_500, 2]]);
  assertEquals(rows(read("2\n", "s")), [[2_000_000_000, 1]]);
});

Deno.test("readDurations reads what formatHgrm writes, in the unit it was written in", () => {
  const histogram = new Histogram();
  for (let n = 1; n <= 200; n++) histogram.record(n);
  const nanoseconds = rows(read(formatHgrm(histogram)));
  assertEquals(nanoseconds.at(-1), [200, 200]);
  assertEquals(nanoseconds[0], [1, 1]);
  for (const [time, count] of nanoseconds) assertEquals(time, count);
  assertEquals(rows(read(formatHgrm(histogram, { unit: 1_000 }), "us")), nanoseconds);
});

Deno.test("readDurations rounds what a percentile table has beyond nanoseconds, halves up", () => {
  const head = "       Value     Percentile TotalCount 1/(1-Percentile)\n\n";
  assertEquals(rows(read(`${head}1.4996 0.0 1 1.00\n1.5 0.5 2 2.0\n2.0005 1.0 4\n#[Mean = 1]\n`)), [[1, 1], [2, 2], [
    2,
    4,
  ]]);
  assertEquals(rows(read(`${head}1.4996 0.0 1 1.00\n`, "us")), [[1_500, 1]]);
});

Deno.test("the mean of a percentile table is near that of what was measured, and not below it", () => {
  const histogram = new Histogram();
  let sum = 0;
  for (let n = 0; n < 10_000; n++) {
    const value = 1_000 + (n * n) % 7_919;
    histogram.record(value);
    sum += value;
  }
  const { timesNs, upTo } = read(formatHgrm(histogram, { ticksPerHalfDistance: 20 }));
  const mean = timesNs.reduce((total, time, n) => total + time * (upTo[n] - (upTo[n - 1] ?? 0)), 0) / 10_000;
  assertAlmostEquals(mean, sum / 10_000, 0.05 * sum / 10_000);
  assertEquals(mean >= sum / 10_000, true);
});

/** Files that are refused, and what is said of them. */
const REFUSED: readonly (readonly [text: string, message: string])[] = [
  ["", 'Cannot read "d.txt": the file must have durations, got an empty file'],
  ["\n\n", 'Cannot read "d.txt": the file must have durations, got an empty file'],
  ["ns\n", 'Cannot read "d.txt": the file must have durations, got only a header'],
  ["5\nx\n", 'Cannot read "d.txt": line 2: duration must be digits, with at most one point between them, got "x"'],
  ["-5\n", 'Cannot read "d.txt": line 1: duration must not be negative, got "-5"'],
  ["1.5\n", 'Cannot read "d.txt": line 1: duration must be whole nanoseconds: at most 0 decimals in ns, got "1.5"'],
  ["5\n\n6\n", 'Cannot read "d.txt": line 2: duration must be digits, with at most one point between them, got ""'],
  ["9007199254740992\n", 'Cannot read "d.txt": line 1: duration must be below 2^53 ns, got "9007199254740992"'],
  [
    "Value Percentile TotalCount\n#[Max]\n",
    'Cannot read "d.txt": the file must have durations, got a table without any',
  ],
  [
    "Value Percentile TotalCount\n5 x 1\n",
    'Cannot read "d.txt": line 2: row must be value, percentile, count and 1/(1-percentile), got "5 x 1"',
  ],
  [
    "Value Percentile TotalCount\n5 0.5 7\n4 1.0 9\n",
    'Cannot read "d.txt": line 3: value must be no less than that of the row above, got "4"',
  ],
  [
    "Value Percentile TotalCount\n5 0.5 7\n6 1.0 6\n",
    'Cannot read "d.txt": line 3: count must be from 7 to 2^53 - 1, got "6"',
  ],
  [
    "\x1f\x8b\x08",
    'Cannot read "d.txt": the file must be a percentile table or one duration a line, got a file compressed by gzip (try: gunzip -k d.txt)',
  ],
];

Deno.test("readDurations refuses what it cannot use, with the file, the line, the rule and the value", () => {
  for (const [text, message] of REFUSED) {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const error = assertThrows(() => readDurations(sourceOfBytes("d.txt", bytes), "ns"), FeedError);
    assertEquals(error.message, message);
  }
});
