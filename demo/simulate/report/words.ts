/**
 * How a system is described in words: paces, policies, feeds.
 *
 * @module
 */
import { printable } from "../../../config/printable.ts";
import {
  type ConsumerSpecification,
  type FeedSpecification,
  formatDuration,
  formatRate,
  type OnOverrunSpecification,
  type PauseSpecification,
  type ServiceSpecification,
  type ServiceTimeSpecification,
} from "../../../config/mod.ts";
import {
  formatExactly,
  formatGrouped,
  formatThreeDigits,
  ordinal,
  plural,
} from "../../terminal/layout/number_format.ts";

/** A load to three digits. One that is not 1 is never written as 1, nor one that is not 0 as 0. */
export function formatLoad(load: number): string {
  const short = formatThreeDigits(load);
  return (Number(short) === 1) === (load === 1) && (Number(short) === 0) === (load === 0) ? short : formatExactly(load);
}

/** A feed in words. */
export function describeFeed(feed: FeedSpecification, stepNs: number): string {
  if (feed.model === "merged") return feed.feeds.map((part) => describeFeed(part, stepNs)).join("; and ");
  if (feed.model === "recorded") return describeRecording(feed);
  const size = feed.size === undefined ? "" : `, ${plural(feed.size, "byte")} each`;
  return `${feed.model}: ${describeModel(feed, stepNs)}${size}`;
}

function describeModel(feed: Exclude<FeedSpecification, { model: "merged" | "recorded" }>, stepNs: number): string {
  switch (feed.model) {
    case "steps": {
      const { perStep } = feed;
      const step = `step of ${formatDuration(stepNs)}`;
      return typeof perStep === "number"
        ? `${plural(perStep, "event")} in every ${step}`
        : `a count for each ${step}, ${formatGrouped(perStep.length)} in all`;
    }
    case "constant":
      return `${formatRate(feed.rate)}${atMost(feed.events, "event")}`;
    case "poisson":
      return `${formatRate(feed.rate)} on average${atMost(feed.events, "event")}`;
    case "on-off": {
      const every = feed.every === undefined ? "" : `, one every ${formatDuration(feed.every)}`;
      const one = `${plural(feed.burst, "event")} at ${formatRate(feed.rate)}`;
      return feed.every === undefined
        ? `one burst of ${one}`
        : `bursts of ${one}${every}${atMost(feed.bursts, "burst")}`;
    }
    case "hawkes": {
      const { rate, branching, decay, slowDecay, slowShare, events } = feed;
      const slow = slowShare === 0 ? "" : `, and of ${formatRate(slowDecay)} for ${formatExactly(slowShare)} of them`;
      return `${formatRate(rate)} on average, branching ${formatExactly(branching)}, decay of ${
        formatRate(decay)
      }${slow}${atMost(events, "event")}`;
    }
  }
}

function atMost(count: number | undefined, noun: string): string {
  return count === undefined ? "" : `, ${plural(count, noun)}`;
}

function describeRecording({ file, speed, from, to }: Extract<FeedSpecification, { model: "recorded" }>): string {
  const parts = [`recorded: ${printable(file)}`];
  if (from !== undefined) parts.push(`from ${formatDuration(from)}`);
  if (to !== undefined) parts.push(`to ${formatDuration(to)}`);
  if (speed !== 1) parts.push(`at ${formatExactly(speed)} times the speed`);
  return parts.join(", ");
}

/** A consumer in words: its pace, what it does when it is overrun, and its pauses. */
export function describeConsumer(consumer: ConsumerSpecification, stepNs: number, hasNoPolicy = false): string {
  const { polls, service, onOverrun, pauses, afterGap } = consumer;
  const pace = service === undefined ? describePolls(polls, stepNs) : describeService(service);
  const policy = hasNoPolicy ? [] : [`on overrun ${describePolicy(onOverrun)}`];
  const parts = [pace, ...policy, ...pauses.map(describePause)];
  if (afterGap !== undefined) parts.push(`provisional for ${formatDuration(afterGap.provisionalFor)} after a gap`);
  return parts.join("; ");
}

function describePolls(polls: ConsumerSpecification["polls"], stepNs: number): string {
  const step = `step of ${formatDuration(stepNs)}`;
  return typeof polls === "number"
    ? `${plural(polls, "poll")} in every ${step}`
    : `polls as listed for each ${step}, ${formatGrouped(polls?.length ?? 0)} in all`;
}

function describeService({ perEvent, perPass, maxBatch, wakeUp }: ServiceSpecification): string {
  const parts = [`${describeServiceTime(perEvent)} an event`];
  if (perPass > 0) parts.push(`${formatDuration(perPass)} a pass`);
  if (maxBatch > 1) parts.push(`at most ${formatGrouped(maxBatch)} a pass`);
  if (wakeUp > 0) parts.push(`${formatDuration(wakeUp)} to wake up`);
  return parts.join(", ");
}

function describeServiceTime(time: ServiceTimeSpecification): string {
  if (typeof time === "number") return formatDuration(time);
  if ("mean" in time) return `exponential, mean ${formatDuration(time.mean)}`;
  if ("median" in time) return `log-normal, median ${formatDuration(time.median)}, p99 ${formatDuration(time.p99)}`;
  return `as measured in ${printable(time.file)}`;
}

/** A policy in words. */
export function describePolicy(policy: OnOverrunSpecification): string {
  if (typeof policy === "string") return policy;
  return policy.leave === 1 ? "leave" : `skip-to-head, and leave at the ${ordinal(policy.leave)}`;
}

/** A pause in words. */
export function describePause(pause: PauseSpecification): string {
  return "every" in pause
    ? `pauses ${formatDuration(pause.for)} every ${formatDuration(pause.every)}`
    : `pauses ${formatDuration(pause.for)} at ${formatDuration(pause.at)}`;
}
