import { checkInteger } from "../../core/arguments.ts";

/**
 * Random numbers that are the same for the same seed, on every machine, for ever.
 *
 * The generator is xoshiro128** 1.1 by David Blackman and Sebastiano Vigna (2018, public domain,
 * https://prng.di.unimi.it/xoshiro128starstar.c): 128 bits of state, period 2¹²⁸ - 1, made of 32-bit operations that
 * JavaScript does exactly. Its state is drawn from the seed by counting in steps of the golden ratio and mixing each count
 * with the finaliser of MurmurHash3 (Austin Appleby, public domain). Different seeds give different states.
 *
 * Not for secrets. Not for the hot path.
 *
 * @example Draw the same numbers from the same seed
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { SeededRandom } from "@low-latency/trading-sim/control";
 *
 * const one = new SeededRandom(42);
 * const other = new SeededRandom(42);
 * assertEquals(one.integer(1, 6), other.integer(1, 6)); // the same throw of the same die
 * ```
 */
export class SeededRandom {
  declare private readonly _state: Int32Array;

  /**
   * Makes a generator.
   *
   * @param seed a whole number from 0 to 2⁵³ - 1
   * @throws {RangeError} if it is not
   */
  constructor(seed: number) {
    checkInteger("create SeededRandom", "seed", seed, 0);
    const low = seed | 0;
    const high = Math.floor(seed / 2 ** 32);
    this._state = Int32Array.of(mix(low, 1), mix(low, 2), mix(high, 3), mix(high, 4));
  }

  /** The next number: 32 random bits, as an integer from 0 to 2³² - 1. */
  bits(): number {
    const state = this._state;
    const result = Math.imul(rotateLeft(Math.imul(state[1], 5), 7), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotateLeft(state[3], 11);
    return result;
  }

  /** The next number: from 0 to just below 1, one of 2⁵³ values that are equally likely. */
  fraction(): number {
    const high = this.bits() >>> 5;
    const low = this.bits() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /**
   * The next number: an integer from `min` to `max`, both included. Each is as likely as the others, to within 2⁻²¹ of its
   * share or better.
   *
   * @throws {RangeError} if the limits are not integers, `max` is below `min`, or they are 2³² or more apart
   */
  integer(min: number, max: number): number {
    const values = max - min + 1;
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || values < 1 || values > 2 ** 32) {
      const rule = `min and max must be integers, max from min to min + ${2 ** 32 - 1}`;
      throw new RangeError(`Cannot draw an integer: ${rule}, got ${min} and ${max}`);
    }
    return min + Math.floor(this.fraction() * values);
  }

  /**
   * One of the items, each as likely as the others.
   *
   * @throws {RangeError} if there are none
   */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError("Cannot pick an item: items must have at least 1 element, got 0");
    return items[this.integer(0, items.length - 1)];
  }

  /**
   * True with the probability given: never for 0, always for 1.
   *
   * @throws {RangeError} if it is not from 0 to 1
   */
  chance(probability: number): boolean {
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`Cannot draw a chance: probability must be from 0 to 1, got ${probability}`);
    }
    return this.fraction() < probability;
  }
}

/** Word `count` of the state that belongs to half a seed. */
function mix(half: number, count: number): number {
  let word = half + Math.imul(count, 0x9e3779b9);
  word = Math.imul(word ^ word >>> 16, 0x85ebca6b);
  word = Math.imul(word ^ word >>> 13, 0xc2b2ae35);
  return word ^ word >>> 16;
}

function rotateLeft(word: number, bits: number): number {
  return word << bits | word >>> 32 - bits;
}
