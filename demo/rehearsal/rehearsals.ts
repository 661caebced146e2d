import {
  drainAndShutDown,
  failoverDrill,
  type HealthCheckLimits,
  isolateSlowConsumer,
  restartThroughWarmup,
  type Runbook,
} from "../../control/mod.ts";
import type { SimulatedSystem } from "../system/simulated_system.ts";
import { REHEARSAL_CONFIG, type RehearsalConsumerPlan } from "./rehearsal_plan.ts";

/** A runbook with the system that it is rehearsed against, as data. */
export interface Rehearsal {
  /** Name of the runbook. */
  readonly id: string;
  /** Purpose of the runbook, in a few words. */
  readonly title: string;
  /** The consumers of the system. */
  readonly consumers: readonly RehearsalConsumerPlan[];
  /** The limits of its health checks. */
  readonly checks: HealthCheckLimits;
  /** Makes the runbook for a system. */
  make(system: SimulatedSystem): Runbook;
}

const { pollsPerStep, onOverrun, warmupTicks, ringCapacity } = REHEARSAL_CONFIG;

/** A consumer that keeps up. */
const EXECUTOR: RehearsalConsumerPlan = { name: "executor", pollsPerStep, onOverrun };

/** The share of the ring that a consumer may lag. */
const LAG = { limit: 0.75, recoveryLimit: 0.5 };

/** All runbooks that can be rehearsed, in the order in which they are listed. */
export const REHEARSALS: readonly Rehearsal[] = [
  {
    id: "restart-through-warmup",
    title: "warm up a running system again, from zero",
    consumers: [EXECUTOR],
    checks: {},
    make: ({ lifecycle, warmup, readiness }) =>
      restartThroughWarmup({ lifecycle, warmup, readiness, ticksMax: 2 * warmupTicks }),
  },
  {
    id: "isolate-slow-consumer",
    title: "remove a lagging consumer from service",
    consumers: [EXECUTOR, { name: "analytics", pollsPerStep: 2, onOverrun: "skip-to-oldest" }],
    checks: { lag: LAG },
    make: ({ consumers: [executor, analytics], readiness }) =>
      isolateSlowConsumer({
        consumer: analytics,
        others: [executor],
        readiness,
        lagMax: LAG.limit * ringCapacity,
        ticksMax: 10,
      }),
  },
  {
    id: "drain-and-shut-down",
    title: "shut the system down without losing an event",
    consumers: [{ ...EXECUTOR, pollsPerStep: 4 }],
    checks: {},
    make: ({ lifecycle, feed, consumers, shutdown }) =>
      drainAndShutDown({
        lifecycle,
        feed,
        backlog: () => Math.max(...consumers.filter(({ isolated }) => !isolated).map(({ lag }) => lag)),
        shutdown,
        ticksMax: 20,
      }),
  },
  {
    id: "failover-drill",
    title: "degrade, verify that no decision is live, recover",
    consumers: [EXECUTOR],
    checks: {},
    make: ({ lifecycle, readiness, timing, consumers: [{ metrics }] }) =>
      failoverDrill({
        lifecycle,
        readiness,
        decisions: () => metrics.snapshot(),
        decisionsMin: 10,
        ticksMax: 5,
        timing,
      }),
  },
];
