import { ORIGIN, POWERS } from "./powers_of_two.ts";

/**
 * The natural logarithm, to within 2 units in the last place, and the same on every machine.
 *
 * ECMAScript leaves `Math.log`, `Math.exp` and `Math.pow` implementation-approximated: two engines, or two versions of one,
 * may differ in the last digit, and one digit is enough for an event to arrive a nanosecond later. Sums, products, quotients
 * and comparisons of doubles are exact by IEEE 754, everywhere. So this is made of them alone, and of bit operations.
 *
 * x = 2ᵏ·m with m from 0.6875 to below 1.375; c = m rounded to 1/64; s = (m - c) / (m + c), at most 0.0057. Then
 * ln x = k·ln 2 + ln c + 2·(s + s³/3 + s⁵/5 + s⁷/7), whose next term is below 10⁻¹⁸ of the sum. Near 1 both k and ln c are 0,
 * so that nothing cancels.
 *
 * @param x a number; of 0 the result is -Infinity, of a negative number NaN
 */
export function ln(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  // Below 2⁻¹⁰²² a double has no leading 1.
  const isSubnormal = x < LEAST_NORMAL;
  const normal = isSubnormal ? x * TWO_54 : x;
  VIEW.setFloat64(0, normal);
  let k = (VIEW.getUint16(0) >>> 4) - ORIGIN;
  let m = normal * POWERS[ORIGIN - k];
  if (m >= 1.375) {
    m *= 0.5;
    k++;
  }
  if (isSubnormal) k -= 54;
  const n = m * 64 + 0.5 | 0;
  const c = n / 64;
  const s = (m - c) / (m + c);
  const z = s * s;
  const tail = 2 * s * (1 + z * (1 / 3 + z * (1 / 5 + z * (1 / 7))));
  return k * LN_2_HIGH + LN_C[n - 44] + (k * LN_2_LOW + tail);
}

const VIEW = /* @__PURE__ */ new DataView(new ArrayBuffer(8));
const LEAST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;

/** ln 2 in two parts. The first has 40 bits, so that its product with any k is exact. */
const LN_2_HIGH = 0.6931471805592082;
const LN_2_LOW = 7.371002565167799e-13;

/** ln(n / 64) for n from 44 to 88. */
const LN_C: Float64Array = /* @__PURE__ */ Float64Array.of(
  -0.3746934494414107,
  -0.3522205935893521,
  -0.33024168687057687,
  -0.3087354816496133,
  -0.2876820724517809,
  -0.26706278524904525,
  -0.24686007793152578,
  -0.22705745063534608,
  -0.2076393647782445,
  -0.18859116980755003,
  -0.16989903679539747,
  -0.15154989812720093,
  -0.13353139262452263,
  -0.1158318155251217,
  -0.09844007281325252,
  -0.0813456394539524,
  -0.06453852113757118,
  -0.048009219186360606,
  -0.0317486983145803,
  -0.015748356968139168,
  0.0,
  0.015504186535965254,
  0.030771658666753687,
  0.0458095360312942,
  0.06062462181643484,
  0.07522342123758753,
  0.08961215868968714,
  0.10379679368164356,
  0.11778303565638346,
  0.13157635778871926,
  0.1451820098444979,
  0.15860503017663857,
  0.17185025692665923,
  0.184922338494012,
  0.19782574332991987,
  0.21056476910734964,
  0.22314355131420976,
  0.2355660713127669,
  0.24783616390458127,
  0.25995752443692605,
  0.27193371548364176,
  0.2837681731306446,
  0.2954642128938359,
  0.3070250352949119,
  0.3184537311185346,
);
