import { checkSpecification, type SystemSpecification } from "../../../../config/mod.ts";
import type { SeededRandom } from "../../../../control/mod.ts";

/** Draws a system of thousands of events: any model, three consumers of any pace, pauses of both kinds. */
export function drawLoad(random: SeededRandom): SystemSpecification {
  const meanNs = random.pick([200, 2_000, 20_000]);
  const durationNs = meanNs * random.integer(100, 6_000);
  return checkSpecification({
    ring: { capacity: 2 ** random.integer(0, 11), payloadWords: 1 },
    feed: drawFeed(random, Math.round(1e9 / meanNs * random.pick([0.3, 0.7, 0.95, 1.3]))),
    consumers: [1, 2, 3].map((n) => ({
      name: `consumer ${n}`,
      ...drawPace(random, meanNs),
      pauses: Array.from({ length: random.pick([0, 0, 1, 2]) }, () => drawPause(random, meanNs, durationNs)),
      onOverrun: random.pick(["stall", "skip-to-head", "skip-to-oldest", { leave: 3 }]),
    })),
    pauses: random.chance(0.3) ? [{ every: 997 * meanNs, for: 50 * meanNs }] : [],
    step: 20 * meanNs,
    duration: durationNs,
    seed: random.integer(0, 1_000_000),
  });
}

function drawFeed(random: SeededRandom, rate: number) {
  const burst = random.integer(1, 2_000);
  return random.pick([
    { model: "constant", rate },
    { model: "poisson", rate },
    { model: "hawkes", rate, branching: random.pick([0, 0.5, 0.9]), decay: rate, slowDecay: rate / 50, slowShare: 0.3 },
    { model: "on-off", burst, rate: 5 * rate, every: Math.ceil(burst * 1e9 / rate) },
    { model: "merged", feeds: [{ model: "constant", rate }, { model: "poisson", rate: rate / 3 }] },
    { model: "steps", perStep: random.integer(0, 50) },
  ]);
}

function drawPace(random: SeededRandom, meanNs: number) {
  if (random.chance(0.2)) return { polls: random.integer(0, 40) };
  return {
    service: {
      perEvent: random.pick([meanNs, { mean: meanNs }, { median: meanNs / 2, p99: 6 * meanNs }]),
      perPass: random.pick([0, meanNs]),
      maxBatch: random.pick([1, 1, 7, 64]),
      wakeUp: random.pick([0, 0, 30 * meanNs]),
    },
  };
}

function drawPause(random: SeededRandom, meanNs: number, durationNs: number) {
  if (random.chance(0.5)) return { at: random.integer(0, durationNs), for: random.integer(1, 500 * meanNs) };
  const every = random.integer(10 * meanNs, 1_000 * meanNs);
  return { every, for: random.integer(1, Math.floor(every / 2)) };
}
