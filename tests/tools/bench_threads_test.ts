import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { UsageError } from "../../demo/terminal/usage_error.ts";
import { NativeClock } from "../../core/time/native_clock.ts";
import { parseBenchPlan } from "../../tools/bench_threads.ts";
import { ControlError, parseControl, runControl } from "../../tools/threads/control.ts";
import { CARRIERS, MEASURES, type Sample } from "../../tools/threads/measures.ts";
import { type Contender, renderResults, resultsToJson } from "../../tools/threads/results.ts";
import { runMeasure } from "../../tools/threads/run_measure.ts";

const PRINTED = `threads, gated throughput       16.10 ns/event   (min 15.93)
threads, round trip          p50 361 ns   p99 520 ns
`;

Deno.test("parseControl reads both lines", () => {
  assertEquals([...parseControl(PRINTED)], [["gated", [16.1, 1_000 / 16.1]], ["round-trip", [361, 520]]]);
});

Deno.test("parseControl refuses what lacks a line", () => {
  assertThrows(() => parseControl(PRINTED.split("\n")[0]), Error, "the control printed no line like");
});

Deno.test("parseBenchPlan reads numbers and measures", () => {
  const plan = parseBenchPlan([
    "--rounds",
    "7",
    "--scale",
    "0.5",
    "--measure",
    "one-way",
    "--measure",
    "gated",
    "--json",
  ]);
  assert(plan !== undefined);
  assertEquals([plan.rounds, plan.scale, plan.format, plan.control], [7, 0.5, "json", null]);
  assertEquals(plan.measures.map(({ id }) => id), ["gated", "one-way"]);
  assertEquals(parseBenchPlan(["--help"]), undefined);
});

Deno.test("parseBenchPlan takes one short round for a smoke run", () => {
  const plan = parseBenchPlan(["--smoke"]);
  assertEquals([plan?.rounds, plan?.scale, plan?.measures.length], [1, 0.001, MEASURES.length]);
});

for (
  const [args, message] of [
    ["--rounds 0", "--rounds must be an integer from 1 to 1000, got 0"],
    ["--scale many", "--scale must be a number from 0.001 to 100, got many"],
    [
      "--measure gate",
      "--measure must be one of gated, gated-drained, gated-batches, flat-out, round-trip, one-way, got gate: did you " +
      "mean gated?",
    ],
    ["now", "bench:threads takes only options, got now"],
  ]
) {
  Deno.test(`parseBenchPlan refuses ${args}`, () => {
    assertThrows(() => parseBenchPlan(args.split(" ")), UsageError, message);
  });
}

const [GATED] = MEASURES;
const SAMPLES = new Map<Contender, readonly Sample[]>([
  ["control", [[16, 62.5], [20, 50], [18, 55.5]]],
  ["shared-wasm-tso", [[30, 33.3], [27, 37], [36, 27.7]]],
  ["ringbuf.js", [[270, 3.7], [271, 3.69]]],
]);
const SURROUNDINGS = {
  versions: { deno: "2.9.6", v8: "15.0" },
  target: "x86_64-unknown-linux-gnu",
  cores: 2,
  load: { before: 0.1, after: 1.9 },
  rounds: 3,
  scale: 1,
};

Deno.test("renderResults shows medians, their spread and ratios", () => {
  const lines = renderResults([{ measure: GATED, samples: SAMPLES }], SURROUNDINGS).split("\n");
  for (const line of lines) assert(line.length <= 80, line);
  assertEquals(lines.slice(-5), [
    "                       ns/event  least  most  M events/s  of control  faster",
    "control                      18     16    20        55.5",
    "shared ring, wasm-tso        30     27    36        33.3        1.67   x9.02",
    "ringbuf.js                  271    270   271         3.7          15",
    "",
  ]);
});

Deno.test("renderResults says so when other programs wanted the cores", () => {
  const rendered = (before: number) =>
    renderResults([], { ...SURROUNDINGS, load: { before, after: 2 } }).replaceAll("\n", " ");
  assertMatch(rendered(0.8), /Other programs wanted the cores in the minute before: mind the spread\./);
  assert(!rendered(0.3).includes("Other programs"));
});

Deno.test("resultsToJson has every sample", () => {
  const json = resultsToJson([{ measure: GATED, samples: SAMPLES }], SURROUNDINGS) as {
    measures: { rows: { contender: string; ratio_to_control: number | null; samples: unknown[] }[] }[];
  };
  const [{ rows }] = json.measures;
  assertEquals(rows.map(({ contender }) => contender), ["control", "shared-wasm-tso", "ringbuf.js"]);
  assertEquals(rows.map(({ samples }) => samples.length), [3, 3, 2]);
  assertEquals(rows.map(({ ratio_to_control }) => ratio_to_control), [null, 30 / 18, 270.5 / 18]);
});

const lacking = (["ffi", "read"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);

Deno.test({
  name: `runMeasure works with every carrier${lacking.length === 0 ? "" : ` (skipped without ${lacking.join(", ")})`}`,
  ignore: lacking.length > 0,
  fn: async () => {
    using clock = new NativeClock();
    for (const measure of MEASURES) {
      for (const carrier of measure.carriers) {
        const [first, second] = await runMeasure(measure, carrier, clock.origin, 0.0002);
        // It throws where events were not carried over as they were.
        assert(first > 0 && second >= 0, `${measure.id} by ${carrier}: ${first}, ${second}`);
      }
    }
    assertEquals(MEASURES.every(({ carriers }) => carriers.every((carrier) => CARRIERS.includes(carrier))), true);
  },
});

const mayRun = Deno.permissions.querySync({ name: "run" }).state === "granted";

Deno.test(
  `runControl refuses a program that cannot be run or fails, and names it${
    mayRun ? "" : " (skipped without --allow-run)"
  }`,
  {
    ignore: !mayRun,
  },
  async () => {
    const missing = await assertRejects(() => runControl("./there-is-none"), ControlError);
    assert(missing.message.startsWith('--control: cannot run "./there-is-none": '), missing.message);
    const failing = await assertRejects(() => runControl(Deno.execPath()), ControlError);
    assert(failing.message.startsWith(`--control: ${JSON.stringify(Deno.execPath())} failed: `), failing.message);
  },
);
