import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { exp } from "../../../../../demo/system/feed/draws/exp.ts";
import { expUnitsOff } from "./_exact.ts";

/** Rounded from 60 digits, worked out elsewhere. */
const REFERENCES: readonly (readonly [x: number, exp: number])[] = [
  [0, 1],
  [1, 2.718281828459045],
  [-1, 0.36787944117144233],
  [0.5, 1.6487212707001282],
  [0.010830424696249145, 1.0108892860517005],
  [10.5, 36315.502674246636],
  [36.7, 8681754200535380],
  [709.7, 1.6549840276802644e308],
  [-700.25, 7.678723813110872e-305],
  [-708.5, 2.006132305331306e-308],
  [-744.4, 5e-324],
  [-745, 5e-324],
  [1e-10, 1.0000000001],
  [-1e-17, 1],
];

Deno.test("exp agrees with references of 60 digits, up to the greatest and down to the least double", () => {
  for (const [x, expected] of REFERENCES) {
    const allowed = Math.max(expected * 2 ** -51, Number.MIN_VALUE * Number(expected < 2 ** -1022));
    assert(Math.abs(exp(x) - expected) <= allowed, `exp(${x}) is ${exp(x)}, and not ${expected}`);
  }
});

Deno.test("exp is within 2 units in the last place of 400 exact bits, for any number", () => {
  fc.assert(fc.property(fc.double({ min: -150, max: 700, noNaN: true }), (x) => {
    const off = expUnitsOff(x, exp(x));
    assert(off <= 2, `exp(${x}) is off by ${off} units`);
  }));
  fc.assert(fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (x) => {
    const off = expUnitsOff(x, exp(x));
    assert(off <= 2, `exp(${x}) is off by ${off} units`);
  }));
});

Deno.test("exp beyond the doubles is what Math.exp says", () => {
  for (const x of [-Infinity, -746, 709.79, 1e300, Infinity, NaN, -0]) assertEquals(exp(x), Math.exp(x));
});

Deno.test("exp of parts of ln 2 is the nearest double to the root of a power of two, but for the rounding of its argument", () => {
  for (let j = 0; j < 32; j++) {
    const x = j * Math.LN2 / 32;
    const off = expUnitsOff(x, exp(x));
    assert(off <= 0.75, `exp(${x}) is off by ${off} units`);
  }
});
