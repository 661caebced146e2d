import { checkInteger } from "../../../../core/arguments.ts";

/**
 * Draws that are a function of a key and a number: the same whoever asks, how often, and in which order. No draw depends on
 * another, so that one more consumer, or another order of them, changes nothing for the rest.
 *
 * The function is Threefry-2x32 with 13 rounds: J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers:
 * as easy as 1, 2, 3", SC '11. It is a block cipher with weak keys left out, made of additions, rotations and exclusive ors of
 * 32 bits; the number is encrypted, and the result is random. With 13 rounds it passes every test of BigCrush.
 */
export class KeyedDraws {
  declare private readonly _high: number;
  declare private readonly _low: number;
  declare private readonly _check: number;

  /**
   * Makes the draws of one name under one seed.
   *
   * @param seed a whole number from 0 to 2⁵³ - 1
   * @param name what they are drawn for. Others of the same seed have other names
   * @throws {RangeError} if the seed is not in range
   */
  constructor(seed: number, name: string) {
    checkInteger("make KeyedDraws", "seed", seed, 0);
    const words = Int32Array.of(Math.floor(seed / WORD), seed | 0);
    // Each character is encrypted under what came before it; the length last, so that no name begins another.
    for (let n = 0; n <= name.length; n++) {
      const isEnd = n === name.length;
      const [high, low] = words;
      encrypt(high, low, isEnd ? 1 : 0, isEnd ? n : name.charCodeAt(n), words);
    }
    this._high = words[0];
    this._low = words[1];
    this._check = words[0] ^ words[1] ^ PARITY;
  }

  /**
   * The draw of a number: from 2⁻⁵³ to 1 - 2⁻⁵³, one of the 2⁵² odd multiples of 2⁻⁵³, which are equally likely. It is never 0
   * and never 1, and as likely above as below one half.
   *
   * @param number a whole number from 0 to 2⁵³ - 1
   */
  of(number: number): number {
    const { _high: k0, _low: k1, _check: k2 } = this;
    let a = Math.floor(number / WORD) + k0 | 0;
    let b = (number | 0) + k1 | 0;
    a = a + b | 0;
    b = (b << 13 | b >>> 19) ^ a;
    a = a + b | 0;
    b = (b << 15 | b >>> 17) ^ a;
    a = a + b | 0;
    b = (b << 26 | b >>> 6) ^ a;
    a = a + b | 0;
    b = (b << 6 | b >>> 26) ^ a;
    a = a + k1 | 0;
    b = b + k2 + 1 | 0;
    a = a + b | 0;
    b = (b << 17 | b >>> 15) ^ a;
    a = a + b | 0;
    b = (b << 29 | b >>> 3) ^ a;
    a = a + b | 0;
    b = (b << 16 | b >>> 16) ^ a;
    a = a + b | 0;
    b = (b << 24 | b >>> 8) ^ a;
    a = a + k2 | 0;
    b = b + k0 + 2 | 0;
    a = a + b | 0;
    b = (b << 13 | b >>> 19) ^ a;
    a = a + b | 0;
    b = (b << 15 | b >>> 17) ^ a;
    a = a + b | 0;
    b = (b << 26 | b >>> 6) ^ a;
    a = a + b | 0;
    b = (b << 6 | b >>> 26) ^ a;
    a = a + k0 | 0;
    b = b + k1 + 3 | 0;
    a = a + b | 0;
    b = (b << 17 | b >>> 15) ^ a;
    return ((a >>> 0) * 2 ** 20 + (b >>> 12)) * 2 ** -52 + 2 ** -53;
  }

  /** A seed for a generator: 53 of the bits of the draw of a number. */
  seed(number: number): number {
    const words = new Int32Array(2);
    encrypt(this._high, this._low, Math.floor(number / WORD), number | 0, words);
    return (words[0] >>> 0) * 2 ** 21 + (words[1] >>> 11);
  }
}

const WORD = 2 ** 32;
/** Constant of the key schedule of Threefish, from which Threefry is derived. */
const PARITY = 0x1bd11bda;
/** By how many bits is rotated, round after round. */
const ROTATIONS: readonly number[] = [13, 15, 26, 6, 17, 29, 16, 24];
const ROUNDS = 13;

/**
 * Encrypts two words under two others, as {@linkcode KeyedDraws.of} does: the same in a loop, for keys and for tests.
 *
 * @param into gets the two words of the result
 */
export function encrypt(key0: number, key1: number, word0: number, word1: number, into: Int32Array): void {
  const keys = [key0, key1, key0 ^ key1 ^ PARITY];
  let a = word0 + key0 | 0;
  let b = word1 + key1 | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const bits = ROTATIONS[round % 8];
    a = a + b | 0;
    b = (b << bits | b >>> 32 - bits) ^ a;
    if (round % 4 !== 3) continue;
    const turn = (round + 1) / 4;
    a = a + keys[turn % 3] | 0;
    b = b + keys[(turn + 1) % 3] + turn | 0;
  }
  into[0] = a;
  into[1] = b;
}
