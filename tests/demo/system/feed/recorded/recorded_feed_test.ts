import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { decimalRatio } from "../../../../../demo/system/feed/exact/ratio.ts";
import { opener, timesOf } from "../_arrivals.ts";
import { readRecorded, refusal } from "./_recorded.ts";

const BASE = 1_700_000_000_000_000_000n;

Deno.test("from, to, speed and duration are applied in this order, exactly, whatever the file", () => {
  const gaps = fc.array(fc.nat(5_000), { maxLength: 60 });
  const speeds = fc.constantFrom(1, 2, 1.1, 0.3, 7, 2.5, 1_000.001);
  fc.assert(fc.property(
    gaps,
    fc.nat(40_000),
    fc.option(fc.nat(60_000), { nil: undefined }),
    speeds,
    fc.option(fc.nat(50_000), { nil: undefined }),
    (gaps, from, span, speed, duration) => {
      let last = 0;
      const rows = [0, ...gaps].map((gap) => last += gap);
      const to = span === undefined ? undefined : from + 1 + span;
      const kept = rows.filter((row) => row >= from && (to === undefined || row < to));
      const text = rows.map((row) => `${BASE + BigInt(row)}\n`).join("");
      if (kept.length === 0) {
        assert(
          /^the file must have an arrival from \d+( to \d+)? ns after its first, got none$/.test(
            refusal(text, { from, to }),
          ),
        );
        return;
      }
      const { numerator, denominator } = decimalRatio(speed);
      const divided = kept.map((row) => Number(BigInt(row - kept[0]) * denominator / numerator));
      const times = divided.filter((time) => duration === undefined || time < duration);
      const got = readRecorded(text, { from, to, speed, duration });
      assertEquals(got.times, times);
      if (times.length === 0) return assertEquals([got.firstNs, got.lastNs], [undefined, undefined]);
      assertEquals(got.firstNs, String(BASE + BigInt(kept[0])));
      assertEquals(got.lastNs, String(BASE + BigInt(kept[times.length - 1])));
    },
  ));
});

Deno.test("a duration keeps the last row whose divided time is before it", () => {
  const text = Array.from({ length: 30 }, (_, n) => n).join("\n");
  for (const speed of [1, 1.1, 0.7, 3, 2.5]) {
    for (let duration = 0; duration < 15; duration++) {
      const { numerator, denominator } = decimalRatio(speed);
      const times = Array.from({ length: 30 }, (_, n) => Number(BigInt(n) * denominator / numerator));
      const expected = times.filter((time) => time < duration);
      assertEquals(readRecorded(text, { speed, duration }).times, expected, `${speed} ${duration}`);
    }
  }
});

Deno.test("the first that is kept may be far into the file", () => {
  const text = Array.from({ length: 5_000 }, (_, n) => n * 10).join("\n");
  const { times, firstNs } = readRecorded(text, { from: 43_215 });
  assertEquals([times.length, times[0], times[1], firstNs], [678, 0, 10, "43220"]);
});

Deno.test("a recording that would end too late at its speed is refused", () => {
  assertEquals(
    refusal("0\n9007199254740991\n", { speed: 0.5 }),
    "the file must end before 2^53 ns, divided by its speed, got 18014398509481982 ns",
  );
  assertEquals(readRecorded("0\n9007199254740991\n", { speed: 0.5, duration: 5 }).times, [0]);
});

Deno.test("recordings that are too far apart to be merged are refused", () => {
  const open = opener({ "a.csv": "1\n", "b.csv": "9007199254740993\n" });
  const recorded = (file: string) => ({ model: "recorded", file, speed: 1, timeUnit: "ns" }) as const;
  let message = "";
  try {
    timesOf({ model: "merged", feeds: [recorded("a.csv"), recorded("b.csv")] }, { open });
  } catch (error) {
    message = String(error);
  }
  const rule = "must begin less than 2^53 ns after the other recordings, the first of which is at 1 ns";
  assertEquals(message, `FeedError: Cannot read "b.csv": the file ${rule}, got 9007199254740993 ns`);
});
