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
const ROOTS: Float64Array = /* @__PURE__ */ Float64Array.of(
  1.0,
  1.0218971486541166,
  1.0442737824274138,
  1.0671404006768237,
  1.0905077326652577,
  1.1143867425958924,
  1.1387886347566916,
  1.1637248587775775,
  1.189207115002721,
  1.215247359980469,
  1.241857812073484,
  1.2690509571917332,
  1.2968395546510096,
  1.3252366431597413,
  1.3542555469368927,
  1.383909881963832,
  1.4142135623730951,
  1.4451808069770467,
  1.4768261459394993,
  1.5091644275934228,
  1.5422108254079407,
  1.5759808451078865,
  1.6104903319492543,
  1.645755478153965,
  1.681792830507429,
  1.718619298122478,
  1.7562521603732995,
  1.7947090750031072,
  1.8340080864093424,
  1.8741676341103,
  1.9152065613971474,
  1.9571441241754002,
);
