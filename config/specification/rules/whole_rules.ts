import type {
  ConsumerSpecification,
  FailureSpecification,
  FeedSpecification,
  PauseSpecification,
  SystemSpecification,
} from "../system_specification.ts";
import { EVENTS_MAX } from "./feed_rules.ts";
import type { Place } from "./place.ts";
import type { AfterGap, WrittenFailure, WrittenSystem } from "./written_system.ts";

/** Most steps of a run in which something happens once a step. */
const STEPS_MAX = 1_000_000_000;

/**
 * Checks the parts of a system against one another, and fills in what one part leaves to another.
 *
 * @param written the parts, each read
 * @param place where the system stands
 * @param given the system as it was given, for the places of its parts
 */
export function finishSystem(written: WrittenSystem, place: Place, given: object): SystemSpecification {
  const { ring, feed, pauses, checks, recoveryTicks, step, duration, seed, afterGap } = written;
  checkNames(written.consumers, partOf(place, given, "consumers"));
  checkPauses(written, place, given);
  const extents = (feed.model === "merged" ? feed.feeds : [feed]).map((one) => extentOf(one, step, duration));
  checkDuration(written, extents, place.at(given, "duration"));
  checkEvents(extents, place.at(given, "feed"));
  checkSteps(written, partOf(place, given, "consumers"), place.at(given, "duration"));
  const failures = finishFailures(written.failures, step, partOf(place, given, "failures"));
  const warmup = finishWarmup(written, place.at(given, "warmup"));
  return {
    ring,
    feed,
    consumers: Object.freeze(written.consumers.map((consumer) => finishConsumer(consumer, afterGap))),
    pauses,
    failures,
    ...(warmup === undefined ? {} : { warmup }),
    checks,
    recoveryTicks,
    step,
    ...(duration === undefined ? {} : { duration }),
    seed,
  };
}

/** Places of the elements of a list that is a part of the whole. */
function partOf(place: Place, given: object, key: string): (index: number) => Place {
  const list = (given as Readonly<Record<string, object>>)[key];
  const at = place.at(given, key);
  return (index) => at.at(list, index);
}

function checkNames(consumers: readonly ConsumerSpecification[], placeOf: (index: number) => Place): void {
  const taken = new Map<string, number>();
  consumers.forEach((consumer, n) => {
    const other = taken.get(consumer.name);
    if (other !== undefined) {
      placeOf(n).at(consumer, "name").refuse(
        `a name that no other consumer has`,
        consumer.name,
        ` as consumers[${other}]`,
      );
    }
    taken.set(consumer.name, n);
  });
}

/** Some time must be left outside the pauses: else nothing would ever be done. */
function checkPauses({ consumers, pauses }: WrittenSystem, place: Place, given: object): void {
  const whole = shareOf(pauses);
  if (whole >= 1) failShare(place.at(given, "pauses"), whole);
  consumers.forEach((consumer, n) => {
    const share = whole + shareOf(consumer.pauses);
    if (share >= 1) failShare(partOf(place, given, "consumers")(n).at(consumer, "pauses"), share);
  });
}

/** Share of the time that repeated pauses take, if none overlap. */
function shareOf(pauses: readonly PauseSpecification[]): number {
  return pauses.reduce((share, pause) => share + ("every" in pause ? pause.for / pause.every : 0), 0);
}

function failShare(place: Place, share: number): never {
  return place.fail(`must take less than the whole time with those of the system, got ${share} of it`);
}

/** What is known of a feed before any of it is read. */
interface Extent {
  /** The model. */
  readonly model: string;
  /** Events it brings, as far as is known: on average, if it is drawn. */
  readonly events: number;
  /** When the last of them comes, if it ends by itself at a time that is known. */
  readonly endNs?: number;
  /** Why it needs a duration, if it does. */
  readonly needs?: string;
}

const DRAWN = "is drawn at random";
const ENDLESS = "does not end by itself";

/** Works out how many events a feed of one model brings, and how long. */
function extentOf(feed: Exclude<FeedSpecification, { model: "merged" }>, step: number, duration = Infinity): Extent {
  const { model } = feed;
  switch (model) {
    case "steps": {
      const { perStep, mean } = feed;
      const needs = mean === undefined ? undefined : DRAWN;
      if (typeof perStep === "number") {
        return { model, events: perStep * Math.ceil(duration / step), needs: needs ?? ENDLESS };
      }
      const events = perStep.reduce((sum, count) => sum + count, 0);
      return { model, events, endNs: perStep.length * step, needs };
    }
    case "constant": {
      const { rate, events = Infinity } = feed;
      const endNs = (events - 1) / rate * 1e9;
      const needs = events === Infinity ? ENDLESS : undefined;
      return { model, events: Math.min(events, rate * duration / 1e9 + 1), endNs, needs };
    }
    case "on-off": {
      const { burst, rate, every, bursts = every === undefined ? 1 : Infinity } = feed;
      const within = every === undefined ? 1 : Math.min(bursts, Math.ceil(duration / every));
      const endNs = (bursts === 1 ? 0 : (bursts - 1) * (every ?? 0)) + (burst - 1) / rate * 1e9;
      return { model, events: burst * within, endNs, needs: bursts === Infinity ? ENDLESS : undefined };
    }
    case "poisson":
    case "hawkes": {
      const { rate, events = Infinity } = feed;
      return { model, events: Math.min(events, rate * duration / 1e9 + 1), needs: DRAWN };
    }
    case "recorded":
      return { model, events: 0 };
  }
}

function checkDuration({ consumers, duration }: WrittenSystem, extents: readonly Extent[], place: Place): void {
  if (duration !== undefined) return;
  for (const { model, needs, endNs = 0 } of extents) {
    if (needs !== undefined) place.fail(`is missing: a ${model} feed that ${needs} needs one`);
    if (endNs > Number.MAX_SAFE_INTEGER) {
      place.fail(`is missing: the ${model} feed needs one, since it ends after 2^53 ns, at ${endNs} ns`);
    }
  }
  const paced = consumers.find(({ polls }) => polls !== undefined);
  if (paced !== undefined) place.fail(`is missing: a consumer with polls needs one, and ${paced.name} has polls`);
}

function checkEvents(extents: readonly Extent[], place: Place): void {
  const events = extents.reduce((sum, extent) => sum + extent.events, 0);
  if (events > EVENTS_MAX) place.fail(`must bring at most ${EVENTS_MAX} events, got about ${Math.ceil(events)}`);
}

/** Refuses more steps, and more polls, than anybody waits for. */
function checkSteps(
  { feed, consumers, checks, step, duration }: WrittenSystem,
  placeOf: (index: number) => Place,
  place: Place,
): void {
  if (duration === undefined) return;
  const steps = Math.ceil(duration / step);
  const isBySteps = (feed.model === "merged" ? feed.feeds : [feed]).some(({ model }) => model === "steps") ||
    consumers.some(({ polls }) => polls !== undefined) || Object.keys(checks).length > 0;
  if (isBySteps && steps > STEPS_MAX) place.fail(`must be at most ${STEPS_MAX} steps of ${step} ns, got ${steps}`);
  consumers.forEach((consumer, n) => {
    const { polls = 0 } = consumer;
    const total = typeof polls === "number" ? polls * steps : polls.reduce((sum, count) => sum + count, 0);
    if (total > EVENTS_MAX) {
      placeOf(n).at(consumer, "polls").fail(`must be at most ${EVENTS_MAX} in all ${steps} steps, got ${total}`);
    }
  });
}

/** The failures at times, in the order in which they were written. */
function finishFailures(
  written: readonly WrittenFailure[],
  step: number,
  placeOf: (index: number) => Place,
): readonly FailureSpecification[] {
  return Object.freeze(written.map((failure, n) => finishFailure(failure, step, placeOf(n))));
}

function finishFailure(failure: WrittenFailure, step: number, place: Place): FailureSpecification {
  const { kind, fromStep = 0, toStep } = failure;
  const from = failure.from ?? fromStep * step;
  const to = failure.to ?? (toStep === undefined ? undefined : toStep * step);
  const [fromKey, toKey] = [failure.from === undefined ? "fromStep" : "from", toStep === undefined ? "to" : "toStep"];
  for (const [key, ns] of [[fromKey, from], [toKey, to ?? 0]] as const) {
    if (!Number.isSafeInteger(ns)) place.at(failure, key).fail(`must be before 2^53 ns, got ${ns} ns`);
  }
  if (to === undefined) return Object.freeze({ kind, from });
  if (to <= from) place.at(failure, toKey).fail(`must be more than ${fromKey}, ${from} ns, got ${to} ns`);
  return Object.freeze({ kind, from, to });
}

function finishWarmup({ warmup, step }: WrittenSystem, place: Place): SystemSpecification["warmup"] {
  if (warmup === undefined) return undefined;
  const { ticks, tick = step } = warmup;
  const endNs = ticks * tick;
  if (!Number.isSafeInteger(endNs)) place.at(warmup, "ticks").fail(`must be over before 2^53 ns, got ${endNs} ns`);
  return Object.freeze({ ticks, tick });
}

/** A consumer with what the system says for those that say nothing. A hold of no time is none. */
function finishConsumer(
  { afterGap: own, ...consumer }: ConsumerSpecification,
  ofSystem: AfterGap | undefined,
): ConsumerSpecification {
  const afterGap = own ?? ofSystem;
  return Object.freeze(
    afterGap === undefined || afterGap.provisionalFor === 0 ? consumer : { ...consumer, afterGap },
  );
}
