import { assert, assertEquals, assertMatch } from "@std/assert";
import { runDemo } from "../../../../demo/scenarios/run_demo.ts";

import { type Simulate, simulate } from "../../../../demo/system/simulation.ts";
import { recordedIo } from "../_io.ts";
import { FakeFiles } from "./_fake_files.ts";

function demo(args: readonly string[], files = new FakeFiles(), run: Simulate = simulate) {
  const io = recordedIo();
  const status = runDemo(args, io, run, files);
  return { status, stdout: io.stdout, stderr: io.stderr, files };
}

Deno.test("--timeline FILE writes the timeline beside the report, and --timeline - prints it instead", () => {
  for (const id of ["balanced", "itch-burst"]) {
    const plain = demo([id]);
    const written = demo([id, "--timeline", "t.json"]);
    assertEquals([written.status, sameReplay(written.stdout), written.stderr], [0, plain.stdout, ""]);
    const printed = demo([id, "--timeline", "-"]);
    assertEquals([printed.status, printed.stderr], [0, ""]);
    assertEquals(written.files.content.get("t.json")!.replace("--timeline t.json", "--timeline -"), printed.stdout);
    assertEquals(JSON.parse(printed.stdout).displayTimeUnit, "ns");
    const json = demo([id, "--json", "--timeline", "t.json"]);
    assertEquals([json.status, json.stdout], [0, demo([id, "--json"]).stdout]);
  }
});

/** A report has the command that replays it. */
function sameReplay(report: string): string {
  return report.replace(" --timeline t.json", "");
}

const WRONG: readonly (readonly [args: string, line: string])[] = [
  ["balanced --timeline", "--timeline needs a value: the name of a file, or -"],
  ["balanced --timeline-events 5000", "--timeline-events goes with --timeline, which is not given"],
  [
    "balanced --timeline t.json --timeline-events 99",
    "--timeline-events must be an integer from 100 to 1000000, got 99",
  ],
  [
    "balanced --timeline t.json --timeline-events 1e4",
    "--timeline-events must be an integer from 100 to 1000000, got 1e4",
  ],
  ["balanced --timeline - --json", "--json and --timeline - both say what is printed: give one of them"],
  ["opra-line --timeline - --json", "--json and --timeline - both say what is printed: give one of them"],
  [
    "balanced --timeline - --html - --trace",
    "--trace and --html - and --timeline - all say what is printed: give one of them",
  ],
  ["balanced --timeline - --trace", "--trace and --timeline - both say what is printed: give one of them"],
  [
    "balanced --timeline t.json --print-spec",
    "--print-spec cannot be combined with --timeline, since it runs nothing: give one of them",
  ],
  [
    "opra-line --timeline - --print-spec",
    "--print-spec cannot be combined with --timeline, since it runs nothing: give one of them",
  ],
];

for (const [args, line] of WRONG) {
  Deno.test(`demo ${args} is answered by one line`, () => {
    const { status, stdout, stderr } = demo(args.split(" "));
    assertEquals([status, stdout], [2, ""]);
    assertMatch(stderr, /^error: [^\n]*\n$/);
    assert(stderr.includes(line), stderr);
  });
}

Deno.test("Two outputs cannot be one file, and a file that may not be written is refused before anything runs", () => {
  const one = demo(["balanced", "--timeline", "t.json", "--metrics-file", "t.json"]);
  assertEquals([one.status, one.stdout], [2, ""]);
  assertMatch(one.stderr, /--metrics-file and --timeline must name different files, got t\.json and t\.json/);

  for (const id of ["balanced", "itch-burst"]) {
    const files = new FakeFiles();
    files.fault = "permission";
    const { status, stdout, stderr } = demo([id, "--timeline", "out/t.json"], files, () => {
      throw new Error("it runs");
    });
    assertEquals([status, stdout], [2, ""]);
    assertEquals(
      stderr,
      "error: --timeline needs --allow-read=out --allow-write=out: deno run --allow-read=out --allow-write=out " +
        `demo/main.ts ${id} --timeline out/t.json\n`,
    );
  }
});

Deno.test("A timeline that cannot be written in the end is told of by one line and the status", () => {
  for (const id of ["balanced", "itch-burst"]) {
    const files = new FakeFiles();
    files.fault = "replace";
    const { status, stdout, stderr } = demo([id, "--timeline", "t.json"], files);
    assertEquals([status, sameReplay(stdout), stderr], [
      2,
      demo([id]).stdout,
      "error: --timeline: cannot write t.json: no space left\n",
    ]);
  }
});

Deno.test("Where the timeline is printed, claims that do not hold are told of by the other stream", () => {
  const wrong: Simulate = (plan, trace) => {
    const record = simulate(plan, trace);
    return { ...record, published: record.published + 1 };
  };
  const { status, stdout, stderr } = demo(["balanced", "--timeline", "-"], new FakeFiles(), wrong);
  assertEquals(status, 1);
  assertMatch(stderr, /^(not held: [^\n]+\n)+$/);
  JSON.parse(stdout);
});

Deno.test("The command that made a timeline is in it, without the options of outputs", () => {
  const { stdout } = demo(["balanced", "--timeline", "-", "--timeline-events", "200", "--steps", "20"]);
  assertEquals(JSON.parse(stdout).otherData.source, "deno task demo balanced --steps 20");
});
