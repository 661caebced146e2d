import { ln } from "./ln.ts";

/**
 * Quantile of the standard normal distribution: the value that is exceeded with probability 1 - p. To about 1 part in 10¹⁶,
 * and the same on every machine.
 *
 * The algorithm is PPND16: M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied
 * Statistics 37 (1988), pages 477 to 484. It is a ratio of two polynomials of degree 7 in each of three regions. Logarithm and
 * root are our own, for the reason that {@linkcode ln} gives.
 *
 * @param p a probability; of 0 the result is -Infinity, of 1 Infinity, of anything outside NaN
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  const q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q;
    return q * polynomial(r, CENTRE, 0) / polynomial(r, CENTRE, 8);
  }
  const r = squareRoot(-ln(q < 0 ? p : 1 - p));
  const value = r <= 5
    ? polynomial(r - 1.6, SIDE, 0) / polynomial(r - 1.6, SIDE, 8)
    : polynomial(r - 5, TAIL, 0) / polynomial(r - 5, TAIL, 8);
  return q < 0 ? -value : value;
}

/** The polynomial of degree 7 whose coefficients begin at `from`, the constant one first. */
function polynomial(x: number, c: Float64Array, from: number): number {
  let sum = c[from + 7];
  sum = sum * x + c[from + 6];
  sum = sum * x + c[from + 5];
  sum = sum * x + c[from + 4];
  sum = sum * x + c[from + 3];
  sum = sum * x + c[from + 2];
  sum = sum * x + c[from + 1];
  return sum * x + c[from];
}

/**
 * The square root of a number above 0 that is not subnormal, by Newton's method. Half the exponent is a first guess within 7 %,
 * and every step doubles the digits.
 */
function squareRoot(x: number): number {
  VIEW.setFloat64(0, x);
  const half = (VIEW.getInt32(0) >> 1) + HALF_OF_ONE;
  VIEW.setInt32(0, half);
  VIEW.setInt32(4, 0);
  let root = VIEW.getFloat64(0);
  for (let n = 0; n < 4; n++) root = 0.5 * (root + x / root);
  return root;
}

const VIEW = /* @__PURE__ */ new DataView(new ArrayBuffer(8));
/** Half the high word of the double 1. */
const HALF_OF_ONE = 0x1ff80000;

/** Numerator and denominator, from the constant on, for 0.075 to 0.925. */
const CENTRE: Float64Array = /* @__PURE__ */ Float64Array.of(
  3.3871328727963666080e0,
  1.3314166789178437745e2,
  1.9715909503065514427e3,
  1.3731693765509461125e4,
  4.5921953931549871457e4,
  6.7265770927008700853e4,
  3.3430575583588128105e4,
  2.5090809287301226727e3,
  1,
  4.2313330701600911252e1,
  6.8718700749205790830e2,
  5.3941960214247511077e3,
  2.1213794301586595867e4,
  3.9307895800092710610e4,
  2.8729085735721942674e4,
  5.2264952788528545610e3,
);

/** The same for probabilities down to e⁻²⁵ on either side. */
const SIDE: Float64Array = /* @__PURE__ */ Float64Array.of(
  1.42343711074968357734e0,
  4.63033784615654529590e0,
  5.76949722146069140550e0,
  3.64784832476320460504e0,
  1.27045825245236838258e0,
  2.41780725177450611770e-1,
  2.27238449892691845833e-2,
  7.74545014278341407640e-4,
  1,
  2.05319162663775882187e0,
  1.67638483018380384940e0,
  6.89767334985100004550e-1,
  1.48103976427480074590e-1,
  1.51986665636164571966e-2,
  5.47593808499534494600e-4,
  1.05075007164441684324e-9,
);

/** The same for what is below. */
const TAIL: Float64Array = /* @__PURE__ */ Float64Array.of(
  6.65790464350110377720e0,
  5.46378491116411436990e0,
  1.78482653991729133580e0,
  2.96560571828504891230e-1,
  2.65321895265761230930e-2,
  1.24266094738807843860e-3,
  2.71155556874348757815e-5,
  2.01033439929228813265e-7,
  1,
  5.99832206555887937690e-1,
  1.36929880922735805310e-1,
  1.48753612908506148525e-2,
  7.86869131145613259100e-4,
  1.84631831751005468180e-5,
  1.42151175831644588870e-7,
  2.04426310338993978564e-15,
);
