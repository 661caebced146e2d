/** A ratio of two whole numbers in lowest terms. */
export interface Ratio {
  /** What is divided. */
  readonly numerator: bigint;
  /** What it is divided by: above 0. */
  readonly denominator: bigint;
}

/** Puts a ratio into lowest terms. */
export function ratio(numerator: bigint, denominator: bigint): Ratio {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

/**
 * The decimal number that a double is written as: 1.1 is 11 / 10, although no double is. It is what its user meant.
 *
 * @param value a finite number, not negative
 */
export function decimalRatio(value: number): Ratio {
  const [digits, exponent = "0"] = String(value).split("e");
  const [whole, fraction = ""] = digits.split(".");
  const power = Number(exponent) - fraction.length;
  const numerator = BigInt(whole + fraction);
  return power >= 0 ? ratio(numerator * 10n ** BigInt(power), 1n) : ratio(numerator, 10n ** BigInt(-power));
}
