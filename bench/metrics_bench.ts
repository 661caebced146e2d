// Question: what does it cost to record a value on the hot path?
//
// Goal: ours beside the two that one would otherwise take, `hdr-histogram-js` and the histogram of `node:perf_hooks`. All
// record the same whole nanoseconds, spread over four decades, in a range that holds an hour, to two significant digits.
//
// Non-goals: reading percentiles, which the slow side does.
import { createHistogram } from "node:perf_hooks";
import { build } from "hdr-histogram-js";
import { Histogram, MetricsSink } from "../control/mod.ts";
import { EventSlot } from "../core/bus/event_slot.ts";
import { Ack, ACK_COMPLETION, ACK_DECISION } from "../mod.ts";
import * as events from "./_events.ts";

const { benchWork, EVENTS } = events;

/** Values from 10 ns to 100 µs, shuffled by a stride that has no factor in common with their number. */
const VALUES = Float64Array.from({ length: EVENTS }, (_, n) => Math.round(10 ** (1 + ((n * 1597) % EVENTS) / 1024)));
const HOUR_NS = 3_600_000_000_000;

const ours = new Histogram();
const hdr = build({ lowestDiscernibleValue: 1, highestTrackableValue: HOUR_NS, numberOfSignificantValueDigits: 2 });
const perfHooks = createHistogram({ lowest: 1, highest: HOUR_NS, figures: 2 });
const sink = new MetricsSink();
const event = new EventSlot(new ArrayBuffer(32), 4);
const ack = new Ack();

function recordOurs(): number {
  for (let n = 0; n < EVENTS; n++) ours.recordFrom(VALUES, n);
  return ours.outOfRange;
}

function recordHdr(): number {
  for (let n = 0; n < EVENTS; n++) hdr.recordValue(VALUES[n]);
  return hdr.totalCount;
}

function recordPerfHooks(): number {
  for (let n = 0; n < EVENTS; n++) perfHooks.record(VALUES[n]);
  return perfHooks.max;
}

function observe(): number {
  const { cells } = ack;
  for (let n = 0; n < EVENTS; n++) {
    event.arrivalNs = n;
    cells[ACK_DECISION] = n + VALUES[n];
    cells[ACK_COMPLETION] = n + 2 * VALUES[n];
    sink.observe(event, ack);
  }
  return cells[ACK_DECISION];
}

const GROUP = "metrics, record a value";
benchWork(GROUP, "Histogram, ours", recordOurs, { baseline: true });
benchWork(GROUP, "hdr-histogram-js", recordHdr);
benchWork(GROUP, "node:perf_hooks createHistogram", recordPerfHooks);
benchWork("metrics, observe an event: two values and the counters", "MetricsSink", observe, { baseline: true });
