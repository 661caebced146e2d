import {
  createHealthChecks,
  type HealthCheckLimits,
  HealthProbe,
  type HealthReport,
  type HealthSnapshot,
} from "../../../control/mod.ts";
import type { Lifecycle } from "../../../mod.ts";
import { DegradationController } from "../../../runtime/mod.ts";

/** Parts of a {@linkcode HealthControl}. */
export interface HealthControlParts {
  /** The lifecycle that failing checks hold in DEGRADED. */
  readonly lifecycle: Lifecycle;
  /** Limits of the checks, at least one. */
  readonly checks: HealthCheckLimits;
  /** Ticks in a row that a check must be well before it lets go. */
  readonly recoveryTicks: number;
}

/** Lets health checks act on a system: it is DEGRADED while one of them fails. Belongs to the control plane. */
export class HealthControl {
  declare private readonly _probe: HealthProbe;
  declare private readonly _controller: DegradationController;

  /**
   * Makes a control that has judged nothing yet.
   *
   * @param parts the lifecycle, the limits and the ticks of a recovery
   */
  constructor({ lifecycle, checks, recoveryTicks }: HealthControlParts) {
    this._probe = new HealthProbe({ checks: createHealthChecks(checks) });
    this._controller = new DegradationController({ lifecycle, recoveryTicks });
  }

  /**
   * Judges the system and acts on nothing. Growth is counted from the first judgement on.
   *
   * @param snapshot the numbers now
   * @param nowNs the time now, in nanoseconds of the system's clock
   */
  begin(snapshot: HealthSnapshot, nowNs: number): HealthReport {
    return this._probe.evaluate(snapshot, nowNs);
  }

  /** Judges the system, as {@linkcode HealthControl.begin} does, and acts on the verdict. */
  tick(snapshot: HealthSnapshot, nowNs: number): HealthReport {
    const report = this.begin(snapshot, nowNs);
    this._controller.tick(report);
    return report;
  }
}
