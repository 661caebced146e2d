import type { SystemSpecification } from "../../../config/mod.ts";
import { SLEEP_NS } from "../between/hiccup_sleep.ts";
import type { ServedReport } from "../between/thread_messages.ts";
import { machineShare } from "../plane/live_hiccups.ts";
import { type LiveResult, toldNs } from "../plane/live_result.ts";
import { compare } from "../plane/prediction/comparison.ts";
import { distributionJson, type LatencyJson } from "./distribution_json.ts";

/** What became of the feed, for JSON. */
export function feedJson({ feed, producer }: LiveResult): FeedJson | null {
  if (feed === undefined) return null;
  const { model, events, bytes, isOver } = feed;
  const published = producer?.feed;
  return {
    model,
    events_read: events,
    bytes_read: bytes,
    read_to_its_end: isOver,
    published_to_its_end: published?.isOver ?? null,
    behind: published?.behind ?? null,
    lateness_ns: published === undefined ? null : distributionJson(published.latenessNs),
    last_late_ns: published?.lastLateNs ?? null,
    starvings: published?.starvings ?? null,
    starved_ns: published?.starvedNs ?? null,
  };
}

/** What a consumer takes on this machine, for JSON. */
export function serviceJson(served: ServedReport | undefined): ServiceJson | null {
  if (served === undefined) return null;
  const { measured: { perEventNs, perPassNs, wakeUpNs }, fullPassNs, lagMax } = served;
  return {
    per_event_ns: perEventNs,
    per_pass_ns: perPassNs,
    wake_up_ns: wakeUpNs,
    full_pass_ns: distributionJson(fullPassNs),
    lag_max: lagMax,
  };
}

/** What was to be expected of it, for JSON. */
export function predictionJson(result: LiveResult): PredictionJson | null {
  const { prediction } = result;
  if (prediction === undefined) return null;
  return {
    specification: prediction.specification,
    consumers: compare(result).map(({ name, predicted, lagMax, firstOverrunNs, error }) => ({
      name,
      predicted_peak_lag: predicted.neededCapacity,
      observed_peak_lag: lagMax,
      error: error ?? null,
      predicted_first_overrun_ns: predicted.firstOverrunNs ?? null,
      observed_first_overrun_ns: firstOverrunNs ?? null,
    })),
  };
}

/** The hiccups of the machine, for JSON. */
export function hiccupsJson({ hiccups, consumers }: LiveResult): HiccupsJson | null {
  if (hiccups === undefined) return null;
  return {
    sleep_ns: SLEEP_NS,
    shortest_sleep_ns: hiccups.shortestSleepNs ?? null,
    warming_up_ns: distributionJson(hiccups.warmup),
    since_ready_ns: distributionJson(hiccups.ready),
    machine_share_at_most: consumers.map((consumer) => {
      const share = machineShare(hiccups, toldNs(consumer));
      return { consumer: consumer.number, p99: share?.p99 ?? null, max: share?.max ?? null };
    }),
  };
}

/** What became of a feed. What only the producer knows is null if it failed. */
export interface FeedJson {
  readonly model: string;
  readonly events_read: number;
  readonly bytes_read: number;
  readonly read_to_its_end: boolean;
  readonly published_to_its_end: boolean | null;
  /** Events that were due when the producer stopped, and had not been published. */
  readonly behind: number | null;
  /** From when events were due to their arrival stamps. */
  readonly lateness_ns: LatencyJson | null;
  /** The same of the last event. */
  readonly last_late_ns: number | null;
  /** Times that the producer waited for the feed to be read. */
  readonly starvings: number | null;
  readonly starved_ns: number | null;
}

/** What a consumer takes on this machine. */
export interface ServiceJson {
  /** For each event, measured before the run. */
  readonly per_event_ns: number;
  /** For each pass besides. */
  readonly per_pass_ns: number;
  /** To find work when it has waited for some. */
  readonly wake_up_ns: number;
  /** How long the passes of the run took that were a whole batch. */
  readonly full_pass_ns: LatencyJson;
  /** The greatest lag that a pass found. */
  readonly lag_max: number;
}

/** What was to be expected of a run with a feed, beside what was observed. */
export interface PredictionJson {
  /** The system, with the services that were measured: a specification, of which `simulate` says the same. */
  readonly specification: SystemSpecification;
  readonly consumers: readonly {
    readonly name: string;
    /** The least ring that the feed never overruns. */
    readonly predicted_peak_lag: number;
    readonly observed_peak_lag: number;
    /** Observed less predicted, as a share of the predicted; null after an overrun. */
    readonly error: number | null;
    /** Null for never. */
    readonly predicted_first_overrun_ns: number | null;
    readonly observed_first_overrun_ns: number | null;
  }[];
}

/** Hiccups of the machine: by how much sleeps were longer than the shortest of them. */
export interface HiccupsJson {
  /** How long each was meant to be. */
  readonly sleep_ns: number;
  readonly shortest_sleep_ns: number | null;
  readonly warming_up_ns: LatencyJson;
  readonly since_ready_ns: LatencyJson;
  /** Share of each consumer's staleness, against the schedule if there is one, that the machine explains at most. */
  readonly machine_share_at_most: readonly {
    readonly consumer: number;
    readonly p99: number | null;
    readonly max: number | null;
  }[];
}
