import type { SystemSpecification } from "../../../config/mod.ts";
import type { ConsumerSetup } from "../between/thread_messages.ts";
import type { ClockRequest, OverrunPolicy } from "../../../mod.ts";
import { type HealthCheckLimits, INJECTION_ACTIONS } from "../../../control/mod.ts";
import type { IdleStrategyName } from "../../../runtime/mod.ts";

/** Plan of a live run. All numbers have been checked. */
export interface LivePlan {
  /** How long it runs, in seconds; Infinity, if it ends when its feed does. */
  readonly seconds: number;
  /** Events to publish per second; `"max"` for as many as the producer can; `"feed"` for those of a feed, at its times. */
  readonly rate: number | "max" | "feed";
  /** Number of execution consumers. */
  readonly consumers: number;
  /** Events that stay readable in the ring. */
  readonly capacity: number;
  /** 32-bit payload words of every event. */
  readonly payloadWords: number;
  /** A consumer's answer to an overrun. */
  readonly onOverrun: OverrunPolicy;
  /** Consumers that are made slow, by their number, counted from 1: microseconds that each takes over every event. */
  readonly slowUs: ReadonlyMap<number, number>;
  /** Beginnings and ends of a market data outage and of an operator's halt, in the order of their time. */
  readonly injections: readonly LiveInjection[];
  /** Which clock to stamp by; `"auto"` for the best that is permitted. */
  readonly clock: ClockRequest;
  /** How the hot threads wait for work; `"auto"` for what suits the number of cores. */
  readonly idle: IdleStrategyName | "auto";
  /** The longest that a cycle of a hot thread may take without being a stall, in microseconds. */
  readonly stallUs: number;
  /** The limits of the health checks that decide. Without any, health decides nothing. */
  readonly checks: HealthCheckLimits;
  /** The system that the feed and the consumers are those of; nothing, if there is no feed. */
  readonly system?: SystemSpecification;
}

/** What is particular to one consumer. */
export type ConsumerPlan = Pick<ConsumerSetup, "onOverrun" | "slowUs" | "service">;

/**
 * What is particular to one consumer of a plan.
 *
 * @param number its number, counted from 1
 */
export function consumerPlanOf(plan: LivePlan, number: number): ConsumerPlan {
  const { system, slowUs, onOverrun } = plan;
  const consumer = system?.consumers[number - 1];
  if (system === undefined || consumer?.service === undefined) {
    return { onOverrun, slowUs: slowUs.get(number) ?? 0, service: undefined };
  }
  const { name, service, onOverrun: answer } = consumer;
  const [policy, leaveAt] = typeof answer === "object" ? ["skip-to-head" as const, answer.leave] : [answer, 0];
  return { onOverrun: policy, slowUs: 0, service: { consumer: name, seed: system.seed, service, leaveAt } };
}

/** Injected actions: the beginning and the end of a market data outage, and of an operator's halt. */
export const LIVE_ACTIONS = [...INJECTION_ACTIONS, "halt", "release"] as const;

/** One of {@linkcode LIVE_ACTIONS}. */
export type LiveAction = typeof LIVE_ACTIONS[number];

/** Something that happens at a time. */
export interface LiveInjection {
  /** When, in milliseconds from the start, not rounded. */
  readonly atMs: number;
  /** The action. */
  readonly action: LiveAction;
}

/**
 * The idle strategy for a number of cores. A thread may spin only if it has a core for itself, and one has to be left for
 * the control plane.
 */
export function chooseIdle(plan: Pick<LivePlan, "idle" | "consumers">, cores: number): IdleStrategyName {
  if (plan.idle !== "auto") return plan.idle;
  const hotThreads = 1 + plan.consumers;
  return hotThreads < cores ? "spin" : "yield";
}
