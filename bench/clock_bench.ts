/**
 * Question: what does a timestamp cost?
 *
 * Goal: the clocks beside what one would otherwise call. Bytes are not seen here: `process.hrtime` and its BigInt form
 * allocate at every call, which `deno task garbage` shows.
 *
 * Not a goal: resolution and jitter.
 *
 * The native clock needs `--allow-ffi`; without it its bench is ignored, and says so.
 *
 * @module
 */
import process from "node:process";
import { HrtimeClock, ManualClock, type MonotonicClock, NativeClock } from "../mod.ts";
import * as events from "./_events.ts";

const { benchWork, EVENTS } = events;
const GROUP = "take a timestamp";
const cells = new Float64Array(1);

function benchClock(name: string, clock: MonotonicClock): void {
  benchWork(GROUP, name, () => {
    for (let n = 0; n < EVENTS; n++) clock.stamp(cells, 0);
    return cells[0];
  }, { baseline: name === "ManualClock" });
}

benchClock("ManualClock", new ManualClock());
if (Deno.permissions.querySync({ name: "ffi" }).state === "granted") benchClock("NativeClock", new NativeClock());
else benchWork(GROUP, "NativeClock", () => 0, { unavailable: "needs --allow-ffi" });
benchClock("HrtimeClock", new HrtimeClock());
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
