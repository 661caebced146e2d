import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { checkSpecification } from "../../../../config/mod.ts";
import { SeededRandom } from "../../../../control/mod.ts";
import { feedLoad } from "../../../../demo/capacity/laws/feed_load.ts";
import { neededRing } from "../../../../demo/capacity/laws/needed_ring.ts";
import { makeServiceTimes } from "../../../../demo/system/feed/services/make_service_times.ts";

const NO_FILE = () => {
  throw new Error("no file is opened");
};

/** The load of a specification on its first consumer. */
function loadOf(feed: unknown, consumer: Record<string, unknown>, changes: Record<string, unknown> = {}) {
  const system = checkSpecification({ feed, consumers: [{ name: "one", ...consumer }], duration: "10s", ...changes });
  const [{ service }] = system.consumers;
  const times = service && makeServiceTimes(service.perEvent, { seed: system.seed, consumer: "one" }, NO_FILE);
  return feedLoad({ system, consumer: system.consumers[0], times, events: 5, spanNs: 1_000 });
}

describe("feedLoad", () => {
  it("is the rate times the mean service, with the share of a pass, over the time outside pauses", () => {
    const constant = { model: "constant", rate: "100k/s" };
    assertEquals(loadOf(constant, { service: "5us" }), { load: 0.5, isStable: true, growthPerSecond: 0 });
    const batches = { service: { perEvent: "1us", perPass: "8us", maxBatch: 4 } };
    assertEquals(loadOf(constant, batches).load, 100_000 / (1e9 / 3_000));
    const paused = { service: "5us", pauses: [{ every: "1s", for: "500ms" }] };
    assertEquals(loadOf(constant, paused), { load: 1, isStable: true, growthPerSecond: 0 });
    assertEquals(
      loadOf(constant, { ...paused, pauses: [{ at: "1s", for: "8s" }] }).load,
      0.5,
      "a pause that comes once",
    );
    const { load } = loadOf(constant, { service: { perEvent: { median: "1us", p99: "10us" } } });
    // exp(σ²/2) with σ = ln 10 / 2.3263…, by a calculator.
    assert(Math.abs((load ?? 0) - 0.1 * 1.6321) < 1e-4, `${load}`);
  });

  it("is stable below 1, and at 1 where nothing is drawn", () => {
    const [fixed, drawn] = [{ service: "10us" }, { service: { perEvent: { mean: "10us" } } }];
    assertEquals(loadOf({ model: "constant", rate: "100k/s" }, fixed).isStable, true);
    assertEquals(loadOf({ model: "constant", rate: "100k/s" }, drawn).isStable, false);
    assertEquals(loadOf({ model: "poisson", rate: "100k/s" }, fixed).isStable, false);
    assertEquals(loadOf({ model: "poisson", rate: "99999/s" }, fixed).isStable, true);
    assertEquals(loadOf({ model: "constant", rate: "150k/s" }, fixed), {
      load: 1.5,
      isStable: false,
      growthPerSecond: 50_000,
    });
  });

  it("is 1 where only the rounding of a share makes it something else", () => {
    const constant = { model: "constant", rate: "1M/s" };
    for (let share = 100; share < 1_000; share++) {
      const paused = { service: share, pauses: [{ every: 1_000_000, for: 1_000 * (1_000 - share) }] };
      assertEquals(loadOf(constant, paused), { load: 1, isStable: true, growthPerSecond: 0 }, `${share}`);
    }
    assertEquals(loadOf(constant, { service: 1_001 }).isStable, false);
    assertEquals(loadOf({ model: "steps", perStep: 0 }, { polls: 0 }), { load: 0, isStable: true, growthPerSecond: 0 });
  });

  it("has no stability where the load has an end", () => {
    const burst = { model: "on-off", burst: 5, rate: "1M/s" };
    assertEquals(loadOf(burst, { service: "1us" }), { load: 4, isStable: undefined, growthPerSecond: 0 });
    assertEquals(loadOf({ ...burst, every: "1ms" }, { service: "100us" }).load, 0.5);
    assertEquals(loadOf({ ...burst, every: "1ms", bursts: 3 }, { service: "1us" }).isStable, undefined);
    assertEquals(loadOf({ model: "recorded", file: "x.csv" }, { service: "1us" }).isStable, undefined);
  });

  it("counts polls where a consumer is paced by them", () => {
    const steps = { model: "steps", perStep: 8 };
    assertEquals(loadOf(steps, { polls: 4 }, { step: "1us" }), { load: 2, isStable: false, growthPerSecond: 4e6 });
    assertEquals(loadOf(steps, { polls: 0 }, { step: "1us" }).load, Infinity);
    assertEquals(loadOf({ model: "steps", perStep: [1, 2], mean: 2 }, { polls: 2 }).isStable, false);
  });

  it("decides whether the backlog of a long run stays", () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = new SeededRandom(seed);
      const serviceNs = random.integer(100, 10_000);
      const rate = Math.round(1e9 / serviceNs * (random.chance(0.5) ? 0.8 : 1.25));
      const consumer = {
        name: "one",
        service: { perEvent: serviceNs, perPass: random.integer(0, 50), maxBatch: random.integer(1, 9) },
        pauses: random.chance(0.5) ? [{ every: 100_000, for: random.integer(1, 5_000) }] : [],
      };
      const system = checkSpecification({
        feed: { model: "constant", rate },
        consumers: [consumer],
        duration: 100_000_000,
      });
      const times = { of: () => serviceNs, meanNs: serviceNs, drawn: false };
      const law = neededRing({ system, consumer: system.consumers[0], times });
      const arrivals = Float64Array.from({ length: Math.floor(rate / 10) }, (_, n) => Math.floor(n * 1e9 / rate));
      law.take(arrivals, arrivals.length);
      const { left } = law.finish();
      const { load = NaN, isStable, growthPerSecond } = feedLoad({
        system,
        consumer: system.consumers[0],
        times,
        events: arrivals.length,
        spanNs: arrivals[arrivals.length - 1],
      });
      const shown = `seed ${seed}: load ${load}, left ${left}, growth ${growthPerSecond}`;
      if (Math.abs(load - 1) < 0.02) continue;
      assertEquals(isStable, load < 1, shown);
      // A tenth of a second's growth, but for what waits for a pause or the end of a batch.
      assert(Math.abs(left - growthPerSecond / 10) <= 0.01 * growthPerSecond + 20 + 10_000 / serviceNs, shown);
    }
  });
});
