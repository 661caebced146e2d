import { assertEquals, assertRejects } from "@std/assert";
import { sizeSystem } from "../../../demo/capacity/size_system.ts";
import { SIZED_POLICIES, smallestWithin } from "../../../demo/capacity/sizing_result.ts";
import { SeededRandom } from "../../../control/mod.ts";
import { simulateSystem } from "../../../demo/simulate/simulate_system.ts";
import { drawLoad } from "./laws/_random_load.ts";
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

Deno.test("sizeSystem tries every power of two up to what each consumer needs, however much another needs", async () => {
  const system = {
    feed: { model: "on-off", burst: 20_000, rate: "10M/s" },
    consumers: [{ name: "slow", service: "1us" }, { name: "fast", service: "90ns" }, {
      name: "idle",
      service: "101ns",
    }],
  };
  const { consumers } = await sizeSystem(system);
  assertEquals(consumers.map(({ laws: [{ neededCapacity }] }) => neededCapacity), [18_000, 1, 199]);
  assertEquals(consumers.map(({ rings }) => rings.length), [16, 1, 9]);
  assertEquals(consumers.map(({ rings }) => rings.map(({ capacity }) => capacity)[0]), [1, 1, 1]);
  const lossless = { maxLoss: 0, maxP99Ns: undefined };
  assertEquals(consumers.map((consumer) => smallestWithin(consumer, lossless)), [
    [32_768, 32_768, 32_768],
    [1, 1, 1],
    [256, 256, 256],
  ]);
});

Deno.test("sizeSystem finds what simulating each consumer alone, with each ring and policy, does", async () => {
  for (let seed = 0; seed < 10; seed++) {
    const random = new SeededRandom(seed);
    const specification = drawLoad(random);
    const { consumers } = await sizeSystem({ ...specification });
    const limits = { maxLoss: random.integer(0, 200), maxP99Ns: random.pick([undefined, 100_000]) };
    for (const [n, { name, laws: [{ isStable }], rings }] of consumers.entries()) {
      const consumer = specification.consumers[n];
      const smallest: (number | undefined)[] = SIZED_POLICIES.map(() => undefined);
      for (const { capacity, policies } of rings) {
        for (const [at, onOverrun] of SIZED_POLICIES.entries()) {
          const ring = { capacity, payloadWords: 2 };
          const { record: { consumers: [alone] } } = await simulateSystem({
            ...specification,
            ring,
            consumers: [{ ...consumer, onOverrun, afterGap: { provisionalFor: 1_000 } }],
          });
          const p99Ns = alone.stalenessNs.count === 0 ? undefined : alone.stalenessNs.percentile(99);
          const shown = `seed ${seed}, ${name}, ring of ${capacity}, ${onOverrun}`;
          assertEquals([policies[at].lost, policies[at].p99Ns], [alone.lost, p99Ns], shown);
          const isWithin = alone.lost <= limits.maxLoss && (p99Ns ?? Infinity) <= (limits.maxP99Ns ?? Infinity);
          if (isWithin && isStable !== false) smallest[at] ??= capacity;
        }
      }
      assertEquals(smallestWithin(consumers[n], limits), smallest, `seed ${seed}, ${name}`);
    }
  }
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
  await refuse({ open: 5 }, "source.open must be a function, got 5");
});
