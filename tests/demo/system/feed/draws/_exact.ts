/** Bits after the point of a fixed-point number. */
const BITS = 400n;
const ONE = 1n << BITS;

/** A double as a fixed-point number of 400 bits after the point; exact, if it is at least 2⁻³⁰⁰. */
function fixed(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0) & 0x7fff_ffff_ffff_ffffn;
  const field = bits >> 52n;
  const mantissa = (bits & 0xf_ffff_ffff_ffffn) | (field === 0n ? 0n : 1n << 52n);
  const shift = (field === 0n ? 1n : field) - 1075n + BITS;
  const size = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return x < 0 ? -size : size;
}

/** ln of a fixed-point number from 1 / 2 to 2, by the series of the inverse hyperbolic tangent. */
function lnNearOne(x: bigint): bigint {
  const s = ((x - ONE) << BITS) / (x + ONE);
  const z = (s * s) >> BITS;
  let sum = 0n;
  let power = s;
  for (let n = 1n; power !== 0n; n += 2n) {
    sum += power / n;
    power = (power * z) >> BITS;
  }
  return 2n * sum;
}

const LN_2 = lnNearOne(2n * ONE);

/** ln of a double from 2⁻³⁰⁰ to 2¹⁰⁰⁰, as a fixed-point number. */
function exactLn(x: number): bigint {
  let m = fixed(x);
  let k = 0n;
  while (m > 2n * ONE) {
    m >>= 1n; // Loses bits far below those of a double.
    k++;
  }
  while (m < ONE) {
    m <<= 1n;
    k--;
  }
  return lnNearOne(m) + k * LN_2;
}

/** exp of a double from -200 to 700, as a fixed-point number. */
function exactExp(x: number): bigint {
  const k = Math.round(x / Math.LN2);
  const r = fixed(x) - BigInt(k) * LN_2;
  let sum = 0n;
  let term = ONE;
  for (let n = 1n; term !== 0n; n++) {
    sum += term;
    term = ((term * r) >> BITS) / n;
    if (term === -1n) break; // Shifting rounds down, so that a negative term never becomes 0.
  }
  return k >= 0 ? sum << BigInt(k) : sum >> BigInt(-k);
}

/** By how many units in its last place a double is off a fixed-point number. */
function unitsOff(x: number, exact: bigint): number {
  const off = fixed(x) - exact;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  const unit = fixed(view.getFloat64(0)) - fixed(Math.abs(x));
  return Number((1_000n * (off < 0n ? -off : off)) / unit) / 1_000;
}

/** By how many units in its last place a logarithm is off. */
export function lnUnitsOff(x: number, result: number): number {
  return unitsOff(result, exactLn(x));
}

/** By how many units in its last place a value of the exponential function is off. */
export function expUnitsOff(x: number, result: number): number {
  return unitsOff(result, exactExp(x));
}
