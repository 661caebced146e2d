import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { greatestOf } from "../../../demo/timeline/lag_values.ts";
import { ThinnedValues } from "../../../demo/timeline/thinned_values.ts";

Deno.test("ThinnedValues keeps every value while there is room", () => {
  const values = new ThinnedValues(3);
  for (const n of [1, 2, 3]) values.add(n, 10 * n);
  assertEquals(values.values, [[1, 10], [2, 20], [3, 30]]);
  assertEquals(values.group, 1);
});

Deno.test("ThinnedValues and greatestOf group values evenly, each at the first time with the greatest value", () => {
  fc.assert(fc.property(fc.array(fc.nat({ max: 100 })), fc.integer({ min: 1, max: 12 }), (all, most) => {
    const values = new ThinnedValues(most);
    all.forEach((value, n) => values.add(n, value));
    const grouped = (group: number) =>
      Array.from({ length: Math.ceil(all.length / group) }, (_, n): readonly [number, number] => [
        n * group,
        Math.max(...all.slice(n * group, (n + 1) * group)),
      ]);
    assertEquals(values.values, grouped(values.group));
    assert(values.values.length <= most);
    assert(values.group === 1 || all.length > most * values.group / 2, "no more is merged than has to be");
    const pairs = all.map((value, n) => [n, value] as const);
    assertEquals([...greatestOf(pairs, all.length, most)], grouped(Math.max(1, Math.ceil(all.length / most))));
  }));
});

Deno.test("ThinnedValues and greatestOf keep nothing where there is no room", () => {
  const values = new ThinnedValues(0);
  values.add(1, 1);
  assertEquals(values.values, []);
  assertEquals([...greatestOf([[1, 1]], 1, 0)], []);
});
