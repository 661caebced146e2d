import type { HealthSnapshot } from "../../../control/health/health_check.ts";
import type { HealthControl } from "../../../demo/system/assembly/health_control.ts";
import type { ChaosMetrics } from "./chaos_metrics.ts";
import type { ChaosSystem } from "./chaos_system.ts";
import { HealthModel } from "../model/health_model.ts";
import { demand, demandSame } from "../model/violation.ts";

/** Judges the health of a system by its metrics, and lets that act on the lifecycle where the plan says so. */
export class ChaosJudge {
  declare private readonly _system: ChaosSystem;
  declare private readonly _metrics: ChaosMetrics;
  declare private readonly _control: HealthControl;
  declare private readonly _model: HealthModel;

  /**
   * Gets ready to judge a system.
   *
   * @param system the system
   * @param metrics what it is judged by
   */
  constructor(system: ChaosSystem, metrics: ChaosMetrics) {
    const { plan: { health }, parts } = system;
    if (parts.health === undefined) throw new RangeError("every plan has health checks");
    this._system = system;
    this._metrics = metrics;
    this._control = parts.health;
    this._model = new HealthModel(health);
  }

  /** Judges the system as it is now. */
  judge(): void {
    const { clock, counts, plan, parts, lifecycle, model, models } = this._system;
    this._metrics.snapshot();
    const now = parts.judged();
    const due = models.health(clock.trueNs);
    for (const key of Object.keys(due) as (keyof HealthSnapshot)[]) {
      demandSame("health", `${key} of the snapshot that health is judged by`, now[key], due[key]);
    }
    const isActing = plan.health.recoveryTicks > 0;
    const report = isActing ? this._control.tick(now, clock.trueNs) : this._control.begin(now, clock.trueNs);
    this._model.demandAgreement(report, due, clock.trueNs);
    demand("snapshots", Object.isFrozen(report), "a health report is not frozen");
    if (!report.ok) counts.unhealthy++;
    if (!isActing) return;
    this._model.degrade(model);
    const found = lifecycle.degradation.causes.map(({ name }) => name);
    demandSame("health", "checks that hold the system", checksAmong(found), checksAmong([...model.causes]));
  }
}

/** The causes among others that are health checks. */
function checksAmong(causes: readonly string[]): string {
  return causes.filter((name) => name.startsWith("health check ")).toSorted().join();
}
