import {
  createHealthChecks,
  type HealthCheckLimits,
  HealthProbe,
  healthSnapshotOf,
  type SystemSnapshot,
} from "../../control/mod.ts";
import type { Lifecycle } from "../../mod.ts";
import { DegradationController } from "../../runtime/mod.ts";

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
   * Takes the counts that growth is counted from: what happens from now on is seen. It acts on nothing.
   *
   * @param system the numbers now
   * @param latestArrivalNs when the latest event arrived, or the system was started, in nanoseconds
   * @param nowNs the time now, in nanoseconds of the same clock
   */
  begin(system: SystemSnapshot, latestArrivalNs: number, nowNs: number): void {
    this._probe.evaluate(healthSnapshotOf(system, latestArrivalNs), nowNs);
  }

  /** Judges the system, with parameters as in {@linkcode HealthControl.begin}, and acts on the verdict. */
  tick(system: SystemSnapshot, latestArrivalNs: number, nowNs: number): void {
    this._controller.tick(this._probe.evaluate(healthSnapshotOf(system, latestArrivalNs), nowNs));
  }
}
