import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Multiples } from "../../../../../demo/system/feed/exact/multiples.ts";
import { decimalRatio, ratio } from "../../../../../demo/system/feed/exact/ratio.ts";

Deno.test("Multiples are the whole parts of i x n / d, for any ratio, in pieces of any size", () => {
  const number = fc.oneof(fc.bigInt(1n, 10n ** 13n), fc.bigInt(1n, 1_000n), fc.bigInt(1n, 10n ** 17n));
  fc.assert(fc.property(
    number,
    number,
    fc.array(fc.nat(40), { maxLength: 8 }),
    fc.nat(1_000),
    (numerator, denominator, pieces, added) => {
      if (numerator / denominator > 2n ** 43n) return;
      const multiples = new Multiples(ratio(numerator, denominator));
      const column = new Float64Array(400);
      let at = 0;
      for (const piece of pieces) multiples.fill(column, at, at += piece, added);
      for (let i = 0; i < at; i++) {
        assertEquals(column[i], added + Number(BigInt(i) * numerator / denominator), `multiple ${i}`);
      }
      multiples.restart();
      multiples.fill(column, 0, 2, 0);
      assertEquals(column[1], Number(numerator / denominator));
    },
  ));
});

Deno.test("Multiples are exact after 10^10 of them: a rest that is carried is never lost", () => {
  // 1,234,567.8 a second: the period of the rests is 12,345,678, and 10^10 = 810 periods and 7 more.
  const gap = ratio(10n ** 10n, 12_345_678n);
  const multiples = new Multiples(gap);
  const column = new Float64Array(4_096);
  const period = Number(gap.denominator);
  let at = 0;
  while (at + 4_096 <= period + 10) {
    multiples.fill(column, 0, 4_096, 0);
    at += 4_096;
  }
  const last = BigInt(at - 1);
  assertEquals(column[4_095], Number(last * gap.numerator / gap.denominator));
  // After a period the rest is 0 again, so that what follows repeats, however often.
  assertEquals(Number(BigInt(period) * gap.numerator % gap.denominator), 0);
});

Deno.test("decimalRatio is the number that is written, in lowest terms", () => {
  const cases: readonly (readonly [number, bigint, bigint])[] = [
    [1.1, 11n, 10n],
    [2, 2n, 1n],
    [0.5, 1n, 2n],
    [1e21, 10n ** 21n, 1n],
    [1.5e-7, 3n, 20_000_000n],
    [1234567.8, 6_172_839n, 5n],
    [0.30000000000000004, 7500000000000001n, 25000000000000000n],
  ];
  for (const [value, numerator, denominator] of cases) {
    assertEquals(decimalRatio(value), { numerator, denominator });
  }
});
