import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { ln } from "../../../../../demo/system/feed/draws/ln.ts";
import { lnUnitsOff } from "./_exact.ts";

/** Rounded from 60 digits, worked out elsewhere. */
const REFERENCES: readonly (readonly [x: number, ln: number])[] = [
  [2 ** -53, -36.7368005696771],
  [0.5, -0.6931471805599453],
  [0.6875, -0.3746934494414107],
  [0.999999999, -9.999999722180686e-10],
  [1 - 2 ** -53, -1.1102230246251565e-16],
  [1 + 2 ** -52, 2.220446049250313e-16],
  [1.01, 0.009950330853168092],
  [1.374999, 0.3184530038455429],
  [1.375, 0.3184537311185346],
  [10, 2.302585092994046],
  [1e300, 690.7755278982137],
  [2.2250738585072014e-308, -708.3964185322641],
  [1e-310, -713.8013788281542],
  [5e-324, -744.4400719213812],
];

Deno.test("ln agrees with references of 60 digits, subnormal numbers included", () => {
  for (const [x, expected] of REFERENCES) {
    assert(Math.abs(ln(x) - expected) <= Math.abs(expected) * 2 ** -51, `ln(${x}) is ${ln(x)}, and not ${expected}`);
  }
});

Deno.test("ln is within 2 units in the last place of 400 exact bits, for any number", () => {
  fc.assert(fc.property(fc.double({ min: 2 ** -290, max: 2 ** 900, noNaN: true }), (x) => {
    const off = lnUnitsOff(x, ln(x));
    assert(off <= 2, `ln(${x}) is off by ${off} units`);
  }));
  fc.assert(fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => {
    if (x === 1) return;
    const off = lnUnitsOff(x, ln(x));
    assert(off <= 2, `ln(${x}) is off by ${off} units`);
  }));
});

Deno.test("ln of what has no logarithm is what Math.log says", () => {
  for (const x of [0, -0, -1, -Infinity, Infinity, NaN, 1]) assertEquals(ln(x), Math.log(x));
});

Deno.test("the measure of units notices a logarithm that is off by three", () => {
  const x = 3.7;
  assert(lnUnitsOff(x, ln(x) + 3 * 2 ** -52) > 2);
});

Deno.test("ln of a 64th near 1 is the nearest double, for it is looked up", () => {
  for (let n = 44; n < 88; n++) {
    if (n === 64) continue;
    const off = lnUnitsOff(n / 64, ln(n / 64));
    assert(off <= 0.5, `ln(${n} / 64) is off by ${off} units`);
  }
});
