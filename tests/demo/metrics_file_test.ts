import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { metricsToJson } from "../../control/metrics/metrics_json.ts";
import { formatPrometheus } from "../../control/metrics/prometheus.ts";
import { runDemo } from "../../demo/command_line/run_demo.ts";
import { MetricsFile } from "../../demo/metrics_file.ts";
import { runScenario } from "../../demo/scenario.ts";
import { SCENARIOS } from "../../demo/scenarios/all.ts";
import { simulate } from "../../demo/simulation.ts";
import { FakeFiles } from "./_fake_files.ts";
import { FAULTS } from "./_faults.ts";
import { recordedIo } from "./_io.ts";

const balanced = SCENARIOS.find(({ id }) => id === "balanced")!;
const SNAPSHOT = runScenario(balanced).tracks[0].run.metrics;

const DRAFT = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp";

Deno.test("MetricsFile writes into a new file beside it, which then takes its place", () => {
  const files = new FakeFiles();
  const file = new MetricsFile("out/m.prom", files);
  assertEquals([file.write(SNAPSHOT), file.write(SNAPSHOT)], [true, true]);
  assertEquals([file.written, file.dropped, file.reason], [2, 0, undefined]);
  assertEquals([...files.content], [["out/m.prom", formatPrometheus(SNAPSHOT)]]);
  const [create, replace, createAgain] = files.journal;
  assertMatch(create, new RegExp(`^create out/m\\.prom\\.${DRAFT}$`));
  assertEquals(replace, `replace out/m.prom by ${create.slice("create ".length)}`);
  assert(createAgain !== create, "another name each time");
});

Deno.test("MetricsFile writes JSON into a file of that name", () => {
  const files = new FakeFiles();
  new MetricsFile("m.json", files).write(SNAPSHOT);
  assertEquals(JSON.parse(files.content.get("m.json")!), JSON.parse(JSON.stringify(metricsToJson(SNAPSHOT))));
});

Deno.test("MetricsFile counts what it could not write, says why, and leaves what was there and nothing else", () => {
  for (const [fault, reason] of [["create", "no space left"], ["replace", "is a directory"]] as const) {
    const files = new FakeFiles();
    files.content.set("m.prom", "old");
    files.fault = fault;
    const file = new MetricsFile("m.prom", files);
    assertEquals([file.write(SNAPSHOT), file.write(SNAPSHOT)], [false, false]);
    assertEquals([file.written, file.dropped, file.reason], [0, 2, reason]);
    assertEquals([...files.content], [["m.prom", "old"]]);
    files.fault = undefined;
    assertEquals([file.write(SNAPSHOT), file.written, file.dropped], [true, 1, 2]);
  }
});

Deno.test("MetricsFile bears that it cannot even clean up", () => {
  const files = new FakeFiles();
  files.fault = "remove";
  const file = new MetricsFile("m.prom", files);
  assertEquals([file.write(SNAPSHOT), file.dropped, file.reason], [false, 1, "no space left"]);
});

Deno.test("MetricsFile knows its folder, and asks whether it may be written", () => {
  const folders = [["m.prom", "."], ["./m.prom", "."], ["a/b/m.prom", "a/b"], ["/m.prom", "/"], ["/a/m.json", "/a"]];
  for (const [path, folder] of folders) {
    const files = new FakeFiles();
    const file = new MetricsFile(path, files);
    assertEquals([file.folder, file.isPermitted], [folder, true]);
    assertEquals(files.journal, [`ask for ${folder}`]);
  }
});

Deno.test("MetricsFile refuses a path that does not say what is to be written", () => {
  for (const path of ["m.txt", "prom", ""]) {
    const error = assertThrows(() => new MetricsFile(path), RangeError);
    assertEquals(error.message, `path must be a path that ends in .prom or .json, got ${JSON.stringify(path)}`);
  }
});

const mayWrite = (["read", "write"] as const).every((name) => Deno.permissions.querySync({ name }).state === "granted");
const skipped = mayWrite ? "" : " (skipped without --allow-read, --allow-write)";

Deno.test(`MetricsFile writes real files, and leaves no other behind${skipped}`, { ignore: !mayWrite }, () => {
  const folder = Deno.makeTempDirSync();
  try {
    const file = new MetricsFile(`${folder}/m.prom`);
    assert(file.isPermitted);
    Deno.writeTextFileSync(file.path, "old");
    assert(file.write(SNAPSHOT), file.reason);
    assertEquals(Deno.readTextFileSync(file.path), formatPrometheus(SNAPSHOT));
    Deno.mkdirSync(`${folder}/taken.prom`);
    const taken = new MetricsFile(`${folder}/taken.prom`);
    assertEquals([taken.write(SNAPSHOT), taken.dropped], [false, 1]);
    const nowhere = new MetricsFile(`${folder}/nowhere/m.prom`);
    assertEquals([nowhere.write(SNAPSHOT), nowhere.dropped], [false, 1]);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["m.prom", "taken.prom"]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("runDemo --metrics-file writes the numbers that the report has", () => {
  for (const { id } of SCENARIOS) {
    const files = new FakeFiles();
    const io = recordedIo();
    assertEquals(runDemo([id, "--json", "--metrics-file", "m.json"], io, simulate, files), 0);
    const { summary, config } = JSON.parse(io.stdout);
    const { counters, consumers: [{ counters: consumer }] } = JSON.parse(files.content.get("m.json")!);
    assertEquals(counters.published, summary.total_ingested);
    assertEquals(counters.capacity, config.ring_capacity);
    assertEquals(counters.ready, summary.final_state === "READY" ? 1 : 0);
    assertEquals(consumer.delivered, summary.total_acks);
    assertEquals(consumer.executed, summary.executed_acks);
    assertEquals(consumer.provisional, summary.provisional_acks);
    assertEquals(consumer.lag, summary.final_backlog);
    assertEquals(consumer.overruns, summary.total_overruns);
    assertEquals(consumer.empty_polls, summary.total_empty_polls);
    if (config.on_overrun !== "stall") assertEquals(consumer.lost, summary.total_lost);
    else assertEquals([consumer.lost, consumer.overwritten <= summary.final_backlog], [0, true]);
    assertEquals([consumer.stalls, consumer.dropped_observations, consumer.implausible_spans], [0, 0, 0]);
  }
});

Deno.test("runDemo --metrics-file counts a consumer that pauses as stalled", () => {
  const { tracks: [{ run: { plan } }] } = runScenario(balanced);
  const polls = plan.consumers[0].polls.map((polls, step) => step >= 20 && step < 24 ? 0 : polls);
  const [{ stalls, longestCycleNs }] =
    simulate({ ...plan, consumers: [{ ...plan.consumers[0], polls }] }).metrics.consumers;
  // From the last of the five polls in the second half of step 19 to the first in that of step 24.
  assertEquals([stalls, longestCycleNs], [1, 24_500 - 19_900]);
});

Deno.test("runDemo --metrics-file prints the same report, and ends by its claims, whether the file can be written or not", () => {
  const plain = recordedIo();
  const late = FAULTS.find(({ name }) => name === "the warm-up is a tick short")!;
  assertEquals(runDemo(["balanced"], plain), 0);
  for (
    const [fault, stderr] of [
      [undefined, ""],
      ["create", "metrics: 1 dropped, m.prom cannot be written: no space left\n"],
      ["replace", "metrics: 1 dropped, m.prom cannot be written: is a directory\n"],
    ] as const
  ) {
    const files = new FakeFiles();
    files.fault = fault;
    const io = recordedIo();
    assertEquals(runDemo(["balanced", "--metrics-file", "m.prom"], io, simulate, files), 0);
    assertEquals([io.stdout, io.stderr], [plain.stdout, stderr]);
    assertEquals(runDemo(["balanced", "--metrics-file", "m.prom"], io, late.simulate, files), 1);
  }
});

Deno.test("runDemo --metrics-file without the permission names it in one line, asks nobody, and runs nothing", () => {
  const files = new FakeFiles();
  files.fault = "permission";
  const io = recordedIo();
  const args = ["balanced", "--metrics-file", "out/m.prom"];
  const never = () => {
    throw new Error("it must not run");
  };
  assertEquals(runDemo(args, io, never, files), 2);
  assertEquals(io.stdout, "");
  assertEquals(
    io.stderr,
    "error: --metrics-file needs --allow-read=out --allow-write=out: " +
      "deno run --allow-read=out --allow-write=out demo/main.ts balanced --metrics-file out/m.prom\n",
  );
  assertEquals(files.journal, ["ask for out"]);
  const spaced = recordedIo();
  assertEquals(runDemo(["balanced", "--metrics-file", "my out/m.prom"], spaced, never, files), 2);
  assertStringIncludes(
    spaced.stderr,
    "deno run --allow-read='my out' --allow-write='my out' demo/main.ts balanced --metrics-file 'my out/m.prom'\n",
  );
});
