import { assertEquals } from "@std/assert";
import { FailureSchedule } from "../../../../control/failure/failure_schedule.ts";
import { Histogram } from "../../../../control/metrics/histogram.ts";
import { SystemMetrics } from "../../../../control/metrics/system_metrics.ts";
import { RingBuffer } from "../../../../core/bus/local/ring_buffer.ts";
import { Lifecycle } from "../../../../core/state/lifecycle.ts";
import { ManualClock } from "../../../../core/time/manual_clock.ts";
import { LifecycleState } from "../../../../core/state/lifecycle_state.ts";
import { PLAIN } from "../../../../demo/terminal/layout/palette.ts";
import { drawTimeline } from "../../../../demo/scenarios/report/timeline.ts";
import { emptySteps, type Track } from "../../../../demo/system/run_record.ts";

const { WARMUP, READY, DEGRADED } = LifecycleState;

interface Shape {
  readonly state: LifecycleState[];
  readonly backlog: number[];
  readonly overruns?: number[];
  readonly capacity?: number;
}

/** A track of which the timeline sees only what is given. */
function track({ state, backlog, overruns = [], capacity = 8 }: Shape, name = "executor"): Track {
  const totalSteps = state.length;
  const steps = emptySteps(totalSteps);
  steps.backlog.set(backlog);
  steps.overruns.set(overruns);
  const plan = { name, polls: new Int32Array(totalSteps), onOverrun: "stall" as const };
  const witness = { delivered: 0, lost: 0, lag: 0, overwritten: 0, observed: 0, measured: 0, executed: 0, spoiled: 0 };
  const consumer = {
    plan,
    steps,
    episodes: [],
    staleness: undefined,
    stalenessNs: new Histogram(),
    stalenessNsMax: new Float64Array(totalSteps),
    witness,
    decisions: "",
  };
  const ingest = new Int32Array(totalSteps);
  const failures = new FailureSchedule({ totalSteps, injections: [] });
  const run = {
    capacity,
    payloadWords: 4,
    warmupTicks: 0,
    stepNs: 1_000,
    seed: 1,
    ingest,
    consumers: [plan],
    failures,
  };
  const metrics = new SystemMetrics({
    lifecycle: new Lifecycle(),
    ring: new RingBuffer({ capacity: 1 }),
    clock: new ManualClock(),
    consumers: [],
  }).snapshot();
  return {
    name,
    consumer,
    run: {
      plan: run,
      state,
      causes: state.map(() => []),
      ingested: ingest,
      published: 0,
      consumers: [consumer],
      metrics,
      timeToHaltNs: undefined,
    },
  };
}

/** The rows of a timeline from the border on, by their labels. */
function draw(tracks: Track[], width = 80): { rows: string[]; stepsPerColumn: number } {
  const { lines, stepsPerColumn } = drawTimeline(tracks, { width, palette: PLAIN });
  return { rows: lines.map((line) => line.trimEnd()), stepsPerColumn };
}

Deno.test("drawTimeline draws the backlog against the capacity: only a full ring fills its bar", () => {
  const { rows } = draw([
    track({ state: Array(6).fill(READY), backlog: [0, 1, 4, 7, 8, 9], overruns: [0, 0, 0, 0, 0, 1] }),
  ]);
  assertEquals(rows, [
    "  step         0",
    "  lifecycle    READY·",
    "  backlog   8 ┤   ▄█▲",
    "              │   ███",
    "              │  ████",
    "            0 ┼─▄████",
    "  overruns          ×",
  ]);
});

Deno.test("drawTimeline shows a backlog of one however large the ring is", () => {
  const { rows } = draw([track({ state: [READY, READY], backlog: [0, 1], capacity: 1_048_576 })]);
  assertEquals(rows[5], "                  0 ┼─▁");
});

Deno.test("drawTimeline names a state where there is room, and else begins it with a small initial", () => {
  const state = [WARMUP, ...Array(6).fill(READY), ...Array(8).fill(DEGRADED), READY];
  assertEquals(draw([track({ state, backlog: [] })]).rows[1], "  lifecycle    wREADY·d·······r");
});

Deno.test("drawTimeline puts several steps in a column when the line is too short, and hides nothing that is bad", () => {
  const totalSteps = 300;
  const state = Array(totalSteps).fill(READY).with(100, DEGRADED).with(201, WARMUP);
  const backlog = Array(totalSteps).fill(0).with(100, 8);
  const overruns = Array(totalSteps).fill(0).with(299, 1);
  const { rows, stepsPerColumn } = draw([track({ state, backlog, overruns })]);
  assertEquals(stepsPerColumn, 5);
  assertEquals(rows[1].slice(15), "READY···············dREADY··············wREADY··············");
  assertEquals(rows[0].slice(15), "0         50        100       150       200       250");
  for (const row of rows.slice(2, 5)) assertEquals(row.slice(15), `${" ".repeat(20)}█`);
  assertEquals(rows[5].slice(15), `${"─".repeat(20)}█${"─".repeat(39)}`);
  assertEquals(rows[6].slice(15), `${" ".repeat(59)}×`);
});

Deno.test("drawTimeline draws several tracks above each other, on one axis", () => {
  const state = Array(3).fill(READY);
  const { rows } = draw([
    track({ state, backlog: [1, 2, 4], capacity: 4 }, "small"),
    track({ state, backlog: [1, 2, 4], capacity: 16 }, "large"),
  ]);
  assertEquals(rows, [
    "  step          0",
    "  lifecycle     r··",
    "  small      4 ┤  █",
    "             0 ┼▄██",
    "  large     16 ┤",
    "             0 ┼▁▂▄",
  ]);
});

Deno.test("drawTimeline says nothing of overruns where there are none", () => {
  assertEquals(draw([track({ state: [READY], backlog: [0] })]).rows.length, 6);
});
