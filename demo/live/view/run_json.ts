import type { SystemSpecification } from "../../../config/mod.ts";
import { type CheckJson, checksToJson } from "../../terminal/layout/check_limits.ts";
import type { LiveResult } from "../plane/live_result.ts";

/** What is known of a live run before it begins, as an object for JSON. Keys are stable. */
export interface RunJson {
  /** The plan. */
  readonly config: {
    /** Null, if it was to end when its feed did. */
    readonly seconds: number | null;
    readonly rate: number | "max" | "feed";
    readonly consumers: number;
    readonly capacity: number;
    readonly payload_words: number;
    readonly on_overrun: string;
    readonly slow: readonly { readonly consumer: number; readonly microseconds: number }[];
    readonly injections: readonly { readonly seconds: number; readonly action: string }[];
    readonly checks: readonly CheckJson[];
    readonly idle: string;
    readonly stall_us: number;
    /** The system with a feed, every default filled in; null, if there is no feed. */
    readonly system: SystemSpecification | null;
  };
  /** The clock of the timestamps. */
  readonly clock: { readonly source: string; readonly note: string | null; readonly uncertainty_ns: number };
  /** Processor cores there were. */
  readonly cores: number;
}

/** The plan of a live run and its surroundings. */
export function runToJson({ plan, surroundings }: Pick<LiveResult, "plan" | "surroundings">): RunJson {
  return {
    config: {
      seconds: Number.isFinite(plan.seconds) ? plan.seconds : null,
      rate: plan.rate,
      consumers: plan.consumers,
      capacity: plan.capacity,
      payload_words: plan.payloadWords,
      on_overrun: plan.onOverrun,
      slow: [...plan.slowUs].map(([consumer, microseconds]) => ({ consumer, microseconds })),
      injections: plan.injections.map(({ atMs, action }) => ({ seconds: atMs / 1_000, action })),
      checks: checksToJson(plan.checks),
      idle: surroundings.idle,
      stall_us: plan.stallUs,
      system: plan.system ?? null,
    },
    clock: {
      source: surroundings.clock,
      note: surroundings.clockNote ?? null,
      uncertainty_ns: surroundings.clockUncertaintyNs,
    },
    cores: surroundings.cores,
  };
}
