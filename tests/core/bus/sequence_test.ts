import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ERA_BITS, ERA_MASK, ERA_SIZE, eraOf, HALF, positionOf, sequenceOf } from "../../../core/bus/sequence.ts";
import { CAPACITY_MAX } from "../../../core/bus/slot_layout.ts";

const WRAPS = [0, 2 ** 30, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 50, 2 ** 52];

const sequences = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(2 ** 31),
  fc.tuple(fc.constantFrom(...WRAPS), fc.integer({ min: -3, max: 3 })).map(([wrap, n]) => Math.max(0, wrap + n)),
);

Deno.test("sequenceOf gives back the sequence of a position and an era", () => {
  fc.assert(
    fc.property(sequences, (sequence) => {
      const position = positionOf(sequence);
      assertEquals(position >= 0 && position < ERA_SIZE && (position | 0) === position, true);
      assertEquals(sequenceOf(position, eraOf(sequence)), sequence);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("positionOf starts again at 0 where eraOf grows by one, every 2^30 events", () => {
  const around = [0, ERA_SIZE - 1, ERA_SIZE, 2 ** 32, 2 ** 53 - 1];
  assertEquals(around.map(positionOf), [0, ERA_SIZE - 1, 0, 0, ERA_SIZE - 1]);
  assertEquals(around.map(eraOf), [0, 0, 1, 4, 2 ** 23 - 1]);
  assertEquals([ERA_SIZE, ERA_MASK, ERA_BITS], [2 ** 30, 2 ** 30 - 1, 30]);
});

Deno.test("positions up to a ring's capacity outside their era are less than 2^31 apart", () => {
  assertEquals(ERA_SIZE + 2 * CAPACITY_MAX < 2 ** 31, true);
});

Deno.test("HALF leaves every sequence below 2^52 exact", () => {
  fc.assert(
    fc.property(sequences, (sequence) => {
      fc.pre(sequence < 2 ** 52);
      const position = positionOf(sequence);
      assertEquals(sequence - position + HALF + position - HALF, sequence);
    }),
    { numRuns: 2000 },
  );
});
