/**
 * The result of a scenario as JSON, for programs. Keys, their order and their meaning are stable.
 *
 * `summary` and `steps` are those of the primary track: the first consumer of the first run. A scenario that has more than
 * one track lists them all, the primary one among them, under one more key: `consumers`, if they share a run, or `runs`.
 *
 * An entry of `config.injections` is of the market data outage, unless it names another `failure`.
 *
 * @module
 */
import type { Injection } from "../../control/failure/failure_schedule.ts";
import { type LifecycleState, type LifecycleStateName, lifecycleStateName } from "../../core/state/lifecycle_state.ts";
import type { Claim } from "../claim.ts";
import { Fnv1a } from "../fnv1a.ts";
import { predict } from "../prediction.ts";
import type { Staleness, Track } from "../run_record.ts";
import type { ScenarioResult } from "../scenario.ts";
import { summarize } from "../summary.ts";

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
  /** What the consumer does about an overrun. */
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

/** The totals of a track. */
export interface SummaryJson {
  /** The first step with an overrun, or null. */
  readonly first_overrun_step: number | null;
  /** The step in which the capacity law puts it, or null for none within the run. */
  readonly predicted_first_overrun_step: number | null;
  /** Polls that found an overrun. */
  readonly total_overruns: number;
  /** Events ingested. */
  readonly total_ingested: number;
  /** Events delivered. */
  readonly total_acks: number;
  /** Acks whose decision was live. */
  readonly executed_acks: number;
  /** Acks whose decision was provisional. */
  readonly provisional_acks: number;
  /** Events lost. */
  readonly total_lost: number;
  /** Polls that found nothing. */
  readonly total_empty_polls: number;
  /** Events left unread at the end. */
  readonly final_backlog: number;
  /** The state at the end. */
  readonly final_state: LifecycleStateName;
}

/** What happened in each step of a track: one entry a step. */
export interface StepsJson {
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
  /** Events of which the consumer learned that they are lost. */
  readonly lost: readonly number[];
  /** Events unread at the end of the step. */
  readonly backlog: readonly number[];
}

/** One of several tracks. */
export interface TrackJson {
  /** Its name. */
  readonly name: string;
  /** Events that stay readable in its ring. */
  readonly ring_capacity: number;
  /** What its consumer does about an overrun. */
  readonly on_overrun: string;
  /** Its totals. */
  readonly summary: SummaryJson;
  /** How old events were when they were decided on, in simulated nanoseconds; null, if there were none. */
  readonly staleness_ns: StalenessJson | null;
  /** Its steps. */
  readonly steps: StepsJson;
}

/** Percentiles, within 1 %, and the exact maximum. */
export interface StalenessJson {
  /** Half of the events were at most this old. */
  readonly p50: number;
  /** Nine in ten. */
  readonly p90: number;
  /** Ninety-nine in a hundred. */
  readonly p99: number;
  /** The oldest. */
  readonly max: number;
}

/** The result of a scenario. */
export interface ScenarioJson {
  /** What the scenario is called. */
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
  /** What the scenario claims, and whether it held. */
  readonly claims: readonly Claim[];
  /** Hash of the record: of everything above the claims, and of every decision that was taken. */
  readonly digest: string;
}

/** The result of a scenario, as the object that is printed. */
export function toJson(result: ScenarioResult): ScenarioJson {
  const { scenario, request: { config, failures }, tracks, claims } = result;
  const [primary] = tracks;
  const several = tracks.length > 1
    ? { [tracks[1].run === primary.run ? "consumers" : "runs"]: tracks.map(trackJson) }
    : {};
  const record = {
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
    summary: summaryJson(primary),
    steps: stepsJson(primary),
    ...several,
  };
  return {
    ...record,
    claims: claims.map(({ claim, held }) => ({ claim, held })),
    digest: digestOf(record, tracks),
  };
}

/** The record of the run: what is printed of it, and what is too long to be printed, the decisions. Not the wording of claims. */
function digestOf(record: unknown, tracks: readonly Track[]): string {
  const hash = new Fnv1a();
  hash.addText(JSON.stringify(record));
  for (const { consumer } of tracks) hash.addText(consumer.decisions);
  return hash.hex;
}

function injectionJson({ step, action, failure }: Injection): InjectionJson {
  return failure === "market-data-outage" ? { step, action } : { step, action, failure };
}

function summaryJson(track: Track): SummaryJson {
  const summary = summarize(track);
  return {
    first_overrun_step: summary.firstOverrunStep,
    predicted_first_overrun_step: predict(track).step,
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

function stepsJson({ run, consumer: { steps } }: Track): StepsJson {
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

function trackJson(track: Track): TrackJson {
  const { name, run, consumer } = track;
  return {
    name,
    ring_capacity: run.plan.capacity,
    on_overrun: consumer.plan.onOverrun,
    summary: summaryJson(track),
    staleness_ns: stalenessJson(consumer.staleness),
    steps: stepsJson(track),
  };
}

function stalenessJson(staleness: Staleness | null): StalenessJson | null {
  if (staleness === null) return null;
  return { p50: staleness.p50Ns, p90: staleness.p90Ns, p99: staleness.p99Ns, max: staleness.maxNs };
}
