import { assert, assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { stripAnsiCode } from "@std/fmt/colors";
import type { ExitStatus } from "../../../demo/terminal/exit_status.ts";
import { runDemo } from "../../../demo/scenarios/run_demo.ts";
import { SCENARIOS } from "../../../demo/scenarios/catalogue/all.ts";
import { FAULTS } from "./_faults.ts";
import { type RecordedIo, recordedIo } from "../terminal/_io.ts";

function run(args: string[], io: RecordedIo = recordedIo()): RecordedIo & { status: ExitStatus } {
  return Object.assign(io, { status: runDemo(args, io) });
}

const KNOWN_SCENARIOS = "scenarios are balanced, producer-heavy, consumer-heavy, failure-recovery, overrun-recovery, " +
  "burst, fan-out, warmup-failure, chaos, quiet-session, itch-burst, opra-line, saturated-feed";
const KNOWN_OPTIONS = "options are --capacity, --ingest, --polls, --warmup, --steps, --on-overrun, --seed, --inject, " +
  "--json, --trace, --print-spec, --html, --metrics-file, --metrics-label, --timeline, --timeline-events, --color, " +
  "--help";
const CAPACITY = "a power of two from 1 to 67108864";
const RATE = "an integer from 0 to 1000000000";
const INJECT = "--inject must be STEP:activate or STEP:deactivate, with STEP from 0 to 49, got";

/** What is typed, and the one line that answers it. */
const WRONG: [args: string[], line: string][] = [
  [["producer-heavvy"], `unknown scenario producer-heavvy: did you mean producer-heavy? ${KNOWN_SCENARIOS}`],
  [["BURST"], `unknown scenario BURST: did you mean burst? ${KNOWN_SCENARIOS}`],
  [["1"], `unknown scenario 1: did you mean burst? ${KNOWN_SCENARIOS}`],
  [["a\nb"], `unknown scenario "a\\nb": did you mean chaos? ${KNOWN_SCENARIOS}`],
  [[""], `unknown scenario "": did you mean burst? ${KNOWN_SCENARIOS}`],
  [["balanced", "burst"], "one scenario at a time, got balanced and burst"],
  [["--json"], `no scenario is named: ${KNOWN_SCENARIOS}`],
  [["--capacity", "64"], `no scenario is named: ${KNOWN_SCENARIOS}`],
  [["balanced", "--capcity", "64"], `unknown option --capcity: did you mean --capacity? ${KNOWN_OPTIONS}`],
  [["balanced", "--on-overun=stall"], `unknown option --on-overun: did you mean --on-overrun? ${KNOWN_OPTIONS}`],
  [["balanced", "--no-json"], `unknown option --no-json: did you mean --json? ${KNOWN_OPTIONS}`],
  [["balanced", "-x"], `unknown option -x: did you mean --seed? ${KNOWN_OPTIONS}`],
  [["balanced", "--__proto__", "1"], `unknown option --__proto__: did you mean --polls? ${KNOWN_OPTIONS}`],
  [["balanced", "--_"], `unknown option --_: did you mean --seed? ${KNOWN_OPTIONS}`],
  [["balanced", "--_=1"], `unknown option --_: did you mean --seed? ${KNOWN_OPTIONS}`],
  [["balanced", "-_"], `unknown option -_: did you mean --seed? ${KNOWN_OPTIONS}`],
  [["balanced", "-h_"], `unknown option -h_: did you mean --html? ${KNOWN_OPTIONS}`],
  [["balanced", "--", "--_"], `unknown option --_: did you mean --seed? ${KNOWN_OPTIONS}`],
  [["balanced", "--polls", "--", "4"], `--polls needs a value: ${RATE}`],
  [["balanced", "-5"], `unknown option -5: did you mean --seed? ${KNOWN_OPTIONS}`],
  [["bal\x1b[31manced"], `unknown scenario "bal\\u001b[31manced": did you mean balanced? ${KNOWN_SCENARIOS}`],
  [
    ["bal\x9b\u202e\x7f\u2028anced"],
    `unknown scenario "bal\\u009b\\u202e\\x7f\\u2028anced": did you mean balanced? ${KNOWN_SCENARIOS}`,
  ],
  [["balanced", "--polls", "4\x9bm"], `--polls must be ${RATE}, got "4\\u009bm"`],
  [["bal\ud800anced"], 'an argument must be well-formed Unicode, got "bal\\ud800anced"'],
  [["balanced", "--metrics-file", "\ufffd.prom"], 'an argument must be well-formed Unicode, got "\ufffd.prom"'],
  [
    ["balanced", "--polls", "9".repeat(100_000)],
    `--polls must be ${RATE}, got "${"9".repeat(200)}"... (100000 characters)`,
  ],
  [
    ["a".repeat(100_000)],
    `unknown scenario "${"a".repeat(200)}"... (100000 characters): did you mean balanced? ${KNOWN_SCENARIOS}`,
  ],
  [["balanced", "--capacity", "-_"], `--capacity must be ${CAPACITY}, got "-_"`],
  [["balanced", "--capacity"], `--capacity needs a value: ${CAPACITY}`],
  [["balanced", "--capacity="], `--capacity needs a value: ${CAPACITY}`],
  [["balanced", "--capacity", ""], `--capacity needs a value: ${CAPACITY}`],
  [["balanced", "--capacity", "--json"], `--capacity needs a value: ${CAPACITY}`],
  [["balanced", "--inject"], "--inject needs a value: STEP:activate or STEP:deactivate"],
  [["balanced", "--metrics-file"], "--metrics-file needs a value: a path that ends in .prom or .json"],
  [["balanced", "--metrics-file", "m.txt"], "--metrics-file must be a path that ends in .prom or .json, got m.txt"],
  [["balanced", "--on-overrun"], "--on-overrun needs a value: one of stall, skip-to-head, skip-to-oldest"],
  [["balanced", "--capacity", "64", "--capacity", "64"], "--capacity is given 2 times: give it once"],
  [["balanced", "--json", "--json"], "--json is given 2 times: give it once"],
  [["balanced", "--json=yes"], "--json takes no value, got yes"],
  [["balanced", "--trace", "true"], "one scenario at a time, got balanced and true"],
  [["balanced", "--seed", "abc"], '--seed must be an integer from 0 to 9007199254740991, got "abc"'],
  [
    ["balanced", "--seed", "9007199254740992"],
    '--seed must be an integer from 0 to 9007199254740991, got "9007199254740992"',
  ],
  [["balanced", "--capacity", "63"], `--capacity must be ${CAPACITY}, got "63"`],
  [["balanced", "--capacity", "0"], `--capacity must be ${CAPACITY}, got "0"`],
  [["balanced", "--capacity", "-64"], `--capacity must be ${CAPACITY}, got "-64"`],
  [["balanced", "--capacity", "1.5"], `--capacity must be ${CAPACITY}, got "1.5"`],
  [["balanced", "--capacity", "134217728"], `--capacity must be ${CAPACITY}, got "134217728"`],
  [
    ["balanced", "--capacity", "67108864"],
    "--capacity cannot be 67108864: capacity must be at most 33554432 with this payload, since 134217728 " +
    "records of 32 bytes exceed 2147483648 bytes, got 67108864",
  ],
  [["balanced", "--ingest", "-1"], `--ingest must be ${RATE}, got "-1"`],
  [["balanced", "--ingest=-1"], `--ingest must be ${RATE}, got "-1"`],
  [["balanced", "--polls", "-0"], `--polls must be ${RATE}, got "-0"`],
  [["balanced", "--polls", "1.5"], `--polls must be ${RATE}, got "1.5"`],
  [["balanced", "--polls", "NaN"], `--polls must be ${RATE}, got "NaN"`],
  [["balanced", "--polls", "Infinity"], `--polls must be ${RATE}, got "Infinity"`],
  [["balanced", "--polls", "-Infinity"], `--polls must be ${RATE}, got "-Infinity"`],
  [["balanced", "--polls", "1e3"], `--polls must be ${RATE}, got "1e3"`],
  [["balanced", "--polls", "0x10"], `--polls must be ${RATE}, got "0x10"`],
  [["balanced", "--polls", " 5"], `--polls must be ${RATE}, got " 5"`],
  [["balanced", "--warmup", "ten"], `--warmup must be ${RATE}, got "ten"`],
  [["balanced", "--steps", "0"], '--steps must be an integer from 1 to 1000000, got "0"'],
  [["balanced", "--steps", "1".repeat(30)], `--steps must be an integer from 1 to 1000000, got "${"1".repeat(30)}"`],
  [["balanced", "--ingest", "1000000000"], "--ingest must be at most 100000000 in all 50 steps, got 50000000000"],
  [["balanced", "--polls", "1000000000"], "--polls must be at most 100000000 in all 50 steps, got 50000000000"],
  [
    ["balanced", "--on-overrun", "skip-to-haed"],
    '--on-overrun must be one of stall, skip-to-head, skip-to-oldest, got "skip-to-haed": did you mean skip-to-head?',
  ],
  [["balanced", "--inject", "5:explode"], `${INJECT} 5:explode: did you mean activate?`],
  [["balanced", "--inject", "5:deactivated"], `${INJECT} 5:deactivated: did you mean deactivate?`],
  [["balanced", "--inject", "60:activate"], `${INJECT} 60:activate`],
  [["balanced", "--inject", "50:activate"], `${INJECT} 50:activate`],
  [["balanced", "--inject", "-1:activate"], `${INJECT} -1:activate`],
  [["balanced", "--inject", "1.5:activate"], `${INJECT} 1.5:activate`],
  [["balanced", "--inject", "5"], `${INJECT} 5`],
  [["balanced", "--inject", "activate"], `${INJECT} activate`],
  [["balanced", "--inject", "5:"], `${INJECT} "5:": did you mean activate?`],
  [["balanced", "--inject", "5:activate\n"], `${INJECT} "5:activate\\n": did you mean activate?`],
  [
    ["balanced", "--inject", "5:activate", "--inject", "5:deactivate"],
    "--inject 5:activate and --inject 5:deactivate contradict each other: give one of them",
  ],
  [
    ["balanced", "--json", "--trace"],
    "--trace cannot be combined with --json, which has every step anyway: give one of them",
  ],
];

for (const [args, line] of WRONG) {
  Deno.test(`runDemo refuses ${JSON.stringify(args)} with one line and status 2`, () => {
    const { status, stdout, stderr } = run(args);
    assertEquals([status, stdout, stderr], [2, "", `error: ${line}\n`]);
  });
}

Deno.test("runDemo lists scenarios and options without an argument and with --help", () => {
  const { status, stdout, stderr } = run([]);
  assertEquals([status, stderr], [0, ""]);
  for (const { id, title } of SCENARIOS) assertMatch(stdout, new RegExp(`^  ${id} +${title}$`, "m"));
  for (const name of KNOWN_OPTIONS.match(/--[\w-]+/g) ?? []) assertMatch(stdout, new RegExp(`^  ${name} `, "m"));
  for (const args of [["--help"], ["-h"], ["balanced", "--help"], ["--json", "-h"]]) {
    assertEquals([run(args).status, run(args).stdout], [0, stdout]);
  }
  assert(stdout.split("\n").every((line) => line.length <= 80));
});

Deno.test("runDemo ends with status 0 when every claim holds", () => {
  for (const { id } of SCENARIOS) {
    const { status, stdout, stderr } = run([id]);
    assertEquals([status, stderr], [0, ""]);
    assertNotMatch(stdout, /NOT HELD/);
  }
});

Deno.test("runDemo ends with status 1, and says which claim did not hold, when the simulation is wrong", () => {
  for (const fault of FAULTS.filter(({ name }) => name.startsWith("the ring holds"))) {
    const io = recordedIo();
    assertEquals(runDemo(["producer-heavy"], io, fault.simulate), 1);
    assertMatch(io.stdout, /^ {2}NOT HELD {2}the first overrun is in step 12, as the capacity law says$/m);
    assertMatch(io.stdout, /^replay: deno task demo producer-heavy$/m);
    assertEquals(io.stderr, "");

    const json = recordedIo();
    assertEquals(runDemo(["producer-heavy", "--json"], json, fault.simulate), 1);
    const { claims, summary } = JSON.parse(json.stdout);
    assertEquals(claims[0], { claim: "the first overrun is in step 12, as the capacity law says", held: false });
    assertEquals(summary.predicted_first_overrun_step, 12);
  }
});

Deno.test("runDemo does not take a mistake in the program for wrong usage", () => {
  let caught: unknown;
  try {
    runDemo(["balanced"], recordedIo(), () => {
      throw new TypeError("a mistake");
    });
  } catch (error) {
    caught = error;
  }
  assert(caught instanceof TypeError);
});

Deno.test("runDemo lets options change the numbers, and the claims with them", () => {
  const { status, stdout } = run(["balanced", "--ingest", "9", "--polls=2", "--capacity", "32", "--steps", "20"]);
  assertEquals(status, 0);
  assertStringIncludes(stdout, "held      the first overrun is in step 4, as the capacity law says");
  assertStringIncludes(stdout, "9 + 4 * 7 = 37 > 32, and before it 9 + 3 * 7 = 30 <= 32");
});

Deno.test("runDemo does not say of other numbers what the scenario says of its own", () => {
  const note = "That is said of the scenario's own settings.";
  for (const { id } of SCENARIOS) assert(!run([id]).stdout.includes(note), id);
  const { stdout } = run(["consumer-heavy", "--capacity", "1"]);
  assertStringIncludes(stdout, note);
  assertStringIncludes(stdout, "149 of 150 events are lost");
});

Deno.test("runDemo never shows nothing lost where events are overwritten, whatever the policy and the scenario", () => {
  for (const { id } of SCENARIOS) {
    for (const policy of ["stall", "skip-to-head", "skip-to-oldest"]) {
      for (
        const options of [["--polls", "0"], ["--polls", "1", "--ingest", "9"], ["--ingest", "0"], ["--capacity", "1"]]
      ) {
        const args = [id, "--on-overrun", policy, ...options];
        const { runs, consumers, summary } = JSON.parse(run([...args, "--json"]).stdout);
        const all: { summary: typeof summary }[] = runs ?? consumers ?? [{ summary }];
        const lost = all.map(({ summary }) => summary.total_undeliverable);
        const { stdout } = run(args);
        const isLossless = lost.every((count) => count === 0);
        assertEquals(/there is no overrun|nothing is lost:|none is lost/.test(stdout.split("\nClaims")[1]), isLossless);
        const identities = all.map(({ summary }) =>
          `${summary.total_ingested} = ${summary.total_acks} acks + ${summary.total_undeliverable} lost + ` +
          `${summary.final_readable} readable`
        );
        for (const identity of identities) assertStringIncludes(stdout, identity, args.join(" "));
      }
    }
  }
});

Deno.test("runDemo lets --inject replace the scenario's own failures", () => {
  const { stdout } = run(["failure-recovery", "--inject", "15:activate", "--inject=17:deactivate", "--json"]);
  const { config, steps } = JSON.parse(stdout);
  assertEquals(config.injections, [{ step: 15, action: "activate" }, { step: 17, action: "deactivate" }]);
  assertEquals(steps.state.slice(14, 18), ["READY", "DEGRADED", "DEGRADED", "READY"]);
});

Deno.test("runDemo takes the same injection twice, which does what it does once", () => {
  const once = run(["balanced", "--inject", "5:activate"]);
  const twice = run(["balanced", "--inject", "5:activate", "--inject", "5:activate"]);
  assertEquals([once.status, twice.status], [0, 0]);
});

Deno.test("runDemo says which of the scenario's failures lie after the end of a shorter run", () => {
  assertStringIncludes(
    run(["failure-recovery", "--steps", "30"]).stdout,
    "left out, after the last step: 40:deactivate",
  );
});

Deno.test("runDemo --trace prints a line for every step before the report", () => {
  const { stdout } = run(["producer-heavy", "--trace"]);
  const lines = stdout.split("\n");
  assertMatch(lines[0], /^step +ingested +acks +live +empty +overruns +lost +backlog +readable +state$/);
  assertMatch(lines[1 + 12], /^12 +8 +0 +0 +0 +3 +4 +68 +64 +READY$/);
  assertEquals(lines[1 + 50], "");
  assertStringIncludes(lines[2 + 50], "producer-heavy: ");
  assertEquals(run(["fan-out", "--trace"]).stdout.match(/^(fast|slow|paused)$/gm), ["fast", "slow", "paused"]);
});

Deno.test("runDemo gives the same bytes every time", () => {
  for (const { id } of SCENARIOS) {
    assertEquals(run([id]).stdout, run([id]).stdout);
    assertEquals(run([id, "--json"]).stdout, run([id, "--json"]).stdout);
  }
});

Deno.test("runDemo --seed changes the digest of every scenario", () => {
  for (const { id } of SCENARIOS) {
    const digest = (seed: string) => JSON.parse(run([id, "--json", "--seed", seed]).stdout).digest;
    assert(digest("1") !== digest("2"), id);
  }
});

Deno.test("runDemo writes the same text for a terminal and otherwise, and colours only for a terminal", () => {
  for (const { id } of SCENARIOS) {
    const plain = run([id]).stdout;
    const coloured = run([id], recordedIo({ colour: true, columns: 80 })).stdout;
    // deno-lint-ignore no-control-regex
    assertNotMatch(plain, /\x1b/);
    assertEquals(coloured !== plain, !Deno.noColor, id);
    assertEquals(stripAnsiCode(coloured), plain);
  }
});

/** Options under which the report must still fit. */
const SHAPES: string[][] = [
  [],
  ["--capacity", "1"],
  ["--capacity", "1048576"],
  ["--ingest", "0"],
  ["--polls", "0"],
  ["--ingest", "0", "--polls", "0"],
  ["--steps", "1"],
  ["--steps", "3000"],
  ["--warmup", "0"],
  ["--warmup", "1000000000"],
  ["--ingest", "9999", "--polls", "7777", "--steps", "7"],
  ["--seed", "9007199254740991"],
  ["--on-overrun", "skip-to-oldest", "--ingest", "50"],
  ["--inject", "0:activate"],
];

for (const columns of [80, 64]) {
  Deno.test(`runDemo fits its report into a terminal of ${columns} columns, whatever the numbers`, () => {
    for (const { id } of SCENARIOS) {
      for (const shape of SHAPES) {
        const { stdout, status } = run([id, ...shape], recordedIo({ columns }));
        assertEquals(status, 0, `${id} ${shape.join(" ")}`);
        for (const line of stdout.split("\n")) {
          assert([...line].length <= columns, `${id} ${shape.join(" ")}: ${line}`);
          assertEquals(line, line.trimEnd());
        }
      }
    }
  });
}

Deno.test("runDemo writes lines of 64 to 80 characters, whatever the terminal", () => {
  const printed = (columns: number) => run(["chaos"], recordedIo({ columns })).stdout;
  assertEquals(printed(20), printed(64));
  assertEquals(printed(200), printed(80));
  assertEquals(printed(Infinity), printed(80));
  assert(printed(64) !== printed(80));
});

Deno.test("runDemo understands a command line that a runner of tasks has put a -- into", () => {
  const expected = run(["balanced", "--polls", "4"]);
  for (const args of [["--", "balanced", "--polls", "4"], ["balanced", "--", "--polls", "4", "--"]]) {
    const given = run(args);
    assertEquals([given.status, given.stdout, given.stderr], [expected.status, expected.stdout, ""]);
  }
  assertEquals(run(["--"]).stdout, run([]).stdout);
});

Deno.test("runDemo --trace prints a line for each of more steps than a call takes arguments", () => {
  const { status, stdout, stderr } = run(["balanced", "--steps", "130001", "--trace"]);
  assertEquals([status, stderr, stdout.slice(0, stdout.indexOf("\n\n")).split("\n").length], [0, "", 130_002]);
});
