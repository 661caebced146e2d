import { HealthProbe } from "../../../control/health/health_probe.ts";
import { healthSnapshotOf } from "../../../control/health/health_snapshot_of.ts";
import type { HealthSnapshot } from "../../../control/health/health_check.ts";
import { DegradationController } from "../../../runtime/degradation/degradation_controller.ts";
import type { ChaosMetrics } from "./chaos_metrics.ts";
import type { ChaosSystem } from "./chaos_system.ts";
import { checksOf, HealthModel } from "../model/health_model.ts";
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
    this._probe = new HealthProbe({ checks: checksOf(health) });
    this._controller = recoveryTicks === 0 ? undefined : new DegradationController({ lifecycle, recoveryTicks });
    this._model = new HealthModel(health);
  }

  /** Judges the system as it is now. */
  judge(): void {
    const { clock, counts, model, joined, latestArrivalNs } = this._system;
    const system = this._metrics.snapshot();
    const consumers = system.consumers.map((snapshot, index) => joined[index].judged(snapshot));
    const now = healthSnapshotOf({ ...system, consumers }, latestArrivalNs);
    const due = this._due();
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
    const failing = this._model.failing(model).toSorted().join();
    demandSame("health", "checks that hold the system", this._controller.failing.toSorted().join(), failing);
  }

  /** Expected input of health: the worst of the consumers, and the sum of all for counts. */
  private _due(): HealthSnapshot {
    const { ring, producerLoop, joined, latestArrivalNs } = this._system;
    const due = {
      lag: 0,
      capacity: ring.capacity,
      stalenessNs: 0,
      heartbeatAgeNs: 0,
      latestArrivalNs,
      lost: 0,
      overruns: 0,
      stalls: producerLoop?.model.stalls ?? 0,
      dropped: 0,
    };
    for (const desk of joined) {
      const { judgedModel, isIsolated, metrics: { pollModel, loop, witness } } = desk;
      due.lag = Math.max(due.lag, judgedModel.lag);
      due.stalenessNs = Math.max(due.stalenessNs, judgedModel.stalenessNs);
      if (!isIsolated) due.heartbeatAgeNs = Math.max(due.heartbeatAgeNs, this._metrics.heartbeatAgeNs(desk));
      due.lost += judgedModel.lost;
      due.overruns += pollModel.overruns;
      due.stalls += loop.model.stalls;
      due.dropped += witness.total.dropped;
    }
    return due;
  }
}
