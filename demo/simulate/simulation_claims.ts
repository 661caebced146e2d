import { formatDuration } from "../../config/mod.ts";
import { LifecycleState } from "../../mod.ts";
import type { TimedConsumerRecord } from "../system/timed/timed_record.ts";
import { formatNs } from "../terminal/layout/layout.ts";
import { formatGrouped } from "../terminal/layout/number_format.ts";
import type { Verdict } from "../terminal/layout/verdicts.ts";
import { shortName } from "../terminal/layout/short_name.ts";
import { agrees, type SimulationResult } from "./simulation_result.ts";

/** Limits that a user sets, so that a check in CI fails. */
export interface SimulationLimits {
  /** Events that each consumer may lose; undefined for any number. */
  readonly maxLoss: number | undefined;
  /** What 99 of 100 events of each consumer may be old when they are decided on; undefined for any age. */
  readonly maxP99Ns: number | undefined;
}

/**
 * What is claimed of every simulation: each claim compares what a run left behind with arithmetic that never touches a ring,
 * or with counts that were kept apart. And the limits of the user, a claim for each.
 */
export function claimsOf(result: SimulationResult, limits: SimulationLimits): Verdict[] {
  const claims = [
    claimFirstOverruns(result),
    claimNeededRing(result),
    claimAccounts(result),
    claimAuthority(result),
    claimWitnesses(result),
  ];
  if (limits.maxLoss !== undefined) claims.push(claimLoss(result, limits.maxLoss));
  if (limits.maxP99Ns !== undefined) claims.push(claimP99(result, limits.maxP99Ns));
  return claims;
}

/** What each consumer has to say, if they do not all say the same. */
function each(result: SimulationResult, say: (consumer: TimedConsumerRecord, n: number) => string): string {
  const { consumers } = result.record;
  const said = consumers.map(say);
  if (said.every((text) => text === said[0])) return said[0];
  return consumers.map(({ name }, n) => `${shortName(name)} ${said[n]}`).join(", ");
}

function claimFirstOverruns(result: SimulationResult): Verdict {
  const { record, laws } = result;
  const places = each(result, (_, n) => {
    const { firstOverrunNs } = laws[n];
    return firstOverrunNs === undefined ? "never" : `after ${formatNs(firstOverrunNs)}`;
  });
  return {
    claim: `first overruns, to the nanosecond as the law says: ${places}`,
    held: record.consumers.every((_, n) => agrees(result, n)),
  };
}

/** A run that was cut short says nothing of a need that comes later; its laws have seen the same arrivals as it has. */
function claimNeededRing(result: SimulationResult): Verdict {
  const { specification: { ring: { capacity } }, record, laws } = result;
  const needs = each(result, (_, n) => formatGrouped(laws[n].neededCapacity));
  return {
    claim: `an overrun if and only if ${formatGrouped(capacity)} slots are less than the needed ring: ${needs}`,
    held: record.consumers.every(({ overruns }, n) => {
      const isEnough = capacity >= laws[n].neededCapacity;
      return isEnough ? overruns === 0 : overruns > 0 || result.interruptedNs !== undefined;
    }),
  };
}

function claimAccounts(result: SimulationResult): Verdict {
  const { specification: { ring: { capacity } }, record: { published, consumers } } = result;
  const accounts = each(
    result,
    ({ delivered, lost, backlog }) =>
      `${formatGrouped(delivered)} + ${formatGrouped(lost)} + ${formatGrouped(backlog)}`,
  );
  return {
    claim: `published = delivered + lost + backlog: ${formatGrouped(published)} = ${accounts}`,
    held: consumers.every(({ delivered, lost, backlog, live, provisional }) =>
      delivered + lost + backlog === published && backlog <= capacity && live + provisional === delivered
    ),
  };
}

/** The sink has compared each decision with the states over time. Where the state never changed, the counts follow from it. */
function claimAuthority(result: SimulationResult): Verdict {
  const { lifecycle, consumers } = result.record;
  const states = new Set(lifecycle.map(({ state }) => state));
  const lives = each(result, ({ live, delivered }) => `${formatGrouped(live)} of ${formatGrouped(delivered)}`);
  const held = consumers.every(({ live, delivered, misjudged }) => {
    if (misjudged > 0) return false;
    if (!states.has(LifecycleState.READY)) return live === 0;
    return states.size > 1 || live === delivered;
  });
  return { claim: `live are the decisions taken in READY, and no other: ${lives}`, held };
}

function claimWitnesses({ record }: SimulationResult): Verdict {
  return {
    claim: "ring, consumer and sink agree; events came once, in order, and whole",
    held: record.consumers.every(({ witnessed, spoiled }) => witnessed && spoiled === 0),
  };
}

function claimLoss({ record: { consumers } }: SimulationResult, maxLoss: number): Verdict {
  const limit = `--max-loss ${formatGrouped(maxLoss)}`;
  const over = consumers.filter(({ lost }) => lost > maxLoss)
    .map(({ name, lost }) => `${shortName(name)} loses ${formatGrouped(lost)}`);
  return over.length === 0
    ? { claim: `no consumer loses more events than ${limit}`, held: true }
    : { claim: `${over.join(", ")}: more events than ${limit}`, held: false };
}

/** A consumer that decided on nothing has no p99, and is within no limit unless nothing came. */
function claimP99({ record: { consumers, published } }: SimulationResult, maxP99Ns: number): Verdict {
  const limit = `--max-p99 ${formatDuration(maxP99Ns)}`;
  const over = consumers.flatMap(({ name, stalenessNs }) => {
    if (stalenessNs.count === 0) return published === 0 ? [] : [`${shortName(name)} decides on nothing`];
    const ns = stalenessNs.percentile(99);
    return ns > maxP99Ns ? [`${shortName(name)} has a p99 of ${formatNs(ns)}`] : [];
  });
  return over.length === 0
    ? { claim: `no consumer has a p99 of staleness above ${limit}`, held: true }
    : { claim: `${over.join(", ")}: above ${limit} of staleness`, held: false };
}
