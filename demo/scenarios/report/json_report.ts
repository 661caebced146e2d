/**
 * The result of a scenario as JSON, for programs. Keys, their order and their meaning are stable.
 *
 * `summary` and `steps` are those of the primary track: the first consumer of the first run, which `summary.of` names. A
 * scenario that has more than one track lists them all, the primary one among them, under one more key: `consumers`, if they
 * share a run, or `runs`. They have the same keys. Nothing is added up over them: runs are alternatives.
 *
 * For every track, `total_ingested` = `total_acks` + `total_undeliverable` + `final_readable`, and `total_undeliverable` =
 * `total_skipped` + `total_overwritten`. That is what is lost. `total_lost` is what polls have found lost.
 *
 * The digest is that of the keys of the first version; those that were added later are marked so.
 *
 * An entry of `config.injections` is of the market data outage, unless it names another `failure`.
 *
 * @module
 */
import type { Injection } from "../../../control/mod.ts";
import { type LifecycleState, type LifecycleStateName, lifecycleStateName } from "../../../mod.ts";
import type { Claim } from "../claim.ts";
import { Fnv1a } from "../../system/fnv1a.ts";
import { type Load, loadOf } from "../../capacity/load.ts";
import { predict } from "../prediction.ts";
import type { Staleness, Track } from "../../system/run_record.ts";
import type { ScenarioResult } from "../scenario.ts";
import { summarize } from "../../system/summary.ts";

/** The numbers that a scenario ran with. */
export interface ConfigJson {
  /** Events that stay readable in the ring. */
  readonly ring_capacity: number;
  /** Events ingested in each step; in bursts, where they are on. */
  readonly ingest_per_step: number;
  /** Polls in each step. */
  readonly polls_per_step: number;
  /** Ticks of the warm-up. */
  readonly warmup_ticks: number;
  /** Steps of the run. */
  readonly total_steps: number;
  /** When failures begin and end. */
  readonly injections: readonly InjectionJson[];
  /** The consumer's answer to an overrun. */
  readonly on_overrun: string;
  /** The seed. */
  readonly seed: number;
}

/** One injection. */
export interface InjectionJson {
  /** The step at whose beginning it is done. */
  readonly step: number;
  /** `activate` or `deactivate`. */
  readonly action: string;
  /** The failure, if it is not the market data outage. */
  readonly failure?: string;
}

/** The totals of a track, as the first version had them. They are in the digest. */
export interface FirstSummaryJson {
  /** The first step with a poll that found an overrun, or null. */
  readonly first_overrun_step: number | null;
  /** The step in which the capacity law puts it, or null for none within the run. */
  readonly predicted_first_overrun_step: number | null;
  /** Polls that found an overrun. Under `stall` one overrun is found by every poll: `total_episodes` counts it once. */
  readonly total_overruns: number;
  /** Events ingested. */
  readonly total_ingested: number;
  /** Events delivered. */
  readonly total_acks: number;
  /** Acks whose decision was live. */
  readonly executed_acks: number;
  /** Acks whose decision was provisional. */
  readonly provisional_acks: number;
  /** Events that polls found lost. Without a poll none is found; `total_undeliverable` counts the events lost. */
  readonly total_lost: number;
  /** Polls that found nothing. */
  readonly total_empty_polls: number;
  /** Events left unread at the end, readable or not. */
  readonly final_backlog: number;
  /** The state at the end. */
  readonly final_state: LifecycleStateName;
}

/** The totals of a track. */
export interface SummaryJson extends FirstSummaryJson {
  /** Added: the run or consumer that it is about. */
  readonly of: string;
  /** Added: events given up by resuming after an overrun; 0 under `stall`. */
  readonly total_skipped: number;
  /** Added: events unread and overwritten at the end, whether a poll has found so or not. */
  readonly total_overwritten: number;
  /** Added: events that can never be delivered, skipped or overwritten: what is lost, in every policy. */
  readonly total_undeliverable: number;
  /** Added: events left unread at the end that can still be read. */
  readonly final_readable: number;
  /** Added: overruns, each from the poll that found it to the resume. */
  readonly total_episodes: number;
  /** Added: the first step that overwrote an event unread, whether a poll has found so or not, or null. */
  readonly first_overwritten_step: number | null;
  /** Added: the step in which the capacity law puts that, or null for none within the run. */
  readonly predicted_first_overwritten_step: number | null;
  /**
   * Added: from leaving READY to the last live decision of any consumer of the run, in simulated nanoseconds, at least 0; the
   * longest, if it left READY more than once. Null, if it never did.
   */
  readonly time_to_halt_ns: number | null;
}

/** Demand of the feed on a consumer and its ring, by arithmetic alone. */
export interface LoadJson {
  /** Events per poll, in the long run; null, if events come and there are no polls. */
  readonly load: number | null;
  /** Events in a step, on average. */
  readonly events_per_step: number;
  /** Polls in a step, on average. */
  readonly polls_per_step: number;
  /** Whether some ring is enough for as long as the load lasts; null, if the rates change and nothing lasts. */
  readonly stable: boolean | null;
  /** Events by which the backlog grows in a step, on average, for as long as the load lasts. */
  readonly growth_per_step: number;
  /** The same for a second of simulated time. */
  readonly growth_per_second: number;
  /** The greatest number of unread events that this run leads to: what a ring has to hold to lose none of them. */
  readonly needed_capacity: number;
  /** The power of two for that. Null where no size may be recommended: at a load of 1 or more, or if a run ends behind. */
  readonly sufficient_capacity: number | null;
}

/** Overruns, one entry for each: from the poll that found it to the resume. */
export interface EpisodesJson {
  /** The step in which a poll found it. */
  readonly step: readonly number[];
  /** The step in which the consumer resumed; null, if it has not. Only the last can be without an end. */
  readonly end_step: readonly (number | null)[];
  /** Events that it cost; without an end, those that are overwritten at the end of the run. */
  readonly lost: readonly number[];
}

/** Counts of a track in each step, as in the first version: one entry a step. It is in the digest. */
export interface FirstStepsJson {
  /** The state at the end of the step. */
  readonly state: readonly LifecycleStateName[];
  /** Events ingested. */
  readonly ingested: readonly number[];
  /** Polls that found an overrun. */
  readonly overruns: readonly number[];
  /** Events delivered. */
  readonly acks: readonly number[];
  /** Acks whose decision was live. */
  readonly executed_acks: readonly number[];
  /** Polls that found nothing. */
  readonly empty_polls: readonly number[];
  /** Events that polls found lost. */
  readonly lost: readonly number[];
  /** Events unread at the end of the step, readable or not. */
  readonly backlog: readonly number[];
}

/** Counts of a track in each step: one entry a step. */
export interface StepsJson extends FirstStepsJson {
  /** Added: events of the backlog that are overwritten at the end of the step, whether a poll has found so or not. */
  readonly overwritten: readonly number[];
}

/** Further facts of a track beside its totals and its steps. */
export interface TrackDetailsJson {
  /** How old events were when they were decided on, in simulated nanoseconds; null, if there were none. */
  readonly staleness_ns: StalenessJson | null;
  /** Added: its overruns. */
  readonly episodes: EpisodesJson;
  /** Added: what its feed asks of it. */
  readonly load: LoadJson;
}

/** One of several tracks. */
export interface TrackJson extends TrackDetailsJson {
  /** Its name. */
  readonly name: string;
  /** Events that stay readable in its ring. */
  readonly ring_capacity: number;
  /** Its consumer's answer to an overrun. */
  readonly on_overrun: string;
  /** Its totals. */
  readonly summary: SummaryJson;
  /** Its steps. */
  readonly steps: StepsJson;
}

/** Percentiles, within 1 %, and the exact maximum, of the events that were delivered. They are in the digest. */
export interface FirstStalenessJson {
  /** Half of the events were at most this old. */
  readonly p50: number;
  /** Nine in ten. */
  readonly p90: number;
  /** Ninety-nine in a hundred. */
  readonly p99: number;
  /** The oldest. */
  readonly max: number;
}

/** How old events were when they were decided on, and how many that were. Of the others nothing is known. */
export interface StalenessJson extends FirstStalenessJson {
  /** Added: events that were decided on. */
  readonly events: number;
  /** Added: their share of the events published, from 0 to 1. */
  readonly share: number;
}

/** The result of a scenario. The details are those of the primary track, and were added. */
export interface ScenarioJson extends TrackDetailsJson {
  /** Name of the scenario. */
  readonly scenario: string;
  /** The numbers it ran with. */
  readonly config: ConfigJson;
  /** The totals. */
  readonly summary: SummaryJson;
  /** The steps. */
  readonly steps: StepsJson;
  /** Every run, if there are several. */
  readonly runs?: readonly TrackJson[];
  /** Every consumer, if there are several. */
  readonly consumers?: readonly TrackJson[];
  /** Claims of the scenario, and whether they held. */
  readonly claims: readonly Claim[];
  /** Hash of the record: of what the first version had above the claims, and of every decision that was taken. */
  readonly digest: string;
}

/** The result of a scenario, as the object that is printed. */
export function toJson(result: ScenarioResult): ScenarioJson {
  const { scenario, request: { config, failures }, tracks, claims } = result;
  const [primary] = tracks;
  const head = {
    scenario: scenario.id,
    config: {
      ring_capacity: config.ringCapacity,
      ingest_per_step: config.ingestPerStep,
      polls_per_step: config.pollsPerStep,
      warmup_ticks: config.warmupTicks,
      total_steps: config.totalSteps,
      injections: failures.injections.map(injectionJson),
      on_overrun: config.onOverrun,
      seed: config.seed,
    },
  };
  const several = <Entry>(entry: (track: Track) => Entry) =>
    tracks.length > 1 ? { [tracks[1].run === primary.run ? "consumers" : "runs"]: tracks.map(entry) } : {};
  const first = {
    ...head,
    summary: firstSummaryJson(primary),
    steps: firstStepsJson(primary),
    ...several(firstTrackJson),
  };
  return {
    ...head,
    summary: summaryJson(primary),
    steps: stepsJson(primary),
    ...detailsJson(primary),
    ...several(trackJson),
    claims: claims.map(({ claim, held }) => ({ claim, held })),
    digest: digestOf(first, tracks),
  };
}

/** The record of the run: what was printed of it first, and what is too long to be printed, the decisions. Not the wording of claims. */
function digestOf(first: unknown, tracks: readonly Track[]): string {
  const hash = new Fnv1a();
  hash.addText(JSON.stringify(first));
  for (const { consumer } of tracks) hash.addText(consumer.decisions);
  return hash.hex;
}

function injectionJson({ step, action, failure }: Injection): InjectionJson {
  return failure === "market-data-outage" ? { step, action } : { step, action, failure };
}

function firstSummaryJson(track: Track): FirstSummaryJson {
  const summary = summarize(track);
  return {
    first_overrun_step: summary.firstOverrunStep ?? null,
    predicted_first_overrun_step: predict(track).step ?? null,
    total_overruns: summary.totalOverruns,
    total_ingested: summary.totalIngested,
    total_acks: summary.totalAcks,
    executed_acks: summary.executedAcks,
    provisional_acks: summary.provisionalAcks,
    total_lost: summary.totalLost,
    total_empty_polls: summary.totalEmptyPolls,
    final_backlog: summary.finalBacklog,
    final_state: lifecycleStateName(summary.finalState),
  };
}

function summaryJson(track: Track): SummaryJson {
  const summary = summarize(track);
  return {
    ...firstSummaryJson(track),
    of: track.name,
    total_skipped: summary.totalSkipped,
    total_overwritten: summary.totalOverwritten,
    total_undeliverable: summary.totalUndeliverable,
    final_readable: summary.finalReadable,
    total_episodes: summary.totalEpisodes,
    first_overwritten_step: summary.firstOverwrittenStep ?? null,
    predicted_first_overwritten_step: predict(track).overwrittenStep ?? null,
    time_to_halt_ns: track.run.timeToHaltNs ?? null,
  };
}

function firstStepsJson({ run, consumer: { steps } }: Track): FirstStepsJson {
  return {
    state: run.state.map((state: LifecycleState) => lifecycleStateName(state)),
    ingested: [...run.ingested],
    overruns: [...steps.overruns],
    acks: [...steps.acks],
    executed_acks: [...steps.executedAcks],
    empty_polls: [...steps.emptyPolls],
    lost: [...steps.lost],
    backlog: [...steps.backlog],
  };
}

function stepsJson(track: Track): StepsJson {
  return { ...firstStepsJson(track), overwritten: [...track.consumer.steps.overwritten] };
}

function firstTrackJson(track: Track) {
  const { name, run, consumer } = track;
  return {
    name,
    ring_capacity: run.plan.capacity,
    on_overrun: consumer.plan.onOverrun,
    summary: firstSummaryJson(track),
    staleness_ns: firstStalenessJson(consumer.staleness),
    steps: firstStepsJson(track),
  };
}

function trackJson(track: Track): TrackJson {
  const { staleness_ns, ...added } = detailsJson(track);
  return { ...firstTrackJson(track), summary: summaryJson(track), staleness_ns, steps: stepsJson(track), ...added };
}

function detailsJson(track: Track): TrackDetailsJson {
  const { run, consumer } = track;
  return {
    staleness_ns: stalenessJson(track),
    episodes: {
      step: consumer.episodes.map(({ step }) => step),
      end_step: consumer.episodes.map(({ endStep }) => endStep ?? null),
      lost: consumer.episodes.map(({ lost }) => lost),
    },
    load: loadJson(loadOf(run.plan, consumer.plan)),
  };
}

function loadJson(load: Load): LoadJson {
  return {
    load: load.ratio === Infinity ? null : load.ratio,
    events_per_step: load.eventsPerStep,
    polls_per_step: load.pollsPerStep,
    stable: load.isStable ?? null,
    growth_per_step: load.growthPerStep,
    growth_per_second: load.growthPerSecond,
    needed_capacity: load.neededCapacity,
    sufficient_capacity: load.sufficientCapacity ?? null,
  };
}

function firstStalenessJson(staleness: Staleness | undefined): FirstStalenessJson | null {
  if (staleness === undefined) return null;
  return { p50: staleness.p50Ns, p90: staleness.p90Ns, p99: staleness.p99Ns, max: staleness.maxNs };
}

function stalenessJson(track: Track): StalenessJson | null {
  const first = firstStalenessJson(track.consumer.staleness);
  if (first === null) return null;
  const { totalAcks, totalIngested } = summarize(track);
  return { ...first, events: totalAcks, share: totalAcks / totalIngested };
}
