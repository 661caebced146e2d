import { assertEquals } from "@std/assert";
import { it } from "@std/testing/bdd";
import { SeededRandom } from "../../../../control/mod.ts";
import { GrowingColumns, type IntervalEnd } from "../../../../demo/system/timed/interval_columns.ts";
import { INTERVALS_MAX } from "../../../../demo/system/timed/timed_record.ts";

it("GrowingColumns keep maxima, sums, and counts at the ends of a run of any length, in few intervals", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = new SeededRandom(seed);
    const columns = new GrowingColumns();
    const seen: { ns: number; lost: number; staleness: number; before: IntervalEnd }[] = [];
    const gapMax = 10 ** random.integer(1, 6);
    let ns = 0;
    let counts: IntervalEnd = { published: 0, lag: 0, undeliverable: 0, overruns: 0, live: 0, provisional: 0 };
    for (let n = 0; n < 500; n++) {
      ns += random.integer(0, gapMax);
      if (ns >= columns.endNs) columns.moveTo(ns, counts);
      const one = { ns, lost: random.integer(0, 9), staleness: random.integer(0, 1_000), before: counts };
      columns.lose(one.lost);
      columns.decide(one.staleness);
      const more = (count: number) => count + random.integer(0, 3);
      counts = {
        published: more(counts.published),
        lag: random.integer(0, 99),
        undeliverable: more(counts.undeliverable),
        overruns: more(counts.overruns),
        live: more(counts.live),
        provisional: more(counts.provisional),
      };
      columns.seeLag(counts.lag);
      seen.push(one);
    }
    const { intervalNs, ...kept } = columns.columns(counts);
    const count = Math.floor(ns / intervalNs) + 1;
    assertEquals(count <= INTERVALS_MAX, true);
    const expected = Array.from({ length: count }, (_, index) => {
      const inside = seen.filter(({ ns }) => Math.floor(ns / intervalNs) === index);
      const before = seen.find(({ ns }) => ns >= index * intervalNs)?.before ?? counts;
      const after = seen.find(({ ns }) => ns >= (index + 1) * intervalNs)?.before ?? counts;
      const lags = seen.filter((_, n) => Math.floor(seen[n].ns / intervalNs) === index)
        .map((one) => (seen[seen.indexOf(one) + 1]?.before ?? counts).lag);
      return {
        published: after.published,
        lag: after.lag,
        lagMax: Math.max(before.lag, ...lags),
        overruns: after.overruns - before.overruns,
        lost: inside.reduce((sum, { lost }) => sum + lost, 0),
        undeliverable: after.undeliverable - before.undeliverable,
        live: after.live - before.live,
        provisional: after.provisional - before.provisional,
        stalenessNsMax: Math.max(0, ...inside.map(({ staleness }) => staleness)),
      };
    });
    for (const [name, column] of Object.entries(kept)) {
      const values = expected.map((one) => one[name as keyof typeof kept]);
      assertEquals([...column], values, `${name}, seed ${seed}`);
    }
  }
});

it("GrowingColumns of a run with a duration end there, whatever comes later", () => {
  const none: IntervalEnd = { published: 0, lag: 0, undeliverable: 0, overruns: 0, live: 0, provisional: 0 };
  for (const durationNs of [1, 125, 1_000, 8_000, 8_001, 1e9]) {
    const columns = new GrowingColumns(durationNs);
    columns.moveTo(durationNs * 3, none);
    const { intervalNs, lag } = columns.columns(none);
    assertEquals(lag.length, Math.ceil(durationNs / intervalNs), `${durationNs} ns`);
  }
});
