import { assert, assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import type { CapacityLaw } from "../../../demo/capacity/capacity_grid.ts";
import { runCapacity } from "../../../demo/capacity/run_capacity.ts";
import { recordedIo } from "../terminal/_io.ts";

const KNOWN_OPTIONS =
  "options are --capacity, --max-ingest, --max-polls, --steps, --arrivals, --consumer, --duration, " +
  "--seed, --service, --speed, --time-unit, --from, --to, --run, --seeds, --max-loss, --max-p99, --html, --brief, --json, --color, --help";
const RATE = "an integer from 1 to 1000";

/** What is typed, and the one line that answers it. */
const WRONG: [args: string[], line: string][] = [
  [["--ingest", "8"], `unknown option --ingest: did you mean --max-ingest? ${KNOWN_OPTIONS}`],
  [["--capacity", "60"], '--capacity must be a power of two from 1 to 67108864, got "60"'],
  [["--capacity"], "--capacity needs a value: a power of two from 1 to 67108864"],
  [
    ["--capacity", "67108864", "--steps", "1"],
    "--capacity cannot be 67108864: capacity must be at most 33554432 with this payload, since 134217728 " +
    "records of 32 bytes exceed 2147483648 bytes, got 67108864",
  ],
  [["--max-ingest", "0"], `--max-ingest must be ${RATE}, got 0`],
  [["--max-ingest", "-1"], `--max-ingest must be ${RATE}, got -1`],
  [["--max-polls", "1.5"], `--max-polls must be ${RATE}, got 1.5`],
  [["--max-polls", "1001"], `--max-polls must be ${RATE}, got 1001`],
  [["--max-polls", "1", "--max-polls", "2"], "--max-polls is given 2 times: give it once"],
  [["--steps", "0"], '--steps must be an integer from 1 to 1000000, got "0"'],
  [
    ["--steps", "1000000"],
    "the grid is too large: 15 * 15 runs of 1000000 steps make 3600000000 events and polls, at most 100000000 are " +
    "allowed: give a smaller --max-ingest, --max-polls or --steps",
  ],
];

for (const [args, line] of WRONG) {
  Deno.test(`runCapacity refuses ${JSON.stringify(args)} with one line and status 2`, () => {
    const io = recordedIo();
    assertEquals([runCapacity(args, io), io.stdout, io.stderr], [2, "", `error: ${line}\n`]);
  });
}

Deno.test("runCapacity shows its options with --help", () => {
  const io = recordedIo();
  assertEquals(runCapacity(["--help"], io), 0);
  for (const name of KNOWN_OPTIONS.match(/--[\w-]+/g) ?? []) assertMatch(io.stdout, new RegExp(`^  ${name} `, "m"));
});

Deno.test("runCapacity finds law and simulation in agreement, whatever the capacity", () => {
  for (const capacity of ["1", "2", "4", "16", "128"]) {
    const io = recordedIo();
    assertEquals(runCapacity(["--capacity", capacity], io), 0);
    assertMatch(io.stdout, /^225 of 225 cells agree with the law$/m);
  }
});

Deno.test("runCapacity prints a grid that can be read by programs", () => {
  const io = recordedIo();
  assertEquals(runCapacity(["--max-ingest", "8", "--max-polls", "3", "--json"], io), 0);
  const grid = JSON.parse(io.stdout);
  assertEquals(grid.config, { ring_capacity: 64, max_ingest: 8, max_polls: 3, total_steps: 65 });
  assertEquals(grid.first_overrun_step.length, 8);
  assertEquals(grid.first_overrun_step[8 - 1][3 - 1], 12);
  assertEquals(grid.first_overrun_step, grid.predicted_first_overrun_step);
  assertEquals([grid.cells, grid.agreed, grid.disagreements], [24, 24, []]);
});

Deno.test("runCapacity tells an overrun after the end of the run from none at all", () => {
  const io = recordedIo();
  assertEquals(runCapacity(["--max-ingest", "2", "--max-polls", "2", "--steps", "10"], io), 0);
  assertMatch(io.stdout, /^ +2 +> +·$/m);
  assertStringIncludes(io.stdout, ">  after the 10 steps of the run");
  const json = recordedIo();
  runCapacity(["--max-ingest", "2", "--max-polls", "2", "--steps", "10", "--json"], json);
  const grid = JSON.parse(json.stdout);
  assertEquals(grid.first_overrun_step, [[null, null], [null, null]]);
  assertEquals(grid.predicted_first_overrun_step_without_end, [[null, null], [63, null]]);
});

// What one would write down first. The first is right for 8, 3 and 64, and so looks proved by that one example.
const WRONG_LAWS: Record<string, CapacityLaw> = {
  "capacity / growth, cut off": ({ ingestPerStep, pollsPerStep, capacity, totalSteps = Infinity }) => {
    const step = Math.floor(capacity / Math.max(0, ingestPerStep - pollsPerStep));
    return step < totalSteps ? step : undefined;
  },
  "capacity / growth, rounded up": ({ ingestPerStep, pollsPerStep, capacity, totalSteps = Infinity }) => {
    const step = Math.ceil(capacity / Math.max(0, ingestPerStep - pollsPerStep));
    return step < totalSteps ? step : undefined;
  },
  "at the capacity instead of above it": ({ ingestPerStep, pollsPerStep, capacity, totalSteps = Infinity }) => {
    for (let i = 0; i < Math.min(totalSteps, 1_000); i++) {
      if (ingestPerStep + i * Math.max(0, ingestPerStep - pollsPerStep) >= capacity) return i;
    }
    return undefined;
  },
};

for (const [name, law] of Object.entries(WRONG_LAWS)) {
  Deno.test(`runCapacity ends with status 1 when the law is ${name}`, () => {
    const io = recordedIo();
    assertEquals(runCapacity([], io, law), 1);
    assertNotMatch(io.stdout, /225 of 225/);
    assertMatch(io.stdout, /! {2}law and simulation disagree/);
    assertMatch(io.stdout, /^ {2}ingest \d+, polls \d+: law \d+, simulation (\d+|never)$/m);

    const json = recordedIo();
    assertEquals(runCapacity(["--json"], json, law), 1);
    assert(JSON.parse(json.stdout).disagreements.length > 0);
  });
}

Deno.test("runCapacity ends with status 1 when a single cell disagrees, and names it", () => {
  const io = recordedIo();
  const law: CapacityLaw = ({ ingestPerStep, pollsPerStep }) =>
    ingestPerStep === 2 && pollsPerStep === 1 ? 62 : undefined;
  assertEquals(runCapacity(["--max-ingest", "2", "--max-polls", "2"], io, law), 1);
  assertStringIncludes(io.stdout, "3 of 4 cells agree with the law\n  ingest 2, polls 1: law 62, simulation 63\n");
});

Deno.test("runCapacity fits a wide grid into 80 columns, in parts", () => {
  const io = recordedIo();
  assertEquals(runCapacity(["--max-ingest", "3", "--max-polls", "70"], io), 0);
  assert(io.stdout.split("\n").every((line) => [...line].length <= 80));
  assertEquals(io.stdout.match(/^ingest|^ +ingest/gm)?.length, 3);
});
