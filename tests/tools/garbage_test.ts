import { UsageError } from "../../demo/terminal/usage_error.ts";
import { assert, assertEquals, assertGreater, assertLess, assertRejects } from "@std/assert";
import {
  bytesPerEvent,
  comparisonCases,
  type GarbageResult,
  keepsLaw,
  lawCases,
  main,
  measureCase,
} from "../../tools/garbage.ts";
import type { GarbageCase } from "../../tools/garbage/garbage_workloads.ts";

const run = Deno.permissions.querySync({ name: "run" }).state === "granted";
const read = Deno.permissions.querySync({ name: "read" }).state === "granted";
const unread = read ? "" : " (skipped without --allow-read)";
const needsRun = run ? "" : " (needs --allow-run)";

const EVENTS = 100_000;
const CASE: GarbageCase = {
  ring: "local",
  checked: true,
  clock: "manual",
  sink: "null",
  input: "events",
  firstSequence: 0,
  events: EVENTS,
  warmupEventsMax: 100 * EVENTS,
};

/** Enough for collections to be seen. */
const LEAKY = { events: 1_000_000, warmupEventsMax: 1_000_000 };

const sinkNamed = (name: string) => new URL(`garbage_sinks/${name}.ts`, import.meta.url).href;

// The law itself, in one case of each kind. `deno task garbage` measures all of them, for longer.
for (
  const subject of [
    { ...CASE, clock: "native", sink: "metrics", firstSequence: 2 ** 32 },
    { ...CASE, input: "decisions", firstSequence: 2 ** 32 },
    { ...CASE, input: "empty polls" },
    { ...CASE, input: "overruns", firstSequence: 2 ** 31 },
    { ...CASE, input: "raw bytes", firstSequence: 2 ** 32 },
    { ...CASE, sink: "none", input: "batches", firstSequence: 2 ** 32 },
    { ...CASE, sink: "ring", firstSequence: 2 ** 32 },
    { ...CASE, ring: "atomics", firstSequence: 2 ** 32 },
    { ...CASE, ring: "wasm", input: "overruns", firstSequence: 2 ** 32 },
  ] satisfies GarbageCase[]
) {
  Deno.test({
    name: `measureCase finds no garbage in ${subject.input}, ${subject.ring} ring, ${subject.clock} clock, ` +
      `${subject.sink} sink${needsRun}`,
    ignore: !run,
    fn: async () => {
      const result = await measureCase(subject);
      assertEquals(result.collections, 0);
      assert(keepsLaw(result), `${bytesPerEvent(result)} bytes per event`);
    },
  });
}

Deno.test({
  name: `measureCase finds a sink that makes an object per event${needsRun}`,
  ignore: !run,
  fn: async () => {
    const result = await measureCase({ ...CASE, sink: sinkNamed("object_per_event"), ...LEAKY });
    assert(!keepsLaw(result));
    assertGreater(bytesPerEvent(result), 16);
    assertGreater(result.collections, 0);
  },
});

Deno.test({
  name: `measureCase finds a sink that boxes a double${needsRun}`,
  ignore: !run,
  fn: async () => {
    const result = await measureCase({ ...CASE, sink: sinkNamed("boxed_double"), ...LEAKY });
    assert(!keepsLaw(result));
    assertGreater(bytesPerEvent(result), 15);
    assertLess(bytesPerEvent(result), 20);
  },
});

Deno.test({
  name: `measureCase shows that the pipelines for comparison make garbage${needsRun}`,
  ignore: !run,
  fn: async () => {
    for (const subject of comparisonCases(1_000_000)) {
      const result = await measureCase(subject);
      assertGreater(bytesPerEvent(result), 16, subject.clock);
      assertGreater(result.collections, 0, subject.clock);
    }
  },
});

Deno.test({
  name: `measureCase refuses a module that gives no sink, and a measured program that fails${needsRun}`,
  ignore: !run,
  fn: async () => {
    const none = import.meta.resolve("../../core/bus/sequence.ts");
    await assertRejects(
      () => measureCase({ ...CASE, sink: none }),
      UsageError,
      `the default export of ${none} must be a sink: an object with a method observe`,
    );
    await assertRejects(
      () => measureCase({ ...CASE, firstSequence: -1 }),
      Error,
      "startSequence must be an integer",
    );
  },
});

Deno.test("lawCases are every clock, sink, outcome of a poll and first sequence, and the other ways in", () => {
  const cases = lawCases(EVENTS, ["null", "metrics"]);
  const names = cases.map(({ ring, checked, clock, sink, input, firstSequence }) => {
    return [...checked ? [] : ["unchecked"], ...ring === "local" ? [] : [ring], clock, sink, input, firstSequence]
      .join();
  });
  assertEquals(new Set(names).size, cases.length);
  for (const clock of ["manual", "native"]) {
    for (const sink of ["null", "metrics"]) {
      for (const input of ["events", "empty polls", "overruns"]) {
        for (const first of [0, 2 ** 31, 2 ** 32]) assert(names.includes([clock, sink, input, first].join()));
      }
      assert(names.includes([clock, sink, "decisions", 2 ** 32].join()));
      assert(names.includes([clock, sink, "raw bytes", 2 ** 32].join()));
    }
    assert(names.includes([clock, "none", "batches", 2 ** 32].join()));
  }
  for (const ring of ["atomics", "wasm"]) {
    for (const input of ["events", "empty polls", "overruns"]) {
      assert(names.includes([ring, "manual", "null", input, 2 ** 32].join()));
    }
    assert(names.includes([ring, "manual", "none", "batches", 2 ** 32].join()));
  }
  for (const ring of [[], ["atomics"], ["wasm"]]) {
    for (const input of ["events", "overruns"]) {
      assert(names.includes(["unchecked", ...ring, "manual", "null", input, 2 ** 32].join()));
    }
    assert(names.includes(["unchecked", ...ring, "manual", "none", "batches", 2 ** 32].join()));
  }
});

Deno.test("keepsLaw allows no collection and a hundredth of a byte per event", () => {
  const result = { ...CASE, collections: 0, bytes: 0.01 * EVENTS };
  assert(keepsLaw(result));
  assert(!keepsLaw({ ...result, bytes: result.bytes + 1 }));
  assert(!keepsLaw({ ...result, bytes: 0, collections: 1 }));
});

/** Runs the command line over made-up measurements, and returns its exit status and what it printed. */
async function runMain(args: string[], bytesOf: (subject: GarbageCase) => number) {
  const out: string[] = [];
  const err: string[] = [];
  const subjects: GarbageCase[] = [];
  const { log, error } = console;
  console.log = (text: string) => out.push(text);
  console.error = (text: string) => err.push(text);
  try {
    const status = await main(args, (subject): Promise<GarbageResult> => {
      subjects.push(subject);
      const bytes = bytesOf(subject);
      return Promise.resolve({ ...subject, bytes, collections: bytes > 1e6 ? 12 : 0 });
    });
    return { status, out: out.join("\n"), err: err.join("\n"), subjects };
  } finally {
    Object.assign(console, { log, error });
  }
}

const isLaw = ({ clock }: GarbageCase) => clock === "manual" || clock === "native";
const leakyOverruns = (subject: GarbageCase) => subject.input === "overruns" ? 16 * subject.events : 0;

Deno.test("garbage exits with 0 if the law holds, whatever is beside it for comparison", async () => {
  const { status, out, err, subjects } = await runMain([], (subject) => isLaw(subject) ? 0 : 600 * subject.events);
  assertEquals([status, err], [0, ""]);
  assert(out.endsWith("The law: 0 collections, at most 0.01 bytes per event.\nIt holds in all 92 cases."), out);
  assert(/\nlocal +bigint +none +objects +0 +1 000 000 +12 +600\.0000\n/.test(out), out);
  assert(!out.includes("<-"));
  assertEquals(subjects.filter(isLaw).every(({ events }) => events === 10_000_000), true);
  assertEquals(subjects.filter((subject) => !isLaw(subject)).map(({ events }) => events), [1_000_000, 1_000_000]);
});

Deno.test("garbage exits with 1 if the law is broken, and marks where", async () => {
  const { status, out } = await runMain(["--events", "1000000000"], leakyOverruns);
  assertEquals(status, 1);
  assert(out.endsWith("It is broken in 25 of 92 cases, marked <-."), out);
  const marked = out.split("\n").filter((line) => line.endsWith("  <-"));
  assertEquals(marked.length, 25);
  assert(marked.every((line) => line.includes("overruns")));
});

Deno.test(`garbage prints at most 80 columns${unread}`, { ignore: !read }, async () => {
  const sink = new URL("garbage_sinks/object_per_event.ts", import.meta.url);
  for (const args of [["--help"], ["--events=1000000000"], ["--events=1000000000", "--sink", sink.pathname]]) {
    const { out } = await runMain(args, (subject) => 9_999 * subject.events);
    for (const line of out.split("\n")) assert(line.length <= 80, line);
  }
});

Deno.test(`garbage --sink measures that sink in place of ours${unread}`, { ignore: !read }, async () => {
  const sink = sinkNamed("boxed_double");
  const { status, subjects } = await runMain(["--sink", new URL(sink).pathname], () => 0);
  assertEquals(status, 0);
  assertEquals(new Set(subjects.filter(isLaw).map((subject) => subject.sink)), new Set([sink, "none"]));
});

Deno.test("garbage --json prints one object with what was measured", async () => {
  const { status, out } = await runMain(["--json", "--events", "10000"], leakyOverruns);
  const report = JSON.parse(out);
  assertEquals(status, 1);
  assertEquals(Object.keys(report), ["v8", "warmup_events_min", "law", "held", "cases", "comparison"]);
  assertEquals(report.law, { collections_max: 0, bytes_per_event_max: 0.01 });
  assertEquals([report.held, report.cases.length, report.comparison.length], [false, 92, 2]);
  const expected = {
    ring: "local",
    checked: true,
    clock: "manual",
    sink: "null",
    input: "overruns",
    first_sequence: 2 ** 31,
    events: 10_000,
  };
  assertEquals(
    report.cases.find((entry: typeof expected) => entry.input === "overruns" && entry.first_sequence === 2 ** 31),
    { ...expected, collections: 0, bytes: 160_000, bytes_per_event: 16, held: false },
  );
});

Deno.test(`garbage refuses wrong usage in one line, with status 2, before it measures anything${unread}`, {
  ignore: !read,
}, async () => {
  const allowed = "options are --events, --sink, --json, --help";
  const events = "--events must be an integer from 10000 to 1000000000, got";
  for (
    const [args, message] of [
      [["--event", "5"], `unknown option --event: did you mean --events? ${allowed}`],
      [["events"], "garbage takes only options, got events"],
      [["--events"], "--events needs a value: an integer from 10000 to 1000000000"],
      [["--events", "9999"], `${events} 9999`],
      [["--events", "1000000001"], `${events} 1000000001`],
      [["--events", "2e4"], `${events} 2e4`],
      [["--events", "20000.5"], `${events} 20000.5`],
      [["--sink"], "--sink needs a value: the path of a module"],
      [["--sink", "no/such.ts"], "--sink must be the path of a module, got no/such.ts"],
    ] as [string[], string][]
  ) {
    const { status, out, err, subjects } = await runMain(args, () => 0);
    assertEquals([status, out, err, subjects.length], [2, "", `error: ${message}`, 0]);
  }
});
