import { assertEquals, assertRejects } from "@std/assert";
import { sizeSystem } from "../../../demo/capacity/size_system.ts";
import { smallestWithin } from "../../../demo/capacity/sizing_result.ts";
import { feedOfTimes } from "../../../demo/system/feed/feed_of_times.ts";

const CONSUMERS = [{ name: "risk", service: "1us" }];
const TIMES = [0, 100, 200, 300, 5_000, 5_100];

Deno.test("sizeSystem sizes one's own times, and opens them anew for every pass", async () => {
  let opened = 0;
  const { consumers: [risk], feed, published } = await sizeSystem({ consumers: CONSUMERS }, {
    openFeed: () => {
      opened++;
      return feedOfTimes(TIMES);
    },
  });
  assertEquals([opened, published, feed.spanNs], [2, 6, 5_100]);
  assertEquals(risk.rings.map(({ capacity }) => capacity), [1, 2, 4]);
  assertEquals(smallestWithin(risk, { maxLoss: 0, maxP99Ns: undefined }), [4, 4, 4]);
});

Deno.test("sizeSystem draws with each seed", async () => {
  const system = { feed: { model: "poisson", rate: "100k/s" }, consumers: CONSUMERS, duration: "5ms" };
  const { consumers: [risk], seeds } = await sizeSystem(system, { seeds: [3, 5] });
  assertEquals([seeds, risk.laws.length], [[3, 5], 2]);
});

Deno.test("sizeSystem refuses what is no source", async () => {
  const system = { feed: { model: "poisson", rate: "100k/s" }, consumers: CONSUMERS, duration: "5ms" };
  const refuse = (source: object, message: string) =>
    assertRejects(() => sizeSystem(system, source), Error, `Cannot size a system: ${message}`);
  await refuse({ seeds: [-1] }, "seeds must be an integer from 0 to 9007199254740991, got -1");
  await refuse({ seeds: 5 }, "source.seeds must be an array, got 5");
  await refuse({ openFeed: 5 }, "openFeed must be a function, got 5");
});
