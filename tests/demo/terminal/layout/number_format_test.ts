import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatCount, formatSeconds, formatSpan } from "../../../../demo/live/view/format.ts";
import { formatNs } from "../../../../demo/terminal/layout/layout.ts";
import {
  formatExactly,
  formatGrouped,
  formatShare,
  formatShort,
  formatThreeDigits,
  ordinal,
  plural,
} from "../../../../demo/terminal/layout/number_format.ts";

/** What a unit stands for, in the number that was formatted. */
const TIMES: Readonly<Record<string, number>> = { ns: 1, "µs": 1e3, ms: 1e6, s: 1e9 };
const COUNTS: Readonly<Record<string, number>> = { "": 1, M: 1e6, G: 1e9, T: 1e12 };

interface Formatter {
  readonly name: string;
  readonly format: (value: number) => string;
  readonly units: Readonly<Record<string, number>>;
  /** By how much of the number a text may be off, and by how much in any case. */
  readonly relative: number;
  readonly absolute: number;
}

const FORMATTERS: readonly Formatter[] = [
  { name: "formatNs", format: formatNs, units: TIMES, relative: 0.005, absolute: 0.5 },
  { name: "formatSpan", format: formatSpan, units: TIMES, relative: 0.005, absolute: 0.5 },
  { name: "formatShort", format: formatShort, units: COUNTS, relative: 0.005, absolute: 0.5 },
  { name: "formatCount", format: formatCount, units: COUNTS, relative: 1e-15, absolute: 0.5 },
  { name: "formatGrouped", format: formatGrouped, units: COUNTS, relative: 1e-15, absolute: 0.5 },
  { name: "formatThreeDigits", format: formatThreeDigits, units: COUNTS, relative: 0.005, absolute: 5e-7 },
  { name: "formatSeconds", format: formatSeconds, units: { s: 1e3 }, relative: 1e-15, absolute: 50 },
  { name: "formatExactly", format: formatExactly, units: COUNTS, relative: 0, absolute: 0 },
];

/** Numbers of thirty magnitudes, and those just beside the places where a digit or a unit is gained. */
const MAGNITUDES = fc.tuple(fc.integer({ min: -9, max: 21 }), fc.double({ min: 1, max: 10, noNaN: true }))
  .map(([exponent, factor]) => factor * 10 ** exponent);
const BOUNDARIES = fc.tuple(
  fc.integer({ min: -9, max: 21 }),
  fc.constantFrom(1, 0.9999996, 0.99951, 0.9995, 0.99949, 0.995, 1.005, 0.9, 0.1 + 0.2),
).map(([exponent, factor]) => factor * 10 ** exponent);
const NUMBERS = fc.oneof(MAGNITUDES, BOUNDARIES, fc.constant(0));

/** What a text says, in the number that was formatted. */
function read(text: string, { units }: Formatter): number {
  const [, digits, unit = ""] = /^(\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?)(?: (\S+))?$/.exec(text) ?? [];
  assert(digits !== undefined && unit in units, `${JSON.stringify(text)} is a number in digits and a unit`);
  return Number(digits.replaceAll(",", "")) * units[unit];
}

for (const formatter of FORMATTERS) {
  const { name, format, relative, absolute } = formatter;

  Deno.test(`${name} writes numbers of thirty magnitudes in digits, near to what they are`, () => {
    fc.assert(
      fc.property(NUMBERS, (value) => {
        const error = Math.abs(read(format(value), formatter) - value);
        assert(error <= (absolute + relative * value) * (1 + 1e-9), `${value} is written as ${format(value)}`);
      }),
      { numRuns: 2_000 },
    );
  });

  Deno.test(`${name} never makes a greater number smaller`, () => {
    fc.assert(
      fc.property(NUMBERS, NUMBERS, (one, other) => {
        const [small, large] = one < other ? [one, other] : [other, one];
        assert(read(format(small), formatter) <= read(format(large), formatter) * (1 + 1e-15), `${small}, ${large}`);
      }),
      { numRuns: 2_000 },
    );
  });

  Deno.test(`${name} has something to say of what is no number, or has no bound`, () => {
    for (const value of [NaN, Infinity, -Infinity, -0, Number.MAX_VALUE, Number.MIN_VALUE]) {
      assert(!/NaN|Infinity|e[+-]|-0/.test(format(value)), `${value} is written as ${format(value)}`);
    }
    assertEquals([NaN, Infinity, -Infinity].map((value) => format(value).split(" ")[0]), ["-", "∞", "-∞"]);
  });
}

Deno.test("formatThreeDigits has three digits, and the number decides where their point is", () => {
  const numbers = [0, 0.01234, 0.9996, 1.234, 12.34, 99.96, 999.4, 999.5, 1_234.5];
  assertEquals(
    numbers.map(formatThreeDigits),
    ["0", "0.0123", "1.00", "1.23", "12.3", "100", "999", "1,000", "1,235"],
  );
});

Deno.test("formatExactly keeps every digit", () => {
  const numbers = [0, 0.5, 1e-7, 1.5e-9, 123, 1e21, 1.25e22];
  assertEquals(
    numbers.map(formatExactly),
    ["0", "0.5", "0.0000001", "0.0000000015", "123", "1" + "0".repeat(21), "125" + "0".repeat(20)],
  );
});

Deno.test("formatShort has three digits and a unit from a million on", () => {
  const numbers = [0, 999_999, 1e6, 12_345_678, 999.4e6, 999.6e6, 1e12, 2 ** 53];
  assertEquals(
    numbers.map(formatShort),
    ["0", "999,999", "1.00 M", "12.3 M", "999 M", "1.00 G", "1.00 T", "9,007 T"],
  );
});

Deno.test("plural is singular for one", () => {
  assertEquals([plural(0, "event"), plural(1, "event"), plural(2_000, "event")], [
    "0 events",
    "1 event",
    "2,000 events",
  ]);
});

Deno.test("formatShare calls only nothing 0 % and only all 100 %", () => {
  const cases: [part: number, whole: number, text: string][] = [
    [0, 0, "0 %"],
    [0, 400, "0 %"],
    [1, 1_000, "<1 %"],
    [36, 400, "9 %"],
    [399, 400, ">99 %"],
    [400, 400, "100 %"],
  ];
  for (const [part, whole, text] of cases) assertEquals(formatShare(part, whole), text);
});

Deno.test("ordinal writes a place in an order, of any number", () => {
  assertEquals([1, 2, 3, 4, 11, 12, 13, 22, 101, 112, 1_024].map(ordinal), [
    ...["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "22nd", "101st", "112th", "1,024th"],
  ]);
});
