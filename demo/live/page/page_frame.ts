import { consumerPlanOf } from "../plane/live_plan.ts";
import type { ConsumerStatus, LiveStatus, StateEntry } from "../plane/live_status.ts";

import type { LiveJson } from "../view/live_json.ts";
import { type RunJson, runToJson } from "../view/run_json.ts";

/** What does not change while a run lasts, as an object for JSON. Keys are stable. An unknown value is null. */
export interface PageRun extends RunJson {
  /** The consumers, by number. */
  readonly consumers: readonly PageRunConsumer[];
}

/** A consumer, before anything happened to it. */
export interface PageRunConsumer {
  /** Its number, counted from 1. */
  readonly consumer: number;
  /** Its name: its number, if it has no other. */
  readonly name: string;
  /** Its answer to an overrun. */
  readonly on_overrun: string;
}

/** How a run stands at some moment, as an object for JSON. Keys are stable. An unknown value is null. */
export interface PageFrame {
  /** Number of the frame, counted from 0. */
  readonly frame: number;
  /** Seconds since the run started. */
  readonly seconds: number;
  /** The lifecycle. */
  readonly state: string;
  /** Why the system is degraded, if it is. */
  readonly causes: readonly string[];
  /** The states that were entered since the frame before, in order, each with its causes. */
  readonly entered: readonly PageState[];
  /** Whether the run is being shut down. */
  readonly is_stopping: boolean;
  /** Events published so far. */
  readonly published: number;
  /** Events published per second, since the frame before. */
  readonly rate_per_second: number | null;
  /** The longest time from one look of the control plane to the next, since the frame before. 10 ms are planned. */
  readonly control_gap_ns: number;
  /** How the cycles of the producer went so far. */
  readonly producer: { readonly stalls: number; readonly longest_cycle_ns: number };
  /** The consumers, by number. */
  readonly consumers: readonly PageConsumer[];
}

/** The lifecycle entered a state, or is held in it for other causes than before. */
export interface PageState {
  /** When, in seconds since the run started. */
  readonly seconds: number;
  /** The state. */
  readonly state: string;
  /** Why, if it is DEGRADED. */
  readonly causes: readonly string[];
}

/** How a consumer stands at some moment. */
export interface PageConsumer {
  /** Its number, counted from 1. */
  readonly consumer: number;
  /** Events published and not yet taken. More than the capacity is an overrun. */
  readonly lag: number;
  /** The greatest lag at any look of the control plane since the frame before. It looks every 10 ms. */
  readonly lag_max: number;
  /** Events so far that it can never get. */
  readonly lost: number;
  /** Age of the oldest event that it has not decided on; 0 if none waits. */
  readonly oldest_undecided_age_ns: number;
  /** How long ago its loop last polled. */
  readonly heartbeat_age_ns: number;
  /** Staleness of the decisions that were observed since the frame before; null, if none was. */
  readonly staleness_ns: { readonly p50: number; readonly p99: number; readonly max: number } | null;
  /** Observations dropped so far. */
  readonly dropped_observations: number;
  /** Cycles so far that took longer than they may. */
  readonly stalls: number;
  /** The longest cycle so far. */
  readonly longest_cycle_ns: number;
  /** Why its thread ended; null, if it did not. */
  readonly failure: string | null;
}

/** The last frame: the numbers of the whole run, as `--json` prints them. */
export interface PageEnd {
  /** Number of the frame. */
  readonly frame: number;
  /** Seconds since the run started, at the last frame before. */
  readonly seconds: number;
  /** The numbers. */
  readonly result: LiveJson;
}

/** What does not change while a run lasts. */
export function pageRun({ plan, surroundings }: LiveStatus): PageRun {
  const consumers = Array.from({ length: plan.consumers }, (_, n): PageRunConsumer => {
    const { onOverrun, service } = consumerPlanOf(plan, n + 1);
    const leaveAt = service?.leaveAt ?? 0;
    return {
      consumer: n + 1,
      name: plan.system?.consumers[n]?.name ?? String(n + 1),
      on_overrun: leaveAt > 0 ? `leave: ${leaveAt}` : onOverrun,
    };
  });
  return { ...runToJson({ plan, surroundings }), consumers };
}

/**
 * A frame of a page: a status of the run, as it is.
 *
 * @param status the status
 * @param frame number of the frame
 * @param entered the states that were entered since the frame before
 */
export function pageFrame(status: LiveStatus, frame: number, entered: readonly StateEntry[]): PageFrame {
  return {
    frame,
    seconds: status.elapsedMs / 1_000,
    state: status.state,
    causes: status.causes,
    entered: entered.map(({ atMs, state, causes }) => ({ seconds: atMs / 1_000, state, causes })),
    is_stopping: status.isStopping,
    published: status.published,
    rate_per_second: Number.isFinite(status.ratePerSecond) ? status.ratePerSecond : null,
    control_gap_ns: status.controlGapMs * 1e6,
    producer: { stalls: status.producer.stalls, longest_cycle_ns: status.producer.longestNs },
    consumers: status.consumers.map(pageConsumer),
  };
}

function pageConsumer(consumer: ConsumerStatus): PageConsumer {
  const { stalenessNs } = consumer;
  return {
    consumer: consumer.number,
    lag: consumer.lag,
    lag_max: consumer.lagMax,
    lost: consumer.lost,
    oldest_undecided_age_ns: consumer.undecidedNs,
    heartbeat_age_ns: consumer.heartbeatNs,
    staleness_ns: stalenessNs === undefined
      ? null
      : { p50: stalenessNs.p50, p99: stalenessNs.p99, max: stalenessNs.max },
    dropped_observations: consumer.dropped,
    stalls: consumer.stalls,
    longest_cycle_ns: consumer.longestCycleNs,
    failure: consumer.failure ?? null,
  };
}
