import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { encrypt, KeyedDraws } from "../../../../../demo/system/feed/draws/keyed_draws.ts";

/** Known answers of Threefry-2x32 with 13 rounds, of Random123: key, words, result. */
const KNOWN: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0x9d1c5ec6, 0x8bd50731],
  [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xfd36d048, 0x2d17272c],
  [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xba3e4725, 0xf27d669e],
];

Deno.test("encrypt gives the known answers of Threefry-2x32 with 13 rounds", () => {
  const words = new Int32Array(2);
  for (const [key0, key1, word0, word1, ...result] of KNOWN) {
    encrypt(key0 | 0, key1 | 0, word0 | 0, word1 | 0, words);
    assertEquals(Array.from(words, (word) => word >>> 0), result);
  }
});

/** The key of draws, which only a test asks for. */
function keyOf(draws: KeyedDraws): readonly [number, number] {
  const { _high: high, _low: low } = draws as unknown as { _high: number; _low: number };
  return [high, low];
}

Deno.test("a draw is the encryption of its number, as an odd multiple of 2^-53", () => {
  const words = new Int32Array(2);
  fc.assert(fc.property(
    fc.maxSafeNat(),
    fc.string(),
    fc.maxSafeNat(),
    (seed, name, number) => {
      const draws = new KeyedDraws(seed, name);
      encrypt(...keyOf(draws), Math.floor(number / 2 ** 32), number | 0, words);
      const bits = (BigInt(words[0] >>> 0) << 32n | BigInt(words[1] >>> 0)) >> 12n;
      assertEquals(draws.of(number), Number(2n * bits + 1n) / 2 ** 53);
      assert(draws.seed(number) === Number((BigInt(words[0] >>> 0) << 32n | BigInt(words[1] >>> 0)) >> 11n));
    },
  ));
});

Deno.test("draws are the same for the same key, in any order, and others for another seed or name", () => {
  const draws = new KeyedDraws(7, "risk");
  const forward = Array.from({ length: 100 }, (_, n) => draws.of(n));
  const backward = Array.from({ length: 100 }, (_, n) => draws.of(99 - n)).reverse();
  assertEquals(backward, forward);
  assertEquals(forward.slice(0, 3), [0.7789863830327372, 0.2589996160296072, 0.8646764504547236]);
  for (const other of [new KeyedDraws(8, "risk"), new KeyedDraws(7, "ris"), new KeyedDraws(7 + 2 ** 40, "risk")]) {
    assertNotEquals(other.of(0), draws.of(0));
  }
  const keys = ["", "a", "aa", "a\0", "\0", "\0\0", "b", "ab", "ba"].map((name) =>
    keyOf(new KeyedDraws(1, name)).join()
  );
  assertEquals(new Set(keys).size, keys.length);
});

/** Pearson's statistic of values from 0 to 1 that fall into equal cells. */
function chiSquare(values: Iterable<number>, cells: number): number {
  const counts = new Float64Array(cells);
  let total = 0;
  for (const value of values) {
    counts[Math.floor(value * cells)]++;
    total++;
  }
  const expected = total / cells;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

Deno.test("draws are equally distributed, also pairs of neighbours and their low bits", () => {
  const draws = new KeyedDraws(3, "a consumer");
  const values = Array.from({ length: 100_000 }, (_, n) => draws.of(n));
  const pairs = values.slice(1).map((value, n) => (Math.floor(value * 16) + values[n]) / 16);
  const low = values.map((value) => value * 2 ** 40 % 1);
  // 255 degrees of freedom: a mean of 255, a deviation of 22.6.
  for (const sample of [values, pairs, low]) {
    const statistic = chiSquare(sample, 256);
    assert(statistic > 150 && statistic < 370, `chi-square is ${statistic}`);
  }
});

Deno.test("KeyedDraws refuses a seed out of range", () => {
  assertThrows(() => new KeyedDraws(-1, ""), RangeError, "seed must be an integer from 0 to 9007199254740991, got -1");
});
