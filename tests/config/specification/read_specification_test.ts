import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ConfigError } from "../../../config/config_error.ts";
import {
  checkSpecification,
  parseSpecification,
  parseSpecifications,
  readSpecification,
} from "../../../config/specification/read_specification.ts";
import { RUNS, SPECIFICATIONS } from "./_specifications.ts";

const FEED = { model: "constant", rate: 1_000, events: 3 };
const CONSUMER = { name: "a", service: 1_000 };

/** A specification with some keys replaced. */
function specification(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { feed: FEED, consumers: [CONSUMER], ...changes };
}

/** Asserts that a specification is refused, and how: the path, a space, the problem. */
function assertRefused(value: unknown, message: string): void {
  const { setting, problem } = assertThrows(() => checkSpecification(value), ConfigError);
  assertEquals(`${setting} ${problem}`, message);
}

Deno.test("readSpecification fills in every default", () => {
  assertEquals(readSpecification(JSON.stringify(specification())), {
    ring: { capacity: 64, payloadWords: 4 },
    feed: { model: "constant", rate: 1_000, events: 3 },
    consumers: [{
      name: "a",
      service: { perEvent: 1_000, perPass: 0, maxBatch: 1, wakeUp: 0 },
      onOverrun: "stall",
      pauses: [],
    }],
    pauses: [],
    failures: [],
    checks: {},
    recoveryTicks: 3,
    step: 1_000_000,
    seed: 1,
  });
});

Deno.test("readSpecification reads the example of the design", () => {
  const system = readSpecification(`{ "ring": { "capacity": 4096, "payloadWords": 4 },
  "feed": { "model": "on-off", "burst": 2000, "rate": "2M/s", "every": "100ms" },
  "consumers": [{ "name": "execution", "service": "800ns", "onOverrun": "skip-to-head" },
                { "name": "risk", "service": { "perEvent": { "median": "2us", "p99": "40us" }, "perPass": "1us", "maxBatch": 64, "wakeUp": "60us" },
                  "pauses": [{ "every": "1s", "for": "8ms" }], "onOverrun": "skip-to-oldest" }],
  "failures": [{ "kind": "market-data-outage", "from": "2s", "to": "3s" }],
  "warmup": { "ticks": 10, "tick": "1ms" }, "checks": { "lag": 0.75 }, "duration": "10s", "seed": 1 }`);
  assertEquals(system, {
    ring: { capacity: 4096, payloadWords: 4 },
    feed: { model: "on-off", burst: 2_000, rate: 2_000_000, every: 100_000_000 },
    consumers: [
      {
        name: "execution",
        service: { perEvent: 800, perPass: 0, maxBatch: 1, wakeUp: 0 },
        onOverrun: "skip-to-head",
        pauses: [],
      },
      {
        name: "risk",
        service: { perEvent: { median: 2_000, p99: 40_000 }, perPass: 1_000, maxBatch: 64, wakeUp: 60_000 },
        onOverrun: "skip-to-oldest",
        pauses: [{ every: 1_000_000_000, for: 8_000_000 }],
      },
    ],
    pauses: [],
    failures: [{ kind: "market-data-outage", from: 2_000_000_000, to: 3_000_000_000 }],
    warmup: { ticks: 10, tick: 1_000_000 },
    checks: { lag: { limit: 0.75, recoveryLimit: 0.75 } },
    recoveryTicks: 3,
    step: 1_000_000,
    duration: 10_000_000_000,
    seed: 1,
  });
});

Deno.test("a specification that was read is one again, of the same system, and frozen", () => {
  fc.assert(
    fc.property(SPECIFICATIONS, (written) => {
      const system = readSpecification(JSON.stringify(written));
      assertEquals(checkSpecification(written), system);
      assertEquals(readSpecification(JSON.stringify(system)), system);
      assertEquals(readSpecification(JSON.stringify(system, undefined, "\t")), system);
      assertFrozen(system);
    }),
    RUNS,
  );
});

function assertFrozen(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  assert(Object.isFrozen(value));
  Object.values(value).forEach(assertFrozen);
}

Deno.test("a random change of a specification is read, or refused in one line that names a path", () => {
  const junk = fc.oneof(
    fc.constantFrom<unknown>(null, -1, -0, 0, 0.5, NaN, Infinity, 2 ** 53, "", "1", "-1us", "1e3", true, [], {}, [[]]),
    fc.anything({ maxDepth: 2 }),
  );
  const property = fc.property(SPECIFICATIONS, fc.nat(), junk, (written, at, value) => {
    const places: [Record<string, unknown>, string][] = [];
    const changed = structuredClone(written);
    collect(changed, places);
    const [owner, key] = places[at % places.length];
    owner[key] = value;
    try {
      const system = checkSpecification(changed);
      assertEquals(readSpecification(JSON.stringify(system)), system);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      assert(error.setting !== "", error.message);
      assert(!/[\n\r]/.test(error.message), error.message);
      assert(!/undefined|\[object/.test(error.problem.replace(/got .*$/, "")), error.message);
    }
  });
  fc.assert(property, RUNS);
});

/** Every key of every object, and every element, with its owner. */
function collect(value: unknown, places: [Record<string, unknown>, string][]): void {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    places.push([value as Record<string, unknown>, key]);
    collect((value as Record<string, unknown>)[key], places);
  }
}

Deno.test("readSpecification takes shorthands", () => {
  const read = (changes: Record<string, unknown>) => checkSpecification(specification(changes));
  assertEquals(read({ feed: [FEED, FEED] }).feed, { model: "merged", feeds: [FEED, FEED] } as never);
  assertEquals(read({ checks: { staleness: "5ms" } }).checks, {
    staleness: { limit: 5_000_000, recoveryLimit: 5_000_000 },
  });
  const policies = ["leave:3", "leave=3", { leave: 3 }].map((onOverrun) =>
    read({ consumers: [{ ...CONSUMER, onOverrun }] }).consumers[0].onOverrun
  );
  assertEquals(policies, [{ leave: 3 }, { leave: 3 }, { leave: 3 }]);
  assertEquals(
    read({ failures: [{ kind: "execution-failure", fromStep: 2, toStep: 4 }], step: "10us" }).failures,
    [{ kind: "execution-failure", from: 20_000, to: 40_000 }],
  );
  assertEquals(read({ warmup: { ticks: 5 }, step: 7 }).warmup, { ticks: 5, tick: 7 });
  const { consumers } = read({
    afterGap: { provisionalFor: "5ms" },
    consumers: [CONSUMER, { ...CONSUMER, name: "b", afterGap: { provisionalFor: 0 } }],
  });
  assertEquals(consumers.map(({ afterGap }) => afterGap), [{ provisionalFor: 5_000_000 }, undefined]);
  const { feed } = read({ feed: { model: "hawkes", rate: "10/s", branching: 0.9 }, duration: "1s" });
  assertEquals(feed, { model: "hawkes", rate: 10, branching: 0.9, decay: 1_000, slowDecay: 1_000, slowShare: 0 });
});

const DURATION = "a duration of at least 1ns, such as 800ns, 10us, 1.5ms or 2s, or whole nanoseconds, below 2^53";
const RATE = "a rate from 0.000001/s to 1000M/s, such as 16.4/s, 100k/s or 2M/s, or a number per second";

Deno.test("checkSpecification names the path, the rule and the value", () => {
  const cases: [Record<string, unknown>, string][] = [
    [{ duration: 0 }, `duration must be ${DURATION}, got 0`],
    [{ duration: 2 ** 53 }, `duration must be ${DURATION}, got 9007199254740992`],
    [{ duration: null }, `duration must be ${DURATION}, got null`],
    [{ duration: "10" }, `duration must be ${DURATION}, got "10", which has no unit`],
    [{ duration: "1.5ns" }, `duration must be ${DURATION}, got "1.5ns", which has parts of a nanosecond`],
    [{ duration: "-1s" }, `duration must be ${DURATION}, got "-1s"`],
    [{ seed: "1" }, 'seed must be an integer from 0 to 9007199254740991, got "1"'],
    [{ seed: -0 }, "seed must be an integer from 0 to 9007199254740991, got -0"],
    [{ seed: NaN }, "seed must be an integer from 0 to 9007199254740991, got NaN"],
    [{ sed: 1 }, "sed is no key of a specification: did you mean seed?"],
    [{ ring: null }, "ring must be an object with capacity, payloadWords, got null"],
    [{ ring: { capacity: 60 } }, "ring.capacity must be a power of two from 1 to 67108864, got 60"],
    [
      { ring: { capacity: 2 ** 26, payloadWords: 16 } },
      "ring.capacity must be at most 8388608 with 16 payload words, got 67108864",
    ],
    [{ ring: [] }, "ring must be an object with capacity, payloadWords, got an empty array"],
    [
      { feed: "feed.csv" },
      "feed must be an object with model: steps, constant, poisson, on-off, hawkes, recorded, " +
      'merged; or an array of such objects, to be merged, got "feed.csv"',
    ],
    [
      { feed: {} },
      "feed.model is missing: it must be one of steps, constant, poisson, on-off, hawkes, recorded, merged",
    ],
    [
      { feed: { model: "toString" } },
      "feed.model must be one of steps, constant, poisson, on-off, hawkes, recorded, " +
      'merged, got "toString": did you mean constant?',
    ],
    [{ feed: { ...FEED, rate: "1k" } }, `feed.rate must be ${RATE}, got "1k"`],
    [{ feed: { ...FEED, rate: 1e10 } }, `feed.rate must be ${RATE}, got 10000000000`],
    [{ feed: { ...FEED, rate: 0 } }, `feed.rate must be ${RATE}, got 0`],
    [
      { feed: [FEED, { model: "merged", feeds: [FEED] }] },
      "feed[1].model must be one of steps, constant, poisson, " +
      'on-off, hawkes, recorded, got "merged": did you mean recorded?',
    ],
    [
      { feed: { model: "constant", rate: 1 } },
      "duration is missing: a constant feed that does not end by itself needs one",
    ],
    [{ feed: { model: "poisson", rate: 1 } }, "duration is missing: a poisson feed that is drawn at random needs one"],
    [
      { feed: { model: "steps", perStep: [1], mean: 1 } },
      "duration is missing: a steps feed that is drawn at random needs one",
    ],
    [
      { feed: { ...FEED, rate: 1e-6, events: 1_000 } },
      "duration is missing: the constant feed needs one, since it ends after 2^53 ns, at 999000000000000000 ns",
    ],
    [
      { feed: { model: "poisson", rate: "2M/s" }, duration: "6000s" },
      "feed must bring at most 10000000000 events, got about 12000000001",
    ],
    [
      { feed: { model: "on-off", burst: 2_000, rate: "2M/s", every: "0.9ms", bursts: 2 } },
      "feed.every must be no less than a burst takes from its first event to its last, 999500 ns, got 900000 ns",
    ],
    [
      { feed: { model: "on-off", burst: 2_000, rate: "2M/s", bursts: 2 } },
      "feed.bursts must be 1 without every, got 2",
    ],
    [
      { feed: { model: "hawkes", rate: 1, branching: 1 }, duration: 9 },
      "feed.branching must be a number from 0 to 0.999, got 1",
    ],
    [{ feed: { model: "recorded", file: "a\0" } }, 'feed.file must be a path of 1 to 4096 characters, got "a\\u0000"'],
    [{ feed: { model: "recorded", file: "a", from: 5, to: 5 } }, "feed.to must be more than from, 5 ns, got 5 ns"],
    [{ feed: { model: "steps", perStep: [1, -1] } }, "feed.perStep[1] must be an integer from 0 to 1000000000, got -1"],
    [
      { feed: { model: "steps", perStep: new Array(2) } },
      "feed.perStep[0] must be an integer from 0 to 1000000000, got undefined",
    ],
    [
      { feed: { model: "steps", perStep: new Array(1_000_001).fill(0) } },
      "feed.perStep must be a list of 1 to 1000000 counts, got an array of 1000001",
    ],
    [{ consumers: [] }, "consumers must be a list of 1 to 1000 consumers, got an empty array"],
    [{ consumers: [{ name: "a" }] }, "consumers[0] has no pace: it must have either polls or service"],
    [
      { consumers: [{ ...CONSUMER, polls: 1 }], duration: 9 },
      "consumers[0] has two paces: it must have either polls or service, got both",
    ],
    [{ consumers: [{ name: "a", polls: 1 }] }, "duration is missing: a consumer with polls needs one, and a has polls"],
    [
      { consumers: [CONSUMER, CONSUMER] },
      'consumers[1].name must be a name that no other consumer has, got "a" as consumers[0]',
    ],
    [
      { consumers: [{ ...CONSUMER, name: "" }] },
      "consumers[0].name must be a text of 1 to 64 characters that can be shown, " +
      'with no blank at either end, got ""',
    ],
    [
      { consumers: [{ ...CONSUMER, name: "\u202e" }] },
      'consumers[0].name must be a text of 1 to 64 characters that can be shown, with no blank at either end, got "\\u202e"',
    ],
    [
      { consumers: [{ name: "a", service: { perEvent: { median: "2us", p99: "1us" } } }] },
      "consumers[0].service.perEvent.p99 must be from the median, 2000 ns, to 10000 times that, got 1000 ns",
    ],
    [
      { consumers: [{ name: "a", service: { perEvent: { median: 1, p9: 2 } } }] },
      "consumers[0].service.perEvent.p9 is no key of a service time: did you mean p99?",
    ],
    [
      { consumers: [{ name: "a", service: { perEvent: 1, maxBatch: 1.5 } }] },
      "consumers[0].service.maxBatch must be an integer from 1 to 1000000000, got 1.5",
    ],
    [
      { consumers: [{ ...CONSUMER, onOverrun: "skip" }] },
      "consumers[0].onOverrun must be one of stall, skip-to-head, " +
      'skip-to-oldest, leave:N, or an object with leave, got "skip": did you mean skip-to-head?',
    ],
    [
      { consumers: [{ ...CONSUMER, pauses: [{ every: 5, for: 5 }] }] },
      "consumers[0].pauses[0].for must be less than every, 5 ns, got 5 ns",
    ],
    [
      { pauses: [{ every: 4, for: 2 }], consumers: [{ ...CONSUMER, pauses: [{ every: 4, for: 2 }] }] },
      "consumers[0].pauses must take less than the whole time with those of the system, got 1 of it",
    ],
    [
      { failures: [{ kind: "outage", from: 1 }] },
      'failures[0].kind must be one of market-data-outage, execution-failure, got "outage": did you mean market-data-outage?',
    ],
    [
      { failures: [{ kind: "execution-failure", from: 5, to: 5 }] },
      "failures[0].to must be more than from, 5 ns, got 5 ns",
    ],
    [{ failures: [{ kind: "execution-failure" }] }, "failures[0].from is missing: give it, or fromStep"],
    [
      { failures: [{ kind: "execution-failure", from: 1, fromStep: 1 }] },
      "failures[0].fromStep cannot be combined with from: give one of them",
    ],
    [
      { failures: [{ kind: "execution-failure", fromStep: 2 ** 50 }] },
      "failures[0].fromStep must be before 2^53 ns, got 1.125899906842624e+21 ns",
    ],
    [{ warmup: { ticks: 1e9, tick: "1s" } }, "warmup.ticks must be over before 2^53 ns, got 1000000000000000000 ns"],
    [{ checks: { lagg: 1 } }, "checks.lagg is no key of the health checks: did you mean lag?"],
    [{ checks: { lag: { limit: 1, recoveryLimit: 2 } } }, "checks.lag.recoveryLimit must be at most limit, 1, got 2"],
    [
      { checks: { lag: 1 }, duration: "1000s", step: 1 },
      "duration must be at most 1000000000 steps of 1 ns, got 1000000000000",
    ],
    [
      { consumers: [{ name: "a", polls: 1e9 }], duration: "1s" },
      "consumers[0].polls must be at most 10000000000 in all 1000 steps, got 1000000000000",
    ],
    [{ "a b": 1 }, '["a b"] is no key of a specification: did you mean ring?'],
  ];
  for (const [changes, message] of cases) assertRefused(specification(changes), message);
  assertRefused(JSON.parse('{"__proto__": 1}'), "__proto__ is no key of a specification: did you mean duration?");
  assertRefused({ constructor: 1 }, "constructor is no key of a specification: did you mean consumers?");
  assertRefused({ [Symbol("seed")]: 1 }, '["Symbol(seed)"] is no key of a specification: did you mean seed?');
  for (const value of [null, [], "", 1, undefined, new Date(0)]) {
    const { setting } = assertThrows(() => checkSpecification(value), ConfigError);
    assertEquals(setting, "the specification");
  }
});

Deno.test("checkSpecification takes failures of one kind that overlap, which the system makes one", () => {
  const failures = [{ kind: "execution-failure", from: 9 }, { kind: "execution-failure", from: 1, to: 9 }];
  assertEquals(checkSpecification(specification({ failures })).failures, failures);
});

Deno.test("checkSpecification takes a key that is undefined for one not given, and only the keys of the object itself", () => {
  assertEquals(checkSpecification(specification({ seed: undefined })).seed, 1);
  assertThrows(() => checkSpecification(Object.create(specification())), ConfigError, "the specification");
});

Deno.test("a message about a file begins with it, and with the line", () => {
  const text = '{\n  "feed": { "model": "constant",\n    "rate": 0 }\n}';
  const refuse = (text: string) => {
    const { setting, problem } = assertThrows(() => readSpecification(text, { file: "s.json" }), ConfigError);
    return `${setting} ${problem}`;
  };
  assertEquals(refuse(text), `s.json:3: feed.rate must be ${RATE}, got 0`);
  assertEquals(refuse("[]"), "s.json must be an object, got an array");
  assertEquals(refuse("{}").slice(0, 27), "s.json: feed is missing: it");
  assertEquals(refuse('{ "seed": }'), 's.json is not JSON at line 1, column 11: a value is expected, got "}"');
});

Deno.test("parseSpecification leaves it to a program to replace values, and their lines are kept", () => {
  const text = `{ "feed": null,\n "consumers": [{ "name": "a", "service": "1" }] }`;
  const given = { ...parseSpecification(text), feed: FEED };
  const { setting } = assertThrows(() => checkSpecification(given, { file: "s.json" }), ConfigError);
  assertEquals(setting, "s.json:2: consumers[0].service");
  assertThrows(
    () => parseSpecification(5 as never),
    TypeError,
    "Cannot read a specification: text must be a text, got 5",
  );
});

Deno.test("parseSpecifications reads a list, or a single one, and keeps the lines of each", () => {
  assertEquals(parseSpecifications('{ "seed": 1 }').length, 1);
  const text = `[{},\n { "feed": { "model": "constant", "rate": 1, "events": 1 },\n "consumers": 7 }]`;
  const [, second] = parseSpecifications(text, { file: "s.json" });
  const { setting } = assertThrows(() => checkSpecification(second, { file: "s.json" }), ConfigError);
  assertEquals(setting, "s.json:3: consumers");
});

Deno.test("parseSpecifications refuses what is neither a specification nor a list of them", () => {
  const refuse = (text: string) =>
    assertThrows(() => parseSpecifications(text, { file: "s.json" }), ConfigError).message;
  const rule = "Cannot use s.json: it must be an object, or an array of at least 1 object, got";
  assertEquals(["5", "[]", "[{}, 5]"].map(refuse), [`${rule} 5`, `${rule} an empty array`, `${rule} 5 at [1]`]);
});
