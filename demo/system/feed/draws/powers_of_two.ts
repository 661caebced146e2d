/** The least and the greatest power of two that {@linkcode POWERS} has. */
const LEAST = -1023;
const GREATEST = 1023;

/** Index of 2⁰ in {@linkcode POWERS}: 2ⁿ is at n + this. */
export const ORIGIN: number = -LEAST;

/** The powers of two from 2⁻¹⁰²³ to 2¹⁰²³. A product with one of them is exact, unless it is subnormal or overflows. */
export const POWERS: Float64Array = /* @__PURE__ */ powers();

function powers(): Float64Array {
  const table = new Float64Array(GREATEST - LEAST + 1);
  table[ORIGIN] = 1;
  for (let n = 1; n <= GREATEST; n++) {
    table[ORIGIN + n] = table[ORIGIN + n - 1] * 2;
    table[ORIGIN - n] = table[ORIGIN - n + 1] / 2;
  }
  return table;
}
