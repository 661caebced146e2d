import { assertEquals } from "@std/assert";
import { SeededRandom } from "../../../control/mod.ts";
import { sizeSystem } from "../../../demo/capacity/size_system.ts";
import { simulateSystem } from "../../../demo/simulate/simulate_system.ts";
import { feedOfTimes } from "../../../demo/system/feed/feed_of_times.ts";

/** Bursts and gaps, in nanoseconds. */
function drawTimes(random: SeededRandom): number[] {
  let timeNs = 0;
  return Array.from({ length: random.integer(1, 400) }, () => {
    const nowNs = timeNs;
    timeNs += random.chance(0.05) ? random.integer(0, 50_000) : random.integer(0, 300);
    return nowNs;
  });
}

Deno.test("headroom is what the same laws say of the feed at twice the speed, and with every event twice", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = new SeededRandom(seed);
    const times = drawTimes(random);
    const system = {
      consumers: [
        { name: "one", service: random.integer(50, 1_000) },
        {
          name: "two",
          service: { perEvent: 100, perPass: 500, maxBatch: 8, wakeUp: 2_000 },
          pauses: [{ at: 900, for: 99 }],
        },
      ],
    };
    const needs = (times: readonly number[]) =>
      simulateSystem(system, { feed: feedOfTimes(times) }).laws.map(({ neededCapacity }) => neededCapacity);
    const { laws } = simulateSystem(system, { feed: feedOfTimes(times) });
    const shown = `seed ${seed}`;
    assertEquals(laws.map((law) => law.neededCapacity), needs(times), shown);
    assertEquals(laws.map((law) => law.neededAtTwiceTheSpeed), needs(times.map((ns) => Math.floor(ns / 2))), shown);
    assertEquals(laws.map((law) => law.neededWithEveryEventTwice), needs(times.flatMap((ns) => [ns, ns])), shown);
  }
});

Deno.test("laws and system see the same arrivals of one's own feed: those before the duration", async () => {
  const times = [0, 100, 200, 300, 400, 500, 600];
  const system = { ring: { capacity: 2 }, consumers: [{ name: "one", service: 1_000 }], duration: 350 };
  const { record, feed, laws } = simulateSystem(system, { feed: feedOfTimes(times) });
  assertEquals([record.published, feed.peaks[0].events, feed.lastNs], [4, 4, "300"]);
  assertEquals(laws[0].load, 3 / 300 * 1_000);
  const sized = await sizeSystem(system, { openFeed: () => feedOfTimes(times) });
  assertEquals([sized.published, sized.feed.peaks[0].events, sized.feed.lastNs], [4, 4, "300"]);
});
