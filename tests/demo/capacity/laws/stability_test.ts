import { assertEquals } from "@std/assert";
import { stabilityOf } from "../../../../demo/capacity/laws/stability.ts";

const FIXED = { lasts: true, isDrawn: false };

Deno.test("stabilityOf says stable below 1, at 1 where nothing is drawn, and else how the backlog grows", () => {
  const demands = [[3, 4], [4, 4], [5, 4]].map(([arrivals, taken]) => ({ arrivals, taken }));
  assertEquals(demands.map((demand) => stabilityOf({ ...demand, ...FIXED })), [
    { load: 0.75, isStable: true, growth: 0 },
    { load: 1, isStable: true, growth: 0 },
    { load: 1.25, isStable: false, growth: 1 },
  ]);
  assertEquals(demands.map((demand) => stabilityOf({ ...demand, ...FIXED, isDrawn: true }).isStable), [
    true,
    false,
    false,
  ]);
});

Deno.test("stabilityOf says nothing of what has an end", () => {
  assertEquals(stabilityOf({ arrivals: 9, taken: 3, lasts: false, isDrawn: false }), {
    load: 3,
    isStable: undefined,
    growth: 0,
  });
});

Deno.test("stabilityOf allows for nothing that arrives, nothing that can be taken, and both", () => {
  assertEquals(stabilityOf({ arrivals: 0, taken: 0, ...FIXED }).load, 0);
  assertEquals(stabilityOf({ arrivals: 2, taken: 0, ...FIXED }), { load: Infinity, isStable: false, growth: 2 });
  assertEquals(stabilityOf({ arrivals: 2, taken: Infinity, ...FIXED }), { load: 0, isStable: true, growth: 0 });
});
