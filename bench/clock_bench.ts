// Question: what does a timestamp cost?
//
// Goal: the clocks beside what one would otherwise call, and the whole pipeline on the native clock, which is what an event
// costs in a live run.
//
// Non-goals: resolution and jitter; garbage, which `deno task garbage` shows: all but the first two make it on every call.
//
// The native clock needs --allow-ffi. Without it its benches are ignored and say so; nothing ever asks for it.
import process from "node:process";
import { HrtimeClock, ManualClock, type MonotonicClock, NativeClock } from "../mod.ts";
import * as events from "./_events.ts";

const { benchWork, EVENTS } = events;
const GROUP = "clock, one timestamp";
const cells = new Float64Array(1);

/** Makes a work of its own for each clock, so that none shares its type feedback with another. */
function stampWith(clock: MonotonicClock): events.Work {
  return new Function(
    "clock",
    "cells",
    "count",
    "return () => { for (let n = 0; n < count; n++) clock.stamp(cells, 0); return cells[0]; };",
  )(clock, cells, EVENTS);
}

const permitted = Deno.permissions.querySync({ name: "ffi" }).state === "granted";
const unavailable = permitted ? null : "needs --allow-ffi";

benchWork(GROUP, "ManualClock", stampWith(new ManualClock()));
benchWork(GROUP, "NativeClock", permitted ? stampWith(new NativeClock()) : () => 0, { unavailable });
benchWork(GROUP, "HrtimeClock", stampWith(new HrtimeClock()));
benchWork(GROUP, "process.hrtime.bigint", () => {
  let last = 0n;
  for (let n = 0; n < EVENTS; n++) last = process.hrtime.bigint();
  return Number(last);
});
benchWork(GROUP, "performance.now", () => {
  let last = 0;
  for (let n = 0; n < EVENTS; n++) last = performance.now();
  return last;
});
benchWork(GROUP, "Date.now", () => {
  let last = 0;
  for (let n = 0; n < EVENTS; n++) last = Date.now();
  return last;
});

const pipeline = permitted ? (await import("./workload/native_pipeline.ts")).oneByOne : () => 0;
benchWork("pipeline, native clock", "null sink", pipeline, { unavailable, baseline: true });
