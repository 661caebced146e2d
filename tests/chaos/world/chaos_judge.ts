import { createHealthChecks, type HealthCheckLimits } from "../../../control/health/create_health_checks.ts";
import { HealthProbe } from "../../../control/health/health_probe.ts";
import { healthSnapshotOf } from "../../../control/health/health_snapshot_of.ts";
import type { HealthSnapshot } from "../../../control/health/health_check.ts";
import { DegradationController } from "../../../runtime/degradation/degradation_controller.ts";
import type { ChaosHealth } from "../plan/chaos_plan.ts";
import type { ChaosMetrics } from "./chaos_metrics.ts";
import type { ChaosSystem } from "./chaos_system.ts";
import { HealthModel } from "../model/health_model.ts";
import { demand, demandSame } from "../model/violation.ts";

/** Judges the health of a system by its metrics, and lets that act on the lifecycle where the plan says so. */
export class ChaosJudge {
  declare private readonly _system: ChaosSystem;
  declare private readonly _metrics: ChaosMetrics;
  declare private readonly _probe: HealthProbe;
  /** Undefined, if health does not act on the lifecycle. */
  declare private readonly _controller: DegradationController | undefined;
  declare private readonly _model: HealthModel;

  /**
   * Gets ready to judge a system.
   *
   * @param system the system
   * @param metrics what it is judged by
   */
  constructor(system: ChaosSystem, metrics: ChaosMetrics) {
    const { plan: { health }, lifecycle } = system;
    const { recoveryTicks } = health;
    this._system = system;
    this._metrics = metrics;
    this._probe = new HealthProbe({ checks: createHealthChecks(limitsOf(health)) });
    this._controller = recoveryTicks === 0 ? undefined : new DegradationController({ lifecycle, recoveryTicks });
    this._model = new HealthModel(health);
  }

  /** Judges the system as it is now. */
  judge(): void {
    const { clock, counts, lifecycle, model, models, joined } = this._system;
    const system = this._metrics.snapshot();
    const consumers = system.consumers.map((snapshot, index) => joined[index].judged(snapshot));
    const now = healthSnapshotOf({ ...system, consumers }, models.latestArrivalNs);
    const due = models.health(clock.trueNs);
    for (const key of Object.keys(due) as (keyof HealthSnapshot)[]) {
      demandSame("health", `${key} of the snapshot that health is judged by`, now[key], due[key]);
    }
    const report = this._probe.evaluate(now, clock.trueNs);
    this._model.demandAgreement(report, due, clock.trueNs);
    demand("snapshots", Object.isFrozen(report), "a health report is not frozen");
    if (!report.ok) counts.unhealthy++;
    if (this._controller === undefined) return;
    this._model.degrade(model);
    this._controller.tick(report);
    const found = lifecycle.degradation.causes.map(({ name }) => name);
    demandSame("health", "checks that hold the system", checksAmong(found), checksAmong([...model.causes]));
  }
}

/** The limits of the checks that a plan draws. */
function limitsOf({ lag, stalenessNs, ...limits }: ChaosHealth): HealthCheckLimits {
  return {
    lag: { limit: lag[0], recoveryLimit: lag[1] },
    staleness: { limit: stalenessNs[0], recoveryLimit: stalenessNs[1] },
    heartbeat: { limit: limits.heartbeatNs },
    quiet: { limit: limits.quietNs },
    loss: { limit: limits.loss },
    overrun: { limit: limits.overruns },
    stall: { limit: limits.stalls },
    drop: { limit: limits.dropped },
  };
}

/** The causes among others that are health checks. */
function checksAmong(causes: readonly string[]): string {
  return causes.filter((name) => name.startsWith("health check ")).toSorted().join();
}
