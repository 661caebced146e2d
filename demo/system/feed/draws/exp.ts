import { ORIGIN, POWERS } from "./powers_of_two.ts";

/**
 * The exponential function, to within 2 units in the last place, and the same on every machine; {@linkcode ln} says why it is
 * not `Math.exp`.
 *
 * x = (32·e + j)·(ln 2 / 32) + r with |r| at most 0.0109. Then exp x = 2ᵉ·2^(j/32)·(1 + r + r²/2 + … + r⁶/720), whose next term
 * is below 10⁻¹⁷.
 */
export function exp(x: number): number {
  if (!(x > X_MIN)) return x <= X_MIN ? 0 : NaN;
  if (x > X_MAX) return Infinity;
  const k = x * PARTS_PER_LN_2 + (x < 0 ? -0.5 : 0.5) | 0;
  const r = x - k * PART_HIGH - k * PART_LOW;
  const root = ROOTS[k & 31];
  const grown = r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720))))));
  const y = root + root * grown;
  const e = k >> 5;
  // In two steps where one factor would be too small or too large for a double.
  if (e < -1022) return y * POWERS[ORIGIN + e + 64] * POWERS[ORIGIN - 64];
  return e > 1023 ? y * POWERS[ORIGIN + 1023] * 2 : y * POWERS[ORIGIN + e];
}

/** Below this the result is less than half of the least double; above that it exceeds the greatest one. */
const X_MIN = -745.1332191019412;
const X_MAX = 709.782712893384;

/** 32 / ln 2, and ln 2 / 32 in two parts, of which the first has 36 bits: its product with any k is exact. */
const PARTS_PER_LN_2 = 46.16624130844683;
const PART_HIGH = 0.021660849392446835;
const PART_LOW = 5.145609244655338e-14;

/** 2^(j / 32) for j from 0 to 31. */
const ROOTS: Float64Array = /* @__PURE__ */ roots();

/** Each to the nearest double: the powers of the first, in integers of which 2¹²⁸ is one. */
function roots(): Float64Array {
  const first = 0x1059b0d31585743ae7c548eb68ca417fen;
  let root = 1n << 128n;
  return Float64Array.from({ length: 32 }, () => {
    const nearest = Number(root) / 2 ** 128;
    root = root * first >> 128n;
    return nearest;
  });
}
