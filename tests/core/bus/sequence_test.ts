import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ERA_BITS, ERA_SIZE, eraOf, ERAS_WITHIN_REACH, positionOf, sequenceOf } from "../../../core/bus/sequence.ts";

/** Eras that a sequence may be behind with its position still telling it apart. */
const ERAS_TOLD_APART = 2 ** (32 - ERA_BITS) - 1;

const WRAPS = [0, 2 ** 20, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 50, 2 ** 52];

const sequences = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(2 ** 21),
  fc.tuple(fc.constantFrom(...WRAPS), fc.integer({ min: -3, max: 3 })).map(([wrap, n]) => Math.max(0, wrap + n)),
);

Deno.test("sequenceOf gives back the sequence for its own era and every later one within reach", () => {
  fc.assert(
    fc.property(sequences, fc.nat(ERAS_TOLD_APART), (sequence, later) => {
      assertEquals(sequenceOf(positionOf(sequence), eraOf(sequence) + later), sequence);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("sequenceOf is wrong by 2^32 one era beyond its reach", () => {
  assertEquals(sequenceOf(positionOf(7), eraOf(7) + ERAS_TOLD_APART), 7);
  assertEquals(sequenceOf(positionOf(7), eraOf(7) + ERAS_TOLD_APART + 1), 7 + 2 ** 32);
});

Deno.test("positionOf is the low 32 bits as Int32", () => {
  assertEquals(
    [0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1].map(positionOf),
    [0, 1, 2 ** 31 - 1, -(2 ** 31), -1, 0, -1],
  );
});

Deno.test("eraOf grows by one every 2^20 events", () => {
  assertEquals([0, ERA_SIZE - 1, ERA_SIZE, 2 ** 53 - 1].map(eraOf), [0, 0, 1, 2 ** 33 - 1]);
  assertEquals(ERA_SIZE, 2 ** 20);
});

Deno.test("ERAS_WITHIN_REACH keeps the distance of two positions below 2^31, with the largest ring between them", () => {
  const erasOfTheLargestRing = 2 ** 26 / ERA_SIZE;
  assertEquals((ERAS_WITHIN_REACH + erasOfTheLargestRing + 2) * ERA_SIZE < 2 ** 31, true);
});
