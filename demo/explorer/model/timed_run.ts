import type { FeedSpecification, SystemSpecification } from "../../../config/mod.ts";
import { planSystem } from "../../simulate/simulate_system.ts";
import { SETTLED_MOMENTS, SimulationPass, type SimulationPlan } from "../../simulate/simulation_pass.ts";
import { type SimulationJson, simulationToJson } from "../../simulate/report/json_report.ts";
import { claimsOf } from "../../simulate/simulation_claims.ts";
import type { SimulationResult } from "../../simulate/simulation_result.ts";
import { type ByteSource, sourceOfBytes } from "../../system/feed/recorded/byte_source.ts";
import { sum } from "../../system/summary.ts";
import { quote } from "../../terminal/options.ts";
import { bound, boundRing, EVENTS_MAX, FILE_BYTES_MAX } from "./bounds.ts";
import { CSV_FORMAT } from "./csv_format.ts";
import { refusal, refusing } from "./refusals.ts";

/** Files that were dropped on the page, by name. */
export type DroppedFiles = ReadonlyMap<string, Uint8Array>;

/** Most turns of the control plane, which cost more than events. */
const TURNS_MAX = EVENTS_MAX / 10;

/** Opens the files that a specification names: those that were dropped, by their name without folders. */
export function opening(files: DroppedFiles, command: string): (path: string) => ByteSource {
  return (path) => {
    const bytes = files.get(path) ?? files.get(path.replace(/.*[/\\]/s, ""));
    if (bytes === undefined) throw refusal(`the specification reads ${quote(path)}: drop that file on the page`);
    bound("bytes of a file", FILE_BYTES_MAX, bytes.length, command);
    return sourceOfBytes(path, bytes);
  };
}

/**
 * Plans a system by times, whose arrivals stop at the bound of a page.
 *
 * @param specification the system
 * @param files the files that were dropped
 * @param command runs it in a terminal
 * @throws {RequestError} if it cannot be had, or is known to be too large
 */
export function planTimed(
  specification: SystemSpecification,
  files: DroppedFiles,
  command: string,
): SimulationPlan {
  const { ring, consumers, checks, warmup, duration, step } = specification;
  const turnsUntil = (ns: number) =>
    (Object.keys(checks).length === 0 ? 0 : ns / step) +
    (warmup === undefined ? 0 : Math.min(warmup.ticks, ns / warmup.tick));
  const check = (events: number, ns: number) => {
    bound("events for all consumers", EVENTS_MAX, events * consumers.length, command);
    bound("turns of the control plane", TURNS_MAX, turnsUntil(ns), command);
  };
  boundRing(ring, command);
  check(eventsOf(specification.feed, specification), duration ?? 0);
  const polled = consumers.flatMap(({ polls }) => polls ?? []);
  const steps = Math.ceil((duration ?? 0) / step);
  if (polled.length > 0) bound("steps of a consumer with polls", EVENTS_MAX, steps, command);
  const polls = consumers.map(({ polls = 0 }) => typeof polls === "number" ? polls * steps : sum(polls));
  bound("polls of all consumers", EVENTS_MAX, sum(polls), command);
  const plan = refusing(() =>
    planSystem(specification, { files: { open: opening(files, command), formats: CSV_FORMAT } })
  );
  const { feed } = plan;
  let events = 0;
  return {
    ...plan,
    feed: {
      model: feed.model,
      get firstNs() {
        return feed.firstNs;
      },
      get lastNs() {
        return feed.lastNs;
      },
      read: (chunk) => {
        const count = feed.read(chunk);
        if (count > 0) check(events += count, chunk.timesNs[count - 1]);
        return count;
      },
      close: () => feed.close(),
    },
  };
}

/** Events that a feed brings, as far as that is known beforehand; on average, where they are drawn. */
function eventsOf(feed: FeedSpecification, { step, duration = Infinity }: SystemSpecification): number {
  if (feed.model === "steps") {
    const { perStep } = feed;
    return typeof perStep === "number" ? perStep * Math.ceil(duration / step) : sum(perStep);
  }
  if (!("rate" in feed) || feed.model === "on-off") return 0;
  return Math.min(feed.events ?? Infinity, feed.rate * duration / 1e9);
}

/**
 * Runs a system by times.
 *
 * @throws {RequestError} if it cannot be had, or is too large for a page
 */
export function runTimed(specification: SystemSpecification, files: DroppedFiles, command: string): SimulationResult {
  const plan = planTimed(specification, files, command);
  // A turn of the health checks costs ten times what an event does.
  const momentsMax = EVENTS_MAX / (Object.keys(specification.checks).length > 0 ? 4 : 0.4);
  return refusing(() => {
    const pass = new SimulationPass(plan);
    while (pass.next()) { /* until the feed is exhausted */ }
    for (let moments = SETTLED_MOMENTS; !pass.settle(); moments += SETTLED_MOMENTS) {
      if (moments >= momentsMax) bound("moments after the last arrival", momentsMax, undefined, command);
    }
    return pass.finish();
  });
}

/** A run by times for programs, with the claims that are made of every one. */
export function jsonOfSystem(result: SimulationResult): SimulationJson {
  return simulationToJson(result, claimsOf(result, { maxLoss: undefined, maxP99Ns: undefined }));
}
