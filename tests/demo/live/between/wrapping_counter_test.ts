import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { WrappingCounter } from "../../../../demo/live/between/wrapping_counter.ts";

Deno.test("WrappingCounter follows a count that wraps, as long as no step is 2³¹ or more", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { maxLength: 50 }), (steps) => {
    const words = new Int32Array(3);
    const counter = new WrappingCounter(words, 1);
    let total = 0;
    for (const step of steps) {
      total += step;
      words[1] = total;
      assertEquals(counter.read(), total);
    }
  }));
});
