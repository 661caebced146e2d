/**
 * Question: what does it cost to record a value in a histogram on the hot path?
 *
 * Goal: ours beside the two that one would otherwise take: `hdr-histogram-js`, and the histogram of `node:perf_hooks`. All
 * record the same whole nanoseconds, spread over four decades, in a range that holds them all.
 *
 * Not a goal: reading percentiles, which the slow side does.
 *
 * @module
 */
import { createHistogram } from "node:perf_hooks";
import { build } from "hdr-histogram-js";
import { Histogram } from "../control/mod.ts";
import * as events from "./_events.ts";

const { benchWork, EVENTS, warmUp } = events;

/** Values to record: powers of a tenth of a decade, shuffled by a stride, the same for all. */
const VALUES = Float64Array.from({ length: EVENTS }, (_, n) => Math.round(10 ** (1 + ((n * 1597) % EVENTS) / 1024)));

const ours = new Histogram();
const hdr = build({
  lowestDiscernibleValue: 1,
  highestTrackableValue: 3_600_000_000_000,
  numberOfSignificantValueDigits: 2,
});
const perfHooks = createHistogram({ lowest: 1, highest: 3_600_000_000_000, figures: 2 });

function recordOurs(): number {
  for (let n = 0; n < EVENTS; n++) ours.recordFrom(VALUES, n);
  return ours.count;
}

function recordHdr(): number {
  for (let n = 0; n < EVENTS; n++) hdr.recordValue(VALUES[n]);
  return hdr.totalCount;
}

function recordPerfHooks(): number {
  for (let n = 0; n < EVENTS; n++) perfHooks.record(VALUES[n]);
  return perfHooks.max;
}

const GROUP = "record a value";
for (const work of [recordOurs, recordHdr, recordPerfHooks]) warmUp(work, 100);
benchWork(GROUP, "Histogram", recordOurs, { baseline: true });
benchWork(GROUP, "hdr-histogram-js", recordHdr);
benchWork(GROUP, "node:perf_hooks", recordPerfHooks);
