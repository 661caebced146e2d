import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type ArrivalFeed, feedOfTimes, openFeed } from "../../../../../demo/system/mod.ts";
import { MergedFeed } from "../../../../../demo/system/feed/models/merged_feed.ts";
import { opener, readAll, SETTINGS, timesOf } from "../_arrivals.ts";

Deno.test("a merged feed is in order of time, at one moment in the order of the list, in chunks of any size", () => {
  const times = fc.array(fc.nat(30), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.array(times, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (lists, chunk) => {
      // Every list begins at 0, as feeds do. Sizes say which arrival of which list it is.
      const sorted = lists.map((list) => [0, ...list].toSorted((a, b) => a - b));
      const feeds: ArrivalFeed[] = sorted.map((list, n) =>
        feedOfTimes(list, list.map((_, index) => 1_000 * n + index))
      );
      const all = sorted.flatMap((list, n) => list.map((time, index) => ({ time, size: 1_000 * n + index })));
      const expected = all.toSorted((a, b) => a.time - b.time || a.size - b.size);
      assertEquals(readAll(new MergedFeed(feeds), chunk), {
        times: expected.map(({ time }) => time),
        sizes: expected.map(({ size }) => size),
      });
    }),
  );
});

Deno.test("feeds of one model that are merged have draws of their own, and the first those it has alone", () => {
  const poisson = { model: "poisson", rate: 1e6, events: 50 } as const;
  const alone = timesOf(poisson);
  const merged = timesOf({ model: "merged", feeds: [poisson, poisson] });
  assertEquals(merged.length, 100);
  const others = [...merged];
  for (const time of alone) others.splice(others.indexOf(time), 1);
  assertEquals(others.length, 50);
  assertEquals(others[0], 0);
  assertEquals(others.filter((time) => alone.includes(time)).length < 5, true);
});

Deno.test("recordings that are merged keep their distance, divided by the speed, and models begin with the first", () => {
  const open = opener({ "a.csv": "1700000000000000500\n1700000000000000900\n", "b.csv": "ns\n1700000000000000000\n" });
  const recorded = (file: string) => ({ model: "recorded", file, speed: 2, timeUnit: "ns" }) as const;
  const feeds = [recorded("a.csv"), recorded("b.csv"), { model: "constant", rate: 1e7, events: 3, size: 9 }] as const;
  const feed = openFeed({ model: "merged", feeds }, { ...SETTINGS, open });
  assertEquals([feed.model, feed.firstNs, feed.lastNs], ["merged", undefined, undefined]);
  assertEquals(readAll(feed), { times: [0, 0, 100, 200, 250, 450], sizes: [-1, 9, 9, 9, -1, -1] });
  assertEquals([feed.firstNs, feed.lastNs], ["1700000000000000000", "1700000000000000900"]);
  assertEquals(timesOf({ model: "merged", feeds }, { open, duration: 201 }), [0, 0, 100, 200]);
});
