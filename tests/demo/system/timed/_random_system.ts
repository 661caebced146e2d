import type { ConsumerSpecification, PauseSpecification, SystemSpecification } from "../../../../config/mod.ts";
import type { SeededRandom } from "../../../../control/mod.ts";

/** Draws a small system in which everything that may meet at one moment does. */
export function drawCase(random: SeededRandom) {
  const duration = random.chance(0.5) ? random.integer(1, 150) : undefined;
  const step = random.integer(1, 20);
  const arrivals = drawArrivals(random).filter((ns) => ns < (duration ?? Infinity));
  const consumers = Array.from({ length: random.integer(1, 3) }, (_, n) => drawConsumer(random, n, duration, step));
  const specification: SystemSpecification = {
    ring: { capacity: 2 ** random.integer(0, 3), payloadWords: random.integer(0, 3) },
    feed: { model: "constant", rate: 1 },
    consumers,
    pauses: random.chance(0.3) ? [drawPause(random)] : [],
    failures: Array.from({ length: random.integer(0, 2) }, () => {
      const from = random.integer(0, 60);
      return { kind: "market-data-outage", from, ...(random.chance(0.8) ? { to: from + random.integer(1, 30) } : {}) };
    }),
    ...(random.chance(0.4) ? { warmup: { ticks: random.integer(0, 4), tick: random.integer(1, 20) } } : {}),
    checks: {},
    recoveryTicks: 3,
    step,
    ...(duration === undefined ? {} : { duration }),
    seed: random.integer(0, 1_000),
  };
  const services = consumers.map(() => {
    const times = Array.from({ length: 5 }, () => random.integer(0, 12));
    return (sequence: number) => times[sequence % times.length];
  });
  return { specification, arrivals, services };
}

function drawArrivals(random: SeededRandom): number[] {
  const arrivals: number[] = [];
  const gapMax = random.pick([0, 1, 4, 12]);
  let ns = 0;
  for (let left = random.integer(0, 40); left > 0; left--) {
    arrivals.push(ns);
    ns += random.chance(0.1) ? random.integer(0, 40) : random.integer(0, gapMax);
  }
  return arrivals;
}

function drawConsumer(
  random: SeededRandom,
  n: number,
  duration: number | undefined,
  step: number,
): ConsumerSpecification {
  const isPolled = duration !== undefined && random.chance(0.25);
  return {
    name: `consumer ${n}`,
    ...(isPolled
      ? {
        polls: random.chance(0.5)
          ? random.integer(0, 5)
          : Array.from({ length: Math.ceil(duration / step) }, () => random.integer(0, 4)),
      }
      : {
        service: {
          perEvent: 0,
          perPass: random.pick([0, 0, 1, 5]),
          maxBatch: random.pick([1, 1, 2, 3, 100]),
          wakeUp: random.pick([0, 0, 1, 7]),
        },
      }),
    onOverrun: random.pick(
      [
        "stall",
        "skip-to-head",
        "skip-to-oldest",
        { leave: 1 },
        { leave: 2 },
      ] as const,
    ),
    pauses: random.chance(0.3) ? [drawPause(random), ...(random.chance(0.3) ? [drawPause(random)] : [])] : [],
    ...(random.chance(0.3) ? { afterGap: { provisionalFor: random.integer(1, 30) } } : {}),
  };
}

function drawPause(random: SeededRandom): PauseSpecification {
  if (random.chance(0.5)) return { at: random.integer(0, 80), for: random.integer(1, 20) };
  const every = random.integer(8, 40);
  return { every, for: random.integer(1, Math.floor(every / 3)) };
}
