import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { greatest, latest, stairs, summed } from "../../../../demo/figures/lanes/columns.ts";

Deno.test("greatest and summed lose no peak and no loss", () => {
  const values = fc.array(fc.nat(1000), { minLength: 1, maxLength: 300 });
  fc.assert(fc.property(values, fc.integer({ min: 1, max: 100 }), (values, count) => {
    const parts = Math.min(count, values.length);
    assertEquals(greatest(values, count).length, parts);
    assertEquals(Math.max(...Array.from(greatest(values, count))), Math.max(...values));
    assertEquals(Array.from(summed(values, count)).reduce((a, b) => a + b), values.reduce((a, b) => a + b));
  }));
});

Deno.test("latest is the last value of every part", () => {
  assertEquals(latest([1, 2, 3, 4, 5], 2), [2, 4, 5]);
});

Deno.test("stairs draws a level once, and breaks where there is nothing", () => {
  assertEquals(stairs([1, 1, 2], 0, 10, (value) => value), "M0 1h20v1h10");
  assertEquals(stairs([1, 0, 2], 0, 10, (value) => value, true), "M0 1h10M20 2h10");
  assertEquals(stairs([0, 0], 0, 10, (value) => value, true), "");
});
