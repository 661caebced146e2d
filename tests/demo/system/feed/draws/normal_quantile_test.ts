import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { normalQuantile } from "../../../../../demo/system/feed/draws/normal_quantile.ts";

/** Rounded from 45 digits, worked out elsewhere by Halley's method on the complementary error function. */
const REFERENCES: readonly (readonly [p: number, quantile: number])[] = [
  [1e-300, -37.0470962993612],
  [2 ** -53, -8.209536151601387],
  [1e-12, -7.034483825301132],
  [1e-10, -6.361340902404057],
  [1e-5, -4.264890793922825],
  [0.001, -3.0902323061678136],
  [0.01, -2.326347874040841],
  [0.07499, -1.4396021182393162],
  [0.075, -1.439531470938456],
  [0.25, -0.6744897501960817],
  [0.4, -0.2533471031357997],
  [0.6, 0.2533471031357997],
  [0.925, 1.4395314709384561],
  [0.9251, 1.440238267527964],
  [0.99, 2.3263478740408408],
  [0.999, 3.090232306167813],
  [1 - 2 ** -53, 8.209536151601387],
];

Deno.test("normalQuantile agrees with references of 45 digits in all its regions", () => {
  for (const [p, expected] of REFERENCES) {
    const off = Math.abs(normalQuantile(p) - expected) / Math.abs(expected);
    assert(off < 1e-15, `the quantile of ${p} is ${normalQuantile(p)}, and not ${expected}`);
  }
});

/** Probability of a value from 0 to `x`, by Simpson's rule. */
function integral(x: number): number {
  const parts = 2_000;
  const density = (at: number) => Math.exp(-at * at / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(x);
  for (let n = 1; n < parts; n++) sum += (n % 2 === 1 ? 4 : 2) * density(x * n / parts);
  return sum * x / parts / 3;
}

Deno.test("the density integrated up to a quantile is its probability", () => {
  for (let n = 1; n < 500; n++) assertAlmostEquals(0.5 + integral(normalQuantile(n / 500)), n / 500, 1e-13);
});

Deno.test("normalQuantile is symmetric, increases, and has its ends", () => {
  let before = -Infinity;
  for (let n = 1; n < 1_024; n++) {
    const value = normalQuantile(n / 1_024);
    assertEquals(value, -normalQuantile(1 - n / 1_024) + 0);
    assert(value > before);
    before = value;
  }
  assertEquals([0, 1, -0.1, 1.1, NaN].map(normalQuantile), [-Infinity, Infinity, NaN, NaN, NaN]);
});
