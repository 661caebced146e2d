import { checkSpecification, type SystemSpecification } from "../../../config/mod.ts";
import { FailureSchedule, type Injection } from "../../../control/mod.ts";
import type { RunPlan } from "../../system/run_plan.ts";
import { integerRule } from "../../terminal/option_values.ts";
import { quote } from "../../terminal/options.ts";
import { EVENTS_MAX } from "./bounds.ts";
import { type Fork, FORK_KINDS, type ForkKind } from "./explorer_request.ts";
import { refusal } from "./refusals.ts";

/** The failure of an outage. */
const OUTAGE = "market-data-outage";

/** A fork as an address has it: `AT:KIND=VALUE`, with `@CONSUMER` behind it where that is not the first. */
export function forkText({ at, kind, value, consumer = 0 }: Fork): string {
  return `${at}:${kind}=${value}${consumer === 0 ? "" : `@${consumer}`}`;
}

/**
 * Reads a fork.
 *
 * @throws {RequestError} if it is none
 */
export function readFork(text: string): Fork {
  const [, at, kind, value, consumer] = /^(\d{1,9}):(\w+)=(\d{1,9})(?:@(\d{1,3}))?$/.exec(text) ?? [];
  if (!isKind(kind)) throw refusal(`${FORK_RULE}, got ${quote(text)}`, "fork");
  const fork = { kind, at: Number(at), value: Number(value) };
  return Number(consumer) > 0 ? { ...fork, consumer: Number(consumer) } : fork;
}

function isKind(kind: string | undefined): kind is ForkKind {
  return (FORK_KINDS as readonly unknown[]).includes(kind);
}

const FORK_RULE = `fork must be AT:KIND=VALUE, or AT:KIND=VALUE@CONSUMER, with KIND one of ${FORK_KINDS.join(", ")}`;

/**
 * Refuses a fork that a run cannot take.
 *
 * @param fork the fork
 * @param columns of the run
 * @param consumers of the run
 * @param unit what its columns are
 * @throws {RequestError} if it is at none of its columns, of a kind that it has not, or has no number that it can have
 */
export function checkFork(fork: Fork, columns: number, consumers: number, unit: "step" | "time"): void {
  const { at, kind, value, consumer = 0 } = fork;
  const fail = (rule: string) => {
    throw refusal(`fork must ${rule}, got ${forkText(fork)}`, "fork");
  };
  const isRate = kind === "ingest" || kind === "polls";
  if (isRate && unit === "time") fail("be a pause or an outage, for a run by times");
  if (!(at < columns)) fail(`be at ${integerRule(0, columns - 1)}`);
  if (!(consumer < consumers)) fail(`be of a consumer from 0 to ${consumers - 1}`);
  const min = isRate ? 0 : 1;
  if (!(Number.isInteger(value) && value >= min && value <= EVENTS_MAX)) fail(`have ${integerRule(min, EVENTS_MAX)}`);
}

/**
 * A plan by steps that goes another way from some columns on. Before the first of them nothing is changed.
 *
 * @throws {RequestError} if it cannot take one of the forks
 */
export function forkPlan(plan: RunPlan, forks: readonly Fork[]): RunPlan {
  const steps = plan.ingest.length;
  const ingest = plan.ingest.slice();
  const consumers = plan.consumers.map((consumer) => ({ ...consumer, polls: consumer.polls.slice() }));
  let { meanIngest, failures: { injections } } = plan;
  for (const fork of forks) {
    const { kind, at, value } = fork;
    // Runs with one consumer each are alternatives, and all of them take part.
    const consumer = consumers.length === 1 ? 0 : fork.consumer ?? 0;
    checkFork({ ...fork, consumer }, steps, consumers.length, "step");
    const { polls } = consumers[consumer];
    if (kind === "ingest") {
      ingest.fill(value, at);
      meanIngest = undefined; // it is a mean no longer
    } else if (kind === "polls") polls.fill(value, at);
    else if (kind === "pause") polls.fill(0, at, at + value);
    else injections = withOutage(injections, at, at + value, steps);
  }
  const failures = new FailureSchedule({ totalSteps: steps, injections });
  return { ...plan, ingest, meanIngest, consumers, failures };
}

/** Adds an outage to those that there are. Those that overlap it become one with it. Nothing before it is touched. */
function withOutage(injections: readonly Injection[], from: number, to: number, steps: number): Injection[] {
  const own = injections.filter(({ failure }) => failure === OUTAGE);
  const all = injections.filter(({ failure, step }) => failure !== OUTAGE || step < from);
  let [was, isOut, due] = [false, false, 0];
  for (let step = 0; step < steps; step++) {
    for (; due < own.length && own[due].step === step; due++) isOut = own[due].action === "activate";
    const is = isOut || (step >= from && step < to);
    if (is !== was && step >= from) all.push({ step, failure: OUTAGE, action: is ? "activate" : "deactivate" });
    was = is;
  }
  return all;
}

/**
 * A system by times that goes another way from some columns on: a pause is one of the consumer, an outage one of the failures.
 *
 * @param system the system
 * @param forks the changes
 * @param intervalNs simulated nanoseconds of a column
 * @param columns of the run without them
 * @throws {RequestError} if it cannot take one of the forks
 */
export function forkSystem(
  system: SystemSpecification,
  forks: readonly Fork[],
  intervalNs: number,
  columns: number,
): SystemSpecification {
  const consumers = [...system.consumers];
  const failures = [...system.failures];
  for (const fork of forks) {
    checkFork(fork, columns, consumers.length, "time");
    const { kind, at, value, consumer: n = 0 } = fork;
    const [from, span] = [at * intervalNs, value * intervalNs];
    if (kind === "outage") failures.push({ kind: OUTAGE, from, to: from + span });
    else consumers[n] = { ...consumers[n], pauses: [...consumers[n].pauses, { at: from, for: span }] };
  }
  return checkSpecification({ ...system, consumers, failures });
}
