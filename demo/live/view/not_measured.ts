import { formatCount, formatSpan } from "./format.ts";
import { plural } from "../../terminal/layout/number_format.ts";
import { type ConsumerResult, isRateMissed, type LiveResult, lostEvents } from "../plane/live_result.ts";

/** Limits of the numbers of a run, a sentence each. Those that are specific to this run come first. */
export function notMeasured(result: LiveResult): string[] {
  const { plan, surroundings, consumers, failures } = result;
  const lost = sum(consumers, ({ report }) => report === undefined ? 0 : lostEvents(report));
  const dropped = sum(consumers, ({ dropped }) => dropped);
  const observed = sum(consumers, ({ observed }) => observed);
  const beforeReady = sum(consumers, ({ beforeReady }) => beforeReady);
  const outOfRange = sum(
    consumers,
    ({ measuredNs, scheduledNs }) => measuredNs.outOfRange + (scheduledNs?.outOfRange ?? 0),
  );
  const threads = 2 + plan.consumers;
  const sentences: [boolean, string][] = [
    [
      failures.some((line) => line !== result.feed?.failure),
      "What the threads that failed did after the control plane last heard of them.",
    ],
    [
      dropped > 0,
      `The latencies of ${formatCount(dropped)} out of ${plural(observed + dropped, "decision")}: ` +
      "the control plane was too slow for their observations and dropped them. Those that are missing came together, " +
      "so the rest is no fair sample.",
    ],
    [lost > 0, `The lateness of ${plural(lost, "lost event")}: they were never decided on, so they have none.`],
    [
      beforeReady > 0,
      `The latencies of ${plural(beforeReady, "decision")} on events that arrived before the system was ready.`,
    ],
    [
      plan.rate === "max",
      "What a stalled producer delayed: without a rate there is no schedule to be late against.",
    ],
    [
      isRateMissed(result),
      "How late events are at the rate asked for: it was not reached, so that against the schedule they are the later " +
      "the longer the run.",
    ],
    [outOfRange > 0, `Latencies that came out negative: ${formatCount(outOfRange)} of them are in no percentile.`],
    [
      surroundings.clockUncertaintyNs > 0,
      `Anything shorter than ${
        formatSpan(surroundings.clockUncertaintyNs)
      }: so far the clocks of two threads may differ.`,
    ],
    [
      threads > surroundings.cores,
      `The hot path alone: ${threads} threads shared ${
        plural(surroundings.cores, "core")
      }, and the latencies contain the ` +
      "time that a thread waited for one.",
    ],
    [true, "What comes before the arrival stamp and after the decision: there is no network here, and no exchange."],
    [true, "How long collections took, and those in the thread of the control plane."],
  ];
  return sentences.filter(([applies]) => applies).map(([, sentence]) => sentence);
}

function sum(consumers: readonly ConsumerResult[], count: (consumer: ConsumerResult) => number): number {
  return consumers.reduce((total, consumer) => total + count(consumer), 0);
}
