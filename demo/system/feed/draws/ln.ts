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
const LN_C: Float64Array = /* @__PURE__ */ Float64Array.from({ length: 45 }, (_, n) => lnOfPart(BigInt(n + 44)));

/**
 * ln(n / 64) to the nearest double: 2·(s + s³/3 + s⁵/5 + …) with s = (n - 64) / (n + 64), in integers of which 2¹²⁸ is one. Of an
 * integer, ECMAScript defines the nearest double.
 */
function lnOfPart(n: bigint): number {
  const one = 1n << 128n;
  const s = (n - 64n) * one / (n + 64n);
  let sum = 0n;
  let power = 2n * s;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k;
    power = power * s / one * s / one;
  }
  return Number(sum) / Number(one);
}
