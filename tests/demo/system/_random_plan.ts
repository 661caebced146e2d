import {
  drawFailureSchedule,
  HEALTH_CHECK_IDS,
  type HealthCheckLimits,
  type SeededRandom,
} from "../../../control/mod.ts";
import { OVERRUN_POLICIES } from "../../../mod.ts";
import type { RunPlan } from "../../../demo/system/run_plan.ts";

/** Draws a small run by steps: any rates, policies, failures and health checks. */
export function drawPlan(random: SeededRandom): RunPlan {
  const totalSteps = random.integer(2, 60);
  const rateMax = random.integer(0, 12);
  const rates = (max: number) => Int32Array.from({ length: totalSteps }, () => random.integer(0, max));
  const checks: HealthCheckLimits = Object.fromEntries(
    HEALTH_CHECK_IDS.filter(() => random.chance(0.2)).map((id) => [
      id,
      { limit: random.pick(LIMITS[id] ?? [0, 1, 5]) },
    ]),
  );
  return {
    capacity: 2 ** random.integer(0, 6),
    payloadWords: random.integer(0, 3),
    warmupTicks: random.integer(0, 12),
    stepNs: random.integer(1, 2_000),
    seed: random.integer(0, 1_000),
    ingest: rates(rateMax),
    consumers: Array.from({ length: random.integer(1, 3) }, (_, n) => ({
      name: `consumer ${n}`,
      polls: rates(random.integer(0, 12)),
      onOverrun: random.pick(OVERRUN_POLICIES),
    })),
    failures: drawFailureSchedule({
      random,
      totalSteps,
      failures: random.integer(0, Math.min(4, totalSteps - 1)),
      stepsMax: 9,
    }),
    checks,
    recoveryTicks: random.integer(1, 4),
  };
}

const LIMITS: Partial<Record<string, readonly number[]>> = {
  lag: [0.25, 0.75, 1],
  staleness: [0, 700, 2_000, 9_000],
  heartbeat: [0, 1_000, 4_000],
  quiet: [500, 2_000],
};
