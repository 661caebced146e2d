import { assertEquals } from "@std/assert";
import { it } from "@std/testing/bdd";
import { SeededRandom } from "../../../../control/mod.ts";
import { GrowingColumns } from "../../../../demo/system/timed/interval_columns.ts";
import { INTERVALS_MAX } from "../../../../demo/system/timed/timed_record.ts";

it("GrowingColumns keep the maxima and sums of a run of any length, in few intervals", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = new SeededRandom(seed);
    const columns = new GrowingColumns();
    const seen: { ns: number; lost: number; staleness: number }[] = [];
    const gapMax = 10 ** random.integer(2, 6);
    let ns = 0;
    for (let n = 0; n < 500; n++) {
      ns += random.integer(0, gapMax);
      if (ns >= columns.endNs) columns.moveTo(ns, 0);
      seen.push({ ns, lost: random.integer(0, 9), staleness: random.integer(0, 1_000) });
      columns.lose(seen[n].lost);
      columns.decide(seen[n].staleness);
    }
    const { intervalNs, lost, stalenessNsMax } = columns.columns();
    assertEquals(lost.length <= INTERVALS_MAX, true);
    const count = lost.length;
    const expected = { lost: new Float64Array(count), staleness: new Float64Array(count) };
    for (const { ns, ...one } of seen) {
      const index = Math.floor(ns / intervalNs);
      expected.lost[index] += one.lost;
      expected.staleness[index] = Math.max(expected.staleness[index], one.staleness);
    }
    assertEquals([lost, stalenessNsMax], [expected.lost, expected.staleness], `seed ${seed}`);
  }
});
