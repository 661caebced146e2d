import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { metricsToJson } from "../../../../control/metrics/formats/metrics_json.ts";
import { formatPrometheus } from "../../../../control/metrics/formats/prometheus.ts";
import { runDemo } from "../../../../demo/scenarios/run_demo.ts";
import { MetricsFile } from "../../../../demo/terminal/files/metrics_file.ts";
import { runScenario } from "../../../../demo/scenarios/scenario.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";
import { simulate } from "../../../../demo/system/simulation.ts";
import { locateOutput, openOutput } from "../../../../demo/terminal/files/output_file.ts";
import { UsageError } from "../../../../demo/terminal/usage_error.ts";
import { FakeFiles } from "./_fake_files.ts";
import { FAULTS } from "../../scenarios/_faults.ts";
import { recordedIo } from "../_io.ts";

const balanced = SCENARIOS.find(({ id }) => id === "balanced")!;
const SNAPSHOT = runScenario(balanced).tracks[0].run.metrics;

Deno.test("MetricsFile replaces what is in the file", () => {
  const files = new FakeFiles();
  const file = new MetricsFile("out/m.prom", files);
  assertEquals([file.write(SNAPSHOT), file.write(SNAPSHOT)], [true, true]);
  assertEquals([file.written, file.dropped, file.reason], [2, 0, undefined]);
  assertEquals([...files.content], [["out/m.prom", formatPrometheus(SNAPSHOT)]]);
  assertEquals(files.journal, ["replace out/m.prom", "replace out/m.prom"]);
});

Deno.test("MetricsFile writes JSON into a file of that name", () => {
  const files = new FakeFiles();
  new MetricsFile("m.json", files).write(SNAPSHOT);
  assertEquals(JSON.parse(files.content.get("m.json")!), JSON.parse(JSON.stringify(metricsToJson(SNAPSHOT))));
});

Deno.test("MetricsFile labels its numbers, and refuses labels that are none", () => {
  const files = new FakeFiles();
  const labels = { venue: "north" };
  for (const path of ["m.prom", "m.json"]) new MetricsFile(path, files, { labels }).write(SNAPSHOT);
  assertEquals(files.content.get("m.prom"), formatPrometheus(SNAPSHOT, { labels }));
  assertEquals(JSON.parse(files.content.get("m.json")!).labels, labels);
  assertThrows(() => new MetricsFile("m.prom", files, { labels: { le: "1" } }), RangeError, "Cannot label metrics");
});

Deno.test("MetricsFile counts what it could not write, and says why", () => {
  const files = new FakeFiles();
  files.content.set("m.prom", "old");
  files.fault = "replace";
  const file = new MetricsFile("m.prom", files);
  assertEquals([file.write(SNAPSHOT), file.write(SNAPSHOT)], [false, false]);
  assertEquals([file.written, file.dropped, file.reason], [0, 2, "no space left"]);
  assertEquals([...files.content], [["m.prom", "old"]]);
  files.fault = undefined;
  assertEquals([file.write(SNAPSHOT), file.written, file.dropped], [true, 1, 2]);
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
    Deno.writeTextFileSync(file.path, "old");
    assert(file.write(SNAPSHOT), file.reason);
    assertEquals(Deno.readTextFileSync(file.path), formatPrometheus(SNAPSHOT));
    Deno.mkdirSync(`${folder}/taken.prom`);
    const taken = new MetricsFile(`${folder}/taken.prom`);
    assertEquals([taken.write(SNAPSHOT), taken.dropped], [false, 1]);
    assertEquals(taken.reason, "it is a folder");
    const nowhere = new MetricsFile(`${folder}/nowhere/m.prom`);
    assertEquals([nowhere.write(SNAPSHOT), nowhere.dropped], [false, 1]);
    assertMatch(nowhere.reason!, /^[^']+ \(os error \d+\)$/); // and no name of a draft
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
    assertEquals(consumer.overwritten, summary.total_overwritten);
    assertEquals([consumer.lost, consumer.overwritten], [summary.total_undeliverable, summary.total_overwritten]);
    assertEquals([consumer.stalls, consumer.dropped_observations, consumer.implausible_spans], [0, 0, 0]);
  }
});

Deno.test("runDemo --metrics-file counts as lost what is overwritten where nobody polls, in every policy", () => {
  for (const policy of ["stall", "skip-to-head", "skip-to-oldest"]) {
    const files = new FakeFiles();
    const args = ["producer-heavy", "--polls", "0", "--on-overrun", policy, "--metrics-file", "m.json"];
    assertEquals(runDemo(args, recordedIo(), simulate, files), 0);
    const { consumers: [{ counters }] } = JSON.parse(files.content.get("m.json")!);
    assertEquals([counters.lost, counters.overwritten, counters.overruns], [336, 336, 0], policy);
  }
});

Deno.test("runDemo --metrics-file names by its labels whose numbers they are: those of the run that the summary is of", () => {
  for (const { id } of SCENARIOS) {
    const files = new FakeFiles();
    const io = recordedIo();
    assertEquals(runDemo([id, "--json", "--metrics-file", "m.json"], io, simulate, files), 0);
    const { summary, consumers = [{ summary }] } = JSON.parse(io.stdout);
    const metrics = JSON.parse(files.content.get("m.json")!);
    assertEquals(
      metrics.consumers.map(({ name }: { name: string }) => name),
      consumers.map(({ summary }: { summary: { of: string } }) => summary.of),
    );
    assertEquals(metrics.consumers[0].name, summary.of);
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
      ["replace", "metrics: 1 dropped, m.prom cannot be written: no space left\n"],
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
  assertEquals(files.journal, ["ask to read out"]);
  const spaced = recordedIo();
  assertEquals(runDemo(["balanced", "--metrics-file", "my out/m.prom"], spaced, never, files), 2);
  assertStringIncludes(
    spaced.stderr,
    "deno run --allow-read='my out' --allow-write='my out' demo/main.ts balanced --metrics-file 'my out/m.prom'\n",
  );
});

Deno.test("runDemo --metrics-label labels what is written, and needs a file", () => {
  const files = new FakeFiles();
  const io = recordedIo();
  const labels = ["--metrics-label", "venue=north", '--metrics-label=note=a="b"\nc'];
  assertEquals(runDemo(["balanced", "--metrics-file", "m.prom", ...labels], io, simulate, files), 0);
  assertEquals(
    files.content.get("m.prom"),
    formatPrometheus(SNAPSHOT, { labels: { venue: "north", note: 'a="b"\nc' } }),
  );
  const wrong: readonly (readonly [args: string[], message: string])[] = [
    [["venue=north", "--metrics-label", "venue=south"], "--metrics-label is given twice for venue: give it once"],
    [["venue"], "--metrics-label must be NAME=VALUE, got venue"],
    [["le=1"], "--metrics-label must not have one of the names that the metrics need themselves, "],
    [["__x=1"], "--metrics-label must not have a name that begins with __, "],
    [["=1"], "--metrics-label must have a name of letters, digits and underscores "],
    [["a-b=1"], "--metrics-label must have a name of letters, digits and underscores "],
    [["venue="], '--metrics-label must have a value, which Prometheus takes for no label if it is empty, got venue=""'],
  ];
  for (const [given, message] of wrong) {
    const io = recordedIo();
    const args = ["balanced", "--metrics-file", "m.prom", "--metrics-label", ...given];
    assertEquals(runDemo(args, io, simulate, new FakeFiles()), 2);
    assert(io.stderr.startsWith(`error: ${message}`), io.stderr);
  }
  const alone = recordedIo();
  assertEquals(runDemo(["balanced", "--metrics-label", "venue=north"], alone, simulate, files), 2);
  assertEquals(
    alone.stderr,
    "error: --metrics-label labels what --metrics-file writes: give --metrics-file as well\n",
  );
});

/** Files of which only some folders may be read and written. */
class GrantedFiles extends FakeFiles {
  readonly granted = { read: new Set<string>(), write: new Set<string>() };

  override isGranted(folder: string, ...names: readonly ("read" | "write")[]): boolean {
    return names.every((name) => this.granted[name].has(folder));
  }
}

Deno.test("locateOutput names the permissions that it takes, which are of two folders where a link leads to another", () => {
  const files = new GrantedFiles();
  const request = { option: "out", path: "a/m", commandWith: (permissions: string) => `run ${permissions}` };
  const refused = (path = "a/m") =>
    assertThrows(() => locateOutput({ ...request, path }, files), UsageError).message.replace(/: run .*/, "");
  assertEquals(refused(), "--out needs --allow-read=a --allow-write=a");
  files.granted.read.add("a");
  assertEquals(refused(), "--out needs --allow-read=a --allow-write=a");
  files.links.set("a/m", "b/n");
  assertEquals(refused(), "--out needs --allow-read=a,b --allow-write=b");
  files.granted.read.add("b");
  files.granted.write.add("b");
  assertEquals(locateOutput(request, files), { path: "b/n", kind: "none" });
  assertEquals(files.journal, ["clear b/n"]);
  assertEquals(refused("my a/m"), "--out needs --allow-read='my a' --allow-write='my a'");
  // A list of folders is split at commas, and there is no other way to name this one.
  assertEquals(refused("a,b/m"), "--out needs --allow-read --allow-write");
});

Deno.test("openOutput finds out before anything runs whether a file can be written", () => {
  const files = new FakeFiles();
  const request = { option: "out", path: "m", commandWith: () => "" };
  const file = openOutput(request, files);
  assertEquals([file.isOpen, files.journal.at(-1)], [false, "probe m"]);
  file.write("text");
  assertEquals(files.content.get("m"), "text");
  files.fault = "probe";
  const error = assertThrows(() => openOutput(request, files), UsageError);
  assertEquals(error.message, "--out: cannot write m: read-only file system");
});
