import { assertEquals } from "@std/assert";
import { it } from "@std/testing/bdd";
import { Histogram, SeededRandom } from "../../../control/mod.ts";
import { quantilePoints } from "../../../demo/figures/quantile_points.ts";

it("quantilePoints are percentiles of the histogram, up to the greatest value, and few", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = new SeededRandom(seed);
    const histogram = new Histogram();
    const count = Math.floor(10 ** (random.integer(0, 40) / 10));
    for (let n = 0; n < count; n++) histogram.record(random.integer(0, 10 ** random.integer(0, 9)));
    if (seed % 3 === 0) { for (let n = 0; n < 30; n++) histogram.merge(histogram); // up to 10¹³ values
     }
    const points = quantilePoints(histogram);
    assertEquals(
      points.map(({ ns }) => ns),
      points.map(({ share }) => histogram.percentile(100 * share)),
      `seed ${seed}`,
    );
    assertEquals([points.at(-1)?.share, points.length <= 56], [1, true], `seed ${seed}`);
  }
});

it("quantilePoints of no values are none, and of one value that value", () => {
  const histogram = new Histogram();
  assertEquals(quantilePoints(histogram), []);
  histogram.record(7);
  assertEquals(quantilePoints(histogram), [{ share: 1, ns: 7 }]);
});
