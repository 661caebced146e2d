import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { drawnNs, microseconds } from "../../../demo/timeline/microseconds.ts";

Deno.test("microseconds has three decimals, and loses no nanosecond up to 2^53 - 1", () => {
  assertEquals([0, 1, 42, 999, 1_000, 1_234_567].map(microseconds), [
    "0.000",
    "0.001",
    "0.042",
    "0.999",
    "1.000",
    "1234.567",
  ]);
  assertEquals(microseconds(Number.MAX_SAFE_INTEGER), "9007199254740.991");
  fc.assert(fc.property(fc.maxSafeNat(), (ns) => {
    assertEquals(BigInt(microseconds(ns).replace(".", "")), BigInt(ns));
  }));
});

Deno.test("microseconds refuses what is not exact", () => {
  for (const ns of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    assertThrows(
      () => microseconds(ns),
      RangeError,
      `Cannot write a timeline: a time must be whole nanoseconds from 0 to 2^53 - 1, got ${ns}`,
    );
  }
});

Deno.test("drawnNs draws at least a nanosecond, and one less only where a float would make neighbours overlap", () => {
  assertEquals([drawnNs(5, 5), drawnNs(5, 6), drawnNs(5, 8)], [1, 1, 3]);
  // 1.001 µs times 1000 is 1000.9999999999999 as a float: 1000 ns.
  assertEquals(drawnNs(900, 1_001), 100);
  const read = (ns: number) => Math.trunc(Number(microseconds(ns)) * 1_000);
  let shortened = 0;
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 40 }), fc.integer({ min: 2, max: 1_000_000 }), (fromNs, ns) => {
      const drawn = drawnNs(fromNs, fromNs + ns);
      if (drawn !== ns) shortened++;
      assert(ns - drawn <= 1);
      assert(read(fromNs) + read(drawn) <= read(fromNs + ns), `${fromNs} + ${drawn}`);
    }),
    { numRuns: 10_000 },
  );
  assert(shortened < 500, `${shortened} of 10000 are drawn shorter`);
});
