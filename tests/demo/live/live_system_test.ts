import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../config/mod.ts";
import { parseLiveCommand, renderLiveHelp } from "../../../demo/live/live_options.ts";
import { consumerPlanOf, type LivePlan } from "../../../demo/live/plane/live_plan.ts";

/** Reads a command line, with a file that has this specification. */
function planOf(args: string, specification: object = {}): LivePlan {
  const command = parseLiveCommand(args.split(" "), () => JSON.stringify(specification));
  if (command.kind !== "run") throw new Error("it asks for something else");
  return command.plan;
}

const FEED = { model: "on-off", burst: 100, rate: "1M/s" };
const CONSUMER = { name: "execution", service: "5us", onOverrun: "skip-to-head" };
const SPECIFICATION = { ring: { capacity: 256, payloadWords: 2 }, feed: FEED, consumers: [CONSUMER] };

Deno.test("parseLiveCommand with --arrivals publishes a feed to the consumers that the options count", () => {
  const plan = planOf(
    "--arrivals on-off:burst=100,rate=1M/s --consumers 2 --slow 2:50 --on-overrun stall --payload-words 8",
  );
  assertEquals([plan.rate, plan.seconds, plan.consumers, plan.capacity, plan.payloadWords], [
    "feed",
    Infinity,
    2,
    1_024,
    8,
  ]);
  const services = [1, 2].map((number) => consumerPlanOf(plan, number));
  assertEquals(services.map(({ onOverrun, service }) => [onOverrun, service?.service]), [
    ["stall", { perEvent: 0, perPass: 0, maxBatch: 64, wakeUp: 0 }],
    ["stall", { perEvent: 50_000, perPass: 0, maxBatch: 1, wakeUp: 0 }],
  ]);
});

Deno.test("parseLiveCommand gives a feed without an end ten seconds, unless it is told how long", () => {
  assertEquals(planOf("--arrivals constant:rate=1000/s").seconds, 10);
  assertEquals(planOf("--arrivals constant:rate=1000/s --seconds 2.5").seconds, 2.5);
  assertEquals(planOf("--arrivals constant:rate=1000/s --duration 800ms").seconds, 0.8);
  assertEquals(planOf("--arrivals constant:rate=1000/s,events=5").seconds, Infinity);
  assertEquals(planOf("--duration 800ms").seconds, 0.8);
});

Deno.test("parseLiveCommand merges feeds, and changes those that are recorded", () => {
  const { system } = planOf(
    "--arrivals a.csv --arrivals poisson:rate=9/s --speed 2 --time-unit us --from 1ms --to 2s --seed 7",
  );
  assertEquals(system?.seed, 7);
  assertEquals(system?.feed, {
    model: "merged",
    feeds: [
      { model: "recorded", file: "a.csv", speed: 2, timeUnit: "us", from: 1_000_000, to: 2_000_000_000 },
      { model: "poisson", rate: 9 },
    ],
  });
});

Deno.test("parseLiveCommand reads a specification: ring, consumers, failures, checks, warm-up and duration", () => {
  const plan = planOf("spec.json --inject 0.05:halt", {
    ...SPECIFICATION,
    consumers: [CONSUMER, {
      name: "risk",
      service: { perEvent: { mean: "2us" }, maxBatch: 8 },
      onOverrun: { leave: 3 },
    }],
    failures: [{ kind: "market-data-outage", from: "100ms", to: "200ms" }],
    checks: { lag: 0.75 },
    warmup: { ticks: 3, tick: "10ms" },
    duration: "1s",
    seed: 5,
  });
  assertEquals([plan.seconds, plan.consumers, plan.capacity, plan.payloadWords], [1, 2, 256, 2]);
  assertEquals(plan.injections, [
    { atMs: 50, action: "halt" },
    { atMs: 100, action: "activate" },
    { atMs: 200, action: "deactivate" },
  ]);
  assertEquals([plan.checks.lag?.limit, plan.system?.warmup], [0.75, { ticks: 3, tick: 10_000_000 }]);
  assertEquals(consumerPlanOf(plan, 2), {
    onOverrun: "skip-to-head",
    slowUs: 0,
    service: {
      consumer: "risk",
      seed: 5,
      service: { perEvent: { mean: 2_000 }, perPass: 0, maxBatch: 8, wakeUp: 0 },
      leaveAt: 3,
    },
  });
  // Options replace what the file says.
  const changed = planOf(
    "spec.json --capacity 64 --arrivals poisson:rate=10/s --seconds 3 --check stall=1",
    SPECIFICATION,
  );
  assertEquals([changed.capacity, changed.system?.feed.model, changed.seconds, Object.keys(changed.checks)], [
    64,
    "poisson",
    3,
    ["stall"],
  ]);
});

const REFUSED: readonly (readonly [args: string, changes: object, message: string | RegExp])[] = [
  [
    "spec.json",
    { pauses: [{ at: "1ms", for: "1ms" }] },
    "spec.json: pauses must be none for a live run: the machine has its own",
  ],
  [
    "spec.json",
    { consumers: [{ ...CONSUMER, pauses: [{ at: "1ms", for: "1ms" }] }] },
    "spec.json: consumers[0].pauses must be none for a live run: the machine has its own",
  ],
  [
    "spec.json",
    { consumers: [{ name: "slow", polls: 3, onOverrun: "stall" }], duration: "1s" },
    "spec.json: consumers[0].polls must be a service for a live run, which has no steps",
  ],
  [
    "spec.json",
    { consumers: [{ ...CONSUMER, afterGap: { provisionalFor: "5ms" } }] },
    "spec.json: consumers[0].afterGap must be missing for a live run, which holds nothing after a gap",
  ],
  [
    "spec.json",
    { failures: [{ kind: "execution-failure", from: "1ms" }] },
    "spec.json: failures[0].kind must be market-data-outage for a live run, got execution-failure",
  ],
  [
    "spec.json",
    { consumers: Array.from({ length: 17 }, (_, n) => ({ ...CONSUMER, name: `c${n}` })) },
    "spec.json: consumers must be at most 16 for a live run, got 17",
  ],
  ["spec.json", { ring: { capacity: 100 } }, /ring\.capacity must be a power of two .*, got 100$/],
  ["spec.json --slow 1:5", {}, "--slow does not go with the consumers of a specification"],
  ["--arrivals a.csv --consumer x:5us --consumers 2", {}, "--consumers does not go with the consumers of --consumer"],
  ["--arrivals a.csv --rate 5", {}, "--rate and a feed exclude each other"],
  ["--arrivals poisson:rate=no", {}, /^--arrivals poisson: rate must be /],
  ["--speed 2", {}, "--speed goes with a feed: give --arrivals, or a specification"],
  ["--consumer x:5us", {}, "--consumer goes with a feed: give --arrivals, or a specification"],
  ["--arrivals poisson:rate=5/s --speed 2", {}, /^--speed is for recorded arrivals/],
  ["--seconds 1 --duration 1s", {}, "--seconds and --duration are the same: give one of them"],
  ["--duration 1ms", {}, /^--duration must be a duration from 100ms to .*, got "?1ms"?$/],
  ["spec.json other.json", {}, "one specification at a time, got spec.json and other.json"],
  ["spec.json --hiccups-only", {}, "spec.json does not go with --hiccups-only, which runs no system"],
];

for (const [args, changes, message] of REFUSED) {
  Deno.test(`parseLiveCommand refuses ${args} with ${Object.keys(changes).join(", ") || "nothing else"}: ${message}`, () => {
    const error = assertThrows(() => {
      planOf(args, { ...SPECIFICATION, ...changes });
    }, Error);
    const told = error instanceof ConfigError ? `${error.setting} ${error.problem}` : error.message;
    if (typeof message === "string") assertEquals(told, message);
    else assertEquals(message.test(told), true, told);
  });
}

Deno.test("renderLiveHelp has every option of a system with a feed", () => {
  const help = renderLiveHelp();
  for (const name of ["arrivals", "consumer", "speed", "time-unit", "from", "to", "seed", "run", "duration"]) {
    assertEquals(help.includes(`--${name} `), true, name);
  }
});
