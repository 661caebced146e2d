import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Era, makeEndedEra } from "../../../../core/bus/local/era.ts";
import { ERA_SIZE, HALF } from "../../../../core/bus/sequence.ts";
import { CAPACITY_MAX } from "../../../../core/bus/slot_layout.ts";

Deno.test("Era begins with nothing claimed", () => {
  const era = new Era(3 * ERA_SIZE, 41);
  assertEquals([era.origin, era.newest, era.claimed], [3 * ERA_SIZE + HALF, 41, 41]);
});

Deno.test("Era that has ended has nothing within reach of any cursor, in a ring of any capacity", () => {
  const ended = new Era(0, 7);
  ended.end();
  const capacities = fc.nat(Math.log2(CAPACITY_MAX)).map((bits) => 2 ** bits);
  const positions = fc.oneof(
    fc.integer({ min: -CAPACITY_MAX, max: ERA_SIZE + CAPACITY_MAX }),
    fc.constantFrom(-CAPACITY_MAX, -1, 0, 1, ERA_SIZE - 1, ERA_SIZE, ERA_SIZE + CAPACITY_MAX),
  );
  for (const era of [ended, makeEndedEra()]) {
    fc.assert(
      fc.property(capacities, positions, (capacity, position) => {
        assertEquals(((era.newest - position) & ~(capacity - 1)) !== 0, true, "not readable");
        assertEquals(((era.newest + 1) | 0) === position, false, "and not empty either");
      }),
      { numRuns: 2000 },
    );
  }
});
