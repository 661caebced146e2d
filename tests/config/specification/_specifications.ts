import fc from "fast-check";
import { OVERRUN_POLICIES } from "../../../core/bus/overrun_policy.ts";

// Specifications as people write them: with shorthands, with what has a default or without, durations as texts or numbers.

/** A duration of whole nanoseconds, as a number or as a text in any unit that has room for its decimals. */
function duration(min: number, max: number): fc.Arbitrary<unknown> {
  return fc.tuple(fc.integer({ min, max }), fc.constantFrom("", "ns", "us", "µs", "ms", "s")).map(([ns, unit]) => {
    if (unit === "") return ns;
    const decimals = { ns: 0, us: 3, "µs": 3, ms: 6, s: 9 }[unit]!;
    const digits = String(ns).padStart(decimals + 1, "0");
    const cut = digits.length - decimals;
    return decimals === 0 ? `${digits}${unit}` : `${digits.slice(0, cut)}.${digits.slice(cut)}${unit}`;
  });
}

const rate = (max: number) =>
  fc.oneof(
    fc.integer({ min: 1, max }),
    fc.double({ min: 0.001, max, noNaN: true }),
    fc.integer({ min: 1, max }).map((value) => `${value}/s`),
    fc.integer({ min: 1, max: Math.floor(max / 1e3) }).map((value) => `${value}k/s`),
  );

const events = fc.integer({ min: 1, max: 1_000_000 });
const size = fc.integer({ min: 0, max: 1_500 });
const counts = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.array(fc.nat(100), { minLength: 1, maxLength: 20 }));
const fileName = fc.constantFrom("feed.csv", "a b.pcap", "../x/été.csv");

/** Objects of these keys, of which some may be missing. */
function object(
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<Record<string, unknown>> {
  return fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
}

const single = fc.oneof(
  object({ model: fc.constant("steps"), perStep: counts }, {
    mean: fc.double({ min: 0, max: 100, noNaN: true }),
    size,
  }),
  object({ model: fc.constant("constant"), rate: rate(1e6) }, { events, size }),
  object({ model: fc.constant("poisson"), rate: rate(1e6) }, { events, size }),
  object({ model: fc.constant("on-off"), burst: fc.integer({ min: 1, max: 1_000 }), rate: rate(1e6) }, { size }),
  object({
    model: fc.constant("on-off"),
    burst: fc.integer({ min: 1, max: 1_000 }),
    rate: fc.integer({ min: 1_000, max: 1_000_000 }),
    every: duration(1_000_000_000, 10_000_000_000),
  }, { bursts: fc.integer({ min: 1, max: 1_000 }), size }),
  object({
    model: fc.constant("hawkes"),
    rate: rate(1e6),
    branching: fc.double({ min: 0, max: 0.99, noNaN: true }),
  }, {
    decay: fc.integer({ min: 1_000, max: 1e9 }),
    slowDecay: rate(1_000),
    slowShare: fc.double({ min: 0, max: 1, noNaN: true }),
    events,
    size,
  }),
  object({ model: fc.constant("recorded"), file: fileName }, {
    speed: fc.double({ min: 0.001, max: 1_000, noNaN: true }),
    timeUnit: fc.constantFrom("ns", "us", "ms", "s"),
    from: duration(0, 1_000_000),
    to: duration(1_000_001, 2_000_000),
  }),
);

const feed = fc.oneof(
  { weight: 6, arbitrary: single },
  { weight: 1, arbitrary: fc.array(single, { minLength: 1, maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: object({ model: fc.constant("merged"), feeds: fc.array(single, { minLength: 1, maxLength: 3 }) }, {}),
  },
);

const serviceTime = fc.oneof(
  duration(0, 1_000_000_000),
  object({ mean: duration(1, 1_000_000_000) }, {}),
  object({ median: duration(1_000, 10_000), p99: duration(10_000, 1_000_000) }, {}),
  object({ file: fileName }, { unit: fc.constantFrom("ns", "us", "ms", "s") }),
);

const service = fc.oneof(
  duration(0, 1_000_000_000),
  object({ perEvent: serviceTime }, {
    perPass: duration(0, 1_000_000),
    maxBatch: fc.integer({ min: 1, max: 1_000 }),
    wakeUp: duration(0, 1_000_000),
  }),
);

const pauses = fc.array(
  fc.oneof(
    object({ at: duration(0, 1_000_000_000), for: duration(1, 1_000_000) }, {}),
    object({ every: duration(100_000_000, 1_000_000_000), for: duration(1, 10_000_000) }, {}),
  ),
  { maxLength: 3 },
);

const onOverrun = fc.oneof(
  fc.constantFrom(...OVERRUN_POLICIES),
  fc.constantFrom("leave:3", "leave=1"),
  object({ leave: fc.integer({ min: 1, max: 100 }) }, {}),
);

const afterGap = object({ provisionalFor: duration(0, 1_000_000_000) }, {});

const name = fc.oneof(
  fc.constantFrom("execution", "risk", "µ-ops", "__proto__", "constructor", "a b", "€"),
  fc.stringMatching(/^[a-z]{1,12}$/),
);

const consumer = fc.tuple(
  fc.oneof(object({ service }, {}), object({ polls: counts }, {})),
  object({ name }, { onOverrun, pauses, afterGap }),
).map(([pace, rest]) => ({ ...rest, ...pace }));

const consumers = fc.uniqueArray(consumer, { minLength: 1, maxLength: 4, selector: ({ name }) => name });

const failures = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom("market-data-outage", "execution-failure"),
    fc.oneof(
      object({ from: duration(0, 1_000) }, { to: duration(1_001, 2_000) }),
      object({ fromStep: fc.integer({ min: 0, max: 9 }) }, { toStep: fc.integer({ min: 10, max: 20 }) }),
    ),
  ).map(([kind, span]) => ({ kind, ...span })),
  { maxLength: 2, selector: ({ kind }) => kind },
);

const limits = (value: (min: number, max: number) => fc.Arbitrary<unknown>) =>
  fc.oneof(value(0, 100), object({ limit: value(50, 100) }, { recoveryLimit: value(0, 49) }));
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const checks = object({}, {
  lag: limits(number),
  staleness: limits(duration),
  heartbeat: limits(duration),
  quiet: limits(duration),
  loss: limits(number),
  overrun: limits(number),
});

/** Specifications that are allowed, as they are written. */
export const SPECIFICATIONS: fc.Arbitrary<Record<string, unknown>> = object({
  feed,
  consumers,
  duration: duration(1_000_000, 100_000_000_000),
}, {
  $schema: fc.constant("./specification.schema.json"),
  ring: object({}, {
    capacity: fc.integer({ min: 0, max: 20 }).map((n) => 2 ** n),
    payloadWords: fc.integer({ min: 0, max: 64 }),
  }),
  pauses,
  failures,
  warmup: object({ ticks: fc.integer({ min: 0, max: 1_000 }) }, { tick: duration(1, 1_000_000) }),
  checks,
  afterGap,
  recoveryTicks: fc.integer({ min: 1, max: 10 }),
  step: duration(100_000, 10_000_000),
  seed: fc.maxSafeNat(),
});

/** Two or three seconds of tests, and the seed in the message of a failure. */
export const RUNS = { numRuns: 300 };
