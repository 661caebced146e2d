import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { TIME_UNITS, type TimeUnit } from "../../../../../config/mod.ts";
import { bytesOf } from "../_arrivals.ts";
import { type Cut, readRecorded, refusal } from "./_recorded.ts";

const DIGITS: Readonly<Record<TimeUnit, number>> = { ns: 0, us: 3, ms: 6, s: 9 };

/** A plain reader: lines, columns and BigInt, with no loop over bytes. Of files that are not refused. */
function reference(text: string, unit: TimeUnit): ReturnType<typeof readRecorded> {
  const rows = text.split("\n").map((line) => line.replace(/\r$/, "")).filter((line) => /^\d/.test(line));
  const absolute = rows.map((row) => {
    const [whole, fraction = ""] = row.split(",")[0].split(".");
    return BigInt(whole + fraction.padEnd(DIGITS[unit], "0").slice(0, DIGITS[unit]));
  });
  return {
    times: absolute.map((ns) => Number(ns - absolute[0])),
    sizes: rows.map((row) => row.includes(",") ? Number(row.split(",")[1]) : -1),
    firstNs: String(absolute[0]),
    lastNs: String(absolute.at(-1)),
  };
}

/** A sorted file of one unit: times near the beginning or since 1970, more or fewer decimals, sizes or none, either line end. */
const file = fc.record({
  unit: fc.constantFrom(...TIME_UNITS),
  header: fc.boolean(),
  first: fc.oneof(fc.bigInt(0n, 3_000_000_000n), fc.bigInt(1_699n * 10n ** 15n, 1_701n * 10n ** 15n)),
  gaps: fc.array(fc.oneof(fc.nat(2_000), fc.nat(2 ** 31 - 1), fc.nat({ max: 2 ** 40 })), { maxLength: 25 }),
  looks: fc.infiniteStream(fc.record({
    size: fc.option(fc.oneof(fc.nat(1_500), fc.constantFrom(0, 4_294_967_295))),
    zeros: fc.constantFrom(0, 0, 0, 1, 3, 12),
    trim: fc.boolean(),
    more: fc.constantFrom(0, 0, 0, 2),
    end: fc.constantFrom("\n", "\n", "\r\n"),
  })),
  last: fc.constantFrom("", "\n", "\r\n", "\n\n", "\n\r\n\n"),
}).map(({ unit, header, first, gaps, looks, last }) => {
  const digits = DIGITS[unit];
  let ns = first;
  const lines = [0, ...gaps].map((gap) => {
    ns += BigInt(gap);
    const { size, zeros, trim, more, end } = looks.next().value;
    const text = String(ns).padStart(digits + 1, "0");
    let fraction = text.slice(text.length - digits) + "0".repeat(more);
    if (digits === 0) fraction = "0".repeat(more);
    if (trim) fraction = fraction.replace(/0+$/, "");
    const time = "0".repeat(zeros) + text.slice(0, text.length - digits) + (fraction === "" ? "" : `.${fraction}`);
    return [`${time}${size === null ? "" : `,${size}`}`, end] as const;
  });
  const text = lines.map(([line, end], n) => n === lines.length - 1 ? line + last : line + end).join("");
  return { unit, text: header ? `time_${unit},bytes\n${text}` : text, hasHeader: header };
});

Deno.test("a CSV is read as a plain reader reads it, whatever its unit, and wherever buffers end", () => {
  fc.assert(
    fc.property(file, fc.constantFrom(1, 2, 3, 7, 64, Infinity), ({ unit, text, hasHeader }, chop) => {
      assertEquals(readRecorded(text, { timeUnit: hasHeader ? "ns" : unit, chop }), reference(text, unit));
    }),
    { numRuns: 400 },
  );
});

Deno.test("a buffer may end at any byte of a file larger than it", () => {
  // Lines of 23 bytes: the ends of buffers fall on every place of a line.
  const rows = Array.from(
    { length: 60_000 },
    (_, n) => `${1_700_000_000_000_000_000n + BigInt(n * 37)},${10 + n % 90}`,
  );
  const text = rows.join("\n");
  assert(text.length > 5 * 262_144);
  const { times, sizes, lastNs } = readRecorded(text);
  assertEquals(times.length, rows.length);
  assert(times.every((time, n) => time === n * 37 && sizes[n] === 10 + n % 90));
  assertEquals(lastNs, String(1_700_000_000_000_000_000n + 59_999n * 37n));
});

Deno.test("a header names the unit in any case, or leaves it to the option; a byte order mark is skipped", () => {
  const last = (text: string, cut: Cut = {}) => readRecorded(text, cut).times.at(-1);
  for (const [name, ns] of [["ns", 2], ["us", 2_000], ["ms", 2e6], ["s", 2e9]] as const) {
    for (const header of [name, `time_${name}`, `TIMESTAMP_${name.toUpperCase()}`, `recv_time_${name}`]) {
      assertEquals(last(`${header}\n1\n3\n`), 2 * ns / 2, header);
      assertEquals(last(`${header},size\r\n1,5\n3,5\n`, { timeUnit: "s" }), ns, header);
    }
  }
  for (const header of ["t", "ts", "Time", "timestamp", "arrival", "arrival_time"]) {
    assertEquals(last(`${header}\n1\n3\n`, { timeUnit: "us" }), 2_000, header);
  }
  assertEquals(last("\ufeff1\n3\n"), 2);
  assertEquals(last("\ufefftime_us\n1\n3\n"), 2_000);
});

Deno.test("times are exact up to 2^63 - 1", () => {
  assertEquals(readRecorded("9223372036854775806\n9223372036854775807\n").times, [0, 1]);
  assertEquals(readRecorded("s\n9223372036.854775806\n9223372036.854775807\n").lastNs, "9223372036854775807");
  assertEquals(readRecorded("0.001,7", { timeUnit: "us" }).firstNs, "1");
});

Deno.test("zeros before and after a number, and decimals that are left out, change nothing", () => {
  for (const unit of TIME_UNITS) {
    const ns = 10 ** DIGITS[unit];
    const text = `0\n${"0".repeat(19)}1\n2\n${"0".repeat(12)}3.${"0".repeat(12)}\n12345\n${"0".repeat(60)}12345,${
      "0".repeat(20)
    }7\n`;
    const { times, sizes } = readRecorded(text, { timeUnit: unit });
    assertEquals(times, [0, 1, 2, 3, 12_345, 12_345].map((time) => time * ns), unit);
    assertEquals(sizes[5], 7);
  }
  assertEquals(readRecorded("0\n1.5\n2.25\n1000.5\n123456.000000001", { timeUnit: "s" }).times, [
    0,
    1_500_000_000,
    2_250_000_000,
    1_000_500_000_000,
    123_456_000_000_001,
  ]);
});

/** What a CSV is refused for, and in which words. */
const REFUSED: readonly (readonly [text: string, message: string, cut?: Cut])[] = [
  ["", "the file must have arrivals, got an empty file"],
  ["\n", "the file must have arrivals, got an empty file"],
  ["\r\n\n", "the file must have arrivals, got an empty file"],
  ["\ufeff", "the file must have arrivals, got an empty file"],
  ["time_ns,bytes", "the file must have arrivals, got only a header"],
  ["ns\n\n", "the file must have arrivals, got only a header"],
  ["1\n2\nx\n", 'line 3: time must be digits, with at most one point between them, got "x"'],
  ["1\n1e9\n", 'line 2: time must be digits, with at most one point between them, got "1e9"'],
  ["1\n 2\n", 'line 2: time must be digits, with at most one point between them, got " 2"'],
  ["1\n2.\n", 'line 2: time must be digits, with at most one point between them, got "2."'],
  ["1\n.5\n", 'line 2: time must be digits, with at most one point between them, got ".5"'],
  ["1\n1.2.3\n", 'line 2: time must be digits, with at most one point between them, got "1.2.3"'],
  ["1\n,5\n", 'line 2: time must be digits, with at most one point between them, got ""'],
  ["1\n+2\n", 'line 2: time must be digits, with at most one point between them, got "+2"'],
  ["1\n0x10\n", 'line 2: time must be digits, with at most one point between them, got "0x10"'],
  ["1\nns\n", 'line 2: time must be digits, with at most one point between them, got "ns"'],
  ["-5\n", 'line 1: time must not be negative, got "-5"'],
  ["1\n-5,3\n", 'line 2: time must not be negative, got "-5"'],
  ["1\n1.5\n", 'line 2: time must be whole nanoseconds: at most 0 decimals in ns, got "1.5"'],
  ["us\n1.0001\n", 'line 2: time must be whole nanoseconds: at most 3 decimals in us, got "1.0001"'],
  ["1.0000000001", 'line 1: time must be whole nanoseconds: at most 9 decimals in s, got "1.0000000001"', {
    timeUnit: "s",
  }],
  ["9223372036854775808\n", 'line 1: time must be below 2^63 ns, got "9223372036854775808"'],
  ["1\n9223372036854775808\n", 'line 2: time must be below 2^63 ns, got "9223372036854775808"'],
  ["9223372036854775807\n9223372036854775808\n", 'line 2: time must be below 2^63 ns, got "9223372036854775808"'],
  ["1\n99999999999999999999\n", 'line 2: time must be below 2^63 ns, got "99999999999999999999"'],
  ["1\n9007199254740993\n", "line 2: time must be less than 2^53 ns after the first, 1 ns, got 9007199254740993 ns"],
  ["5\n7\n6\n", "line 3: time must be at least 7 ns, that of the line before, got 6 ns"],
  [
    "time_us\n1700000000000000.002\n1700000000000000.001\n",
    "line 3: time must be at least 1700000000000000002 ns, that of the line before, got 1700000000000000001 ns",
  ],
  ["1,2,3\n", 'line 1: line must have at most 2 columns, a time and a size, not 3, got "1,2,3"'],
  ["1,2\n3,4,\n", 'line 2: line must have at most 2 columns, a time and a size, not 3, got "3,4,"'],
  [
    "time,size,side\n1,2,3\n",
    'line 1: line must have at most 2 columns, a time and a size, not 3, got "time,size,side"',
  ],
  ["1,-2\n", 'line 1: size must not be negative, got "-2"'],
  ["1,\n", 'line 1: size must be whole bytes from 0 to 4294967295, got ""'],
  ["1\n2,1.5\n", 'line 2: size must be whole bytes from 0 to 4294967295, got "1.5"'],
  ["1\n2,4294967296\n", 'line 2: size must be whole bytes from 0 to 4294967295, got "4294967296"'],
  ["1\n2, 7\n", 'line 2: size must be whole bytes from 0 to 4294967295, got " 7"'],
  ["1\n\n2\n", 'line 2: line must be a time and perhaps a size, for only the end may have blank lines, got ""'],
  ["\n1\n", 'line 1: line must be a time and perhaps a size, for only the end may have blank lines, got ""'],
  ["1\r2\n", 'line 1: time must be digits, with at most one point between them, got "1\\r2"'],
  ["\0\x01\x02\x03", 'line 1: line must be text, a time and perhaps a size, got "\\u0000\\u0001\\u0002\\u0003"'],
  ["1\n2\0\n", 'line 2: line must be text, a time and perhaps a size, got "2\\u0000"'],
  [`1\n${"0".repeat(1_000)}2\n`, "line 2: line must have at most 1000 bytes, got 1001"],
  [`1\n2,${"0".repeat(999)}\n`, "line 2: line must have at most 1000 bytes, got 1001"],
  [`1\n${"2".repeat(300_000)}`, "line 2: line must have at most 1000 bytes, got more"],
  [
    "price\n1\n",
    "line 1: header must be a unit (ns, us, ms, s), a name that ends in one (time_ns, ts_us), or t, ts, time, timestamp, " +
    'arrival, arrival_time, got "price"',
  ],
];

Deno.test("a CSV is refused with its line, the rule and the value, wherever buffers end", () => {
  for (const [text, message, cut] of REFUSED) {
    for (const chop of [1, 5, Infinity]) {
      if (chop === 1 && text.length > 10_000) continue;
      const got = refusal(text, { ...cut, chop });
      // How much of a line without an end was in memory says nothing.
      const isLong = /line must have at most 1000 bytes/.test(message) && /line must have at most 1000 bytes/.test(got);
      if (!isLong) assertEquals(got, message, JSON.stringify(text.slice(0, 40)));
    }
    assertEquals(refusal(text, cut), message);
  }
});

Deno.test("every byte in place of one of a row is read as a plain reader reads it, or refused in one line", () => {
  const rows = ["1700000000000000000,60", "1700000000000000001.0,61", "1700000000000000020"].join("\n");
  const bytes = bytesOf(rows);
  let refused = 0;
  for (let at = 0; at < bytes.length; at++) {
    for (let byte = 0; byte < 256; byte++) {
      const changed = bytes.slice();
      changed[at] = byte;
      try {
        const got = readRecorded(changed);
        assertEquals(got, reference(new TextDecoder().decode(changed), "ns"), `byte ${byte} at ${at}`);
      } catch (error) {
        assert(error instanceof Error && /^Cannot read "feed.csv": [^\n]+$/.test(error.message), String(error));
        refused++;
      }
    }
  }
  assert(refused > 200 * bytes.length);
});
