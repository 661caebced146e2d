/**
 * Bounds of a page, so that it stays alive: a run of this size takes about a second. A terminal has others.
 *
 * @module
 */
import type { SystemSpecification } from "../../../config/mod.ts";
import type { RunPlan } from "../../system/run_plan.ts";
import { sum } from "../../system/summary.ts";
import { refusal } from "./refusals.ts";

/** Most events that consumers are offered in all, and most polls. */
export const EVENTS_MAX = 2_000_000;

/** Most steps, and most turns of the control plane. */
export const STEPS_MAX = 20_000;

/** Most words of 32 bits of a ring. */
const RING_WORDS_MAX = 2 ** 25;

/** Most forks of a run. */
export const FORKS_MAX = 16;

/** Most bytes of a file that is dropped on the page. */
export const FILE_BYTES_MAX = 2 ** 26;

/**
 * Refuses what is too large for a page.
 *
 * @param what it is, in the plural
 * @param count how many there are; undefined, where more than the bound have come and the run was stopped
 * @param command runs it in a terminal
 * @throws {RequestError} if there are more than the bound
 */
export function bound(what: string, max: number, count: number | undefined, command: string, option?: string): void {
  if (count !== undefined && count <= max) return;
  throw refusal(
    `a page takes at most ${max} ${what}, got ${
      count === undefined ? "more" : Math.ceil(count)
    }: run ${command} in a terminal`,
    option,
  );
}

/** Refuses a ring that is too large for a page. */
export function boundRing({ capacity, payloadWords }: SystemSpecification["ring"], command: string): void {
  bound("words of a ring", RING_WORDS_MAX, capacity * (payloadWords + 4), command, "capacity");
}

/** Refuses runs by steps that are too large for a page. */
export function boundPlans(plans: readonly RunPlan[], command: string): void {
  const [{ ingest }] = plans;
  for (const plan of plans) boundRing(plan, command);
  bound("steps", STEPS_MAX, ingest.length, command, "steps");
  const events = plans.map(({ ingest, consumers }) => sum(ingest) * consumers.length);
  bound("events for all consumers", EVENTS_MAX, sum(events), command, "ingest");
  const polls = plans.flatMap(({ consumers }) => consumers.map(({ polls }) => sum(polls)));
  bound("polls of all consumers", EVENTS_MAX, sum(polls), command, "polls");
}
