import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { SeededRandom } from "../../../control/failure/seeded_random.ts";

Deno.test("SeededRandom.bits follows the reference implementation of xoshiro128** 1.1", () => {
  const random = new SeededRandom(0);
  (random as unknown as { _state: Int32Array })._state.set([1, 2, 3, 4]);
  const expected = [
    11520,
    0,
    5927040,
    70819200,
    2031721883,
    1637235492,
    1287239034,
    3734860849,
    3729100597,
    4258142804,
  ];
  assertEquals(expected.map(() => random.bits()), expected);
});

Deno.test("SeededRandom gives the same numbers for the same seed and others for another", () => {
  const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  fc.assert(fc.property(seed, seed, (one, other) => {
    const draw = (seed: number): number[] => {
      const random = new SeededRandom(seed);
      return Array.from({ length: 8 }, () => random.bits());
    };
    assertEquals(draw(one), draw(one));
    if (one !== other) assertNotEquals(draw(one), draw(other));
  }));
});

Deno.test("SeededRandom draws its state from the seed in the way it says, for ever", () => {
  // Computed by another program, from the doc comment.
  const expected = new Map([
    [0, [3809008728, 1133695204, 53579671, 2891528803]],
    [42, [2837322924, 3412315668, 1232497554, 1127445857]],
    [2 ** 32 + 42, [2837322924, 1283649402, 1657953100, 3203071417]],
    [2 ** 53 - 1, [835879718, 1401573518, 2740521765, 3906735500]],
  ]);
  for (const [seed, bits] of expected) {
    const random = new SeededRandom(seed);
    assertEquals(bits.map(() => random.bits()), bits);
  }
});

Deno.test("SeededRandom.fraction is made of the 27 and the 26 highest bits of two numbers", () => {
  assertEquals(new SeededRandom(42).fraction(), ((2837322924 >>> 5) * 2 ** 26 + (3412315668 >>> 6)) / 2 ** 53);
});

Deno.test("SeededRandom tells seeds apart by their high bits too", () => {
  assertNotEquals(new SeededRandom(5).fraction(), new SeededRandom(5 + 2 ** 32).fraction());
});

Deno.test("SeededRandom refuses a seed that is not a whole number from 0", () => {
  for (const seed of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    const error = assertThrows(() => new SeededRandom(seed), RangeError);
    assertEquals(
      error.message,
      `Cannot create SeededRandom: seed must be an integer from 0 to 9007199254740991, got ${seed}`,
    );
  }
});

Deno.test("SeededRandom.fraction is from 0 to below 1 and uses the whole range", () => {
  const random = new SeededRandom(1);
  const counts = new Array<number>(10).fill(0);
  for (let n = 0; n < 10_000; n++) {
    const fraction = random.fraction();
    assertEquals(fraction >= 0 && fraction < 1, true);
    counts[Math.floor(fraction * 10)]++;
  }
  // Expected 1000 each, with a standard deviation of 30: six of them are allowed.
  for (const count of counts) assertEquals(Math.abs(count - 1_000) < 180, true);
});

Deno.test("SeededRandom.integer stays within its limits and reaches both", () => {
  const limits = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.nat({ max: 5 }), fc.nat());
  fc.assert(fc.property(limits, ([min, width, seed]) => {
    const random = new SeededRandom(seed);
    const drawn = new Set<number>();
    for (let n = 0; n < 200; n++) drawn.add(random.integer(min, min + width));
    assertEquals([...drawn].sort((a, b) => a - b), Array.from({ length: width + 1 }, (_, n) => min + n));
  }));
});

Deno.test("SeededRandom.integer covers 32 bits and refuses more", () => {
  const random = new SeededRandom(3);
  const value = random.integer(0, 2 ** 32 - 1);
  assertEquals(Number.isInteger(value) && value >= 0 && value < 2 ** 32, true);
  for (const [min, max] of [[0, 2 ** 32], [1, 0], [0.5, 2], [0, NaN], [0, 1.5], [-Infinity, 0]]) {
    const error = assertThrows(() => random.integer(min, max), RangeError);
    const rule = "Cannot draw an integer: min and max must be integers, max from min to min + 4294967295";
    assertEquals(error.message, `${rule}, got ${min} and ${max}`);
  }
});

Deno.test("SeededRandom.pick takes every item in time and refuses an empty list", () => {
  const random = new SeededRandom(4);
  const picked = new Set(Array.from({ length: 100 }, () => random.pick(["a", "b", "c"])));
  assertEquals([...picked].sort(), ["a", "b", "c"]);
  assertThrows(() => random.pick([]), RangeError, "Cannot pick an item: items must have at least 1 element, got 0");
});

Deno.test("SeededRandom.chance never happens at 0, always at 1, and sometimes between", () => {
  const random = new SeededRandom(5);
  const count = (probability: number): number => {
    let happened = 0;
    for (let n = 0; n < 1_000; n++) if (random.chance(probability)) happened++;
    return happened;
  };
  assertEquals([count(0), count(1)], [0, 1_000]);
  assertEquals(Math.abs(count(0.25) - 250) < 83, true);
  for (const probability of [-0.1, 1.1, NaN]) {
    assertThrows(
      () => random.chance(probability),
      RangeError,
      `Cannot draw a chance: probability must be from 0 to 1, got ${probability}`,
    );
  }
});

Deno.test("SeededRandom.chance does not happen at 0 even for the least fraction", () => {
  class LeastFraction extends SeededRandom {
    override fraction(): number {
      return 0;
    }
  }
  assertEquals(new LeastFraction(1).chance(0), false);
  assertEquals(new LeastFraction(1).chance(Number.MIN_VALUE), true);
});
