import { type HealthCheckLimits, healthSnapshotOf, type SystemSnapshot } from "../../../control/mod.ts";
import { type Lifecycle, OverrunError, type SharedRingReader } from "../../../mod.ts";
import { HealthControl } from "../../system/assembly/health_control.ts";

/** Milliseconds from one tick of the health checks to the next. */
export const HEALTH_MS = 100;

/** Ticks in a row that a check has to be well before its failure is over. */
export const RECOVERY_TICKS = 10;

/** Parts that the health of a live run is judged by. */
export interface LiveHealthParts {
  /** The lifecycle that it acts on. */
  readonly lifecycle: Lifecycle;
  /** The limits of the checks, at least one. */
  readonly checks: HealthCheckLimits;
  /** Knows when the latest event arrived. */
  readonly reader: Pick<SharedRingReader, "head" | "first" | "get">;
}

/** Lets health checks decide on a live run: it is DEGRADED while one fails. Belongs to the control plane. */
export class LiveHealth {
  private readonly _control: HealthControl;
  private readonly _reader: LiveHealthParts["reader"];

  /** Makes it, before it has judged anything. */
  constructor({ lifecycle, checks, reader }: LiveHealthParts) {
    this._control = new HealthControl({ lifecycle, checks, recoveryTicks: RECOVERY_TICKS });
    this._reader = reader;
  }

  /**
   * Takes the counts from which growth is measured, so that every later change is seen. Does not act on the lifecycle.
   *
   * @param system the numbers now
   * @param startNs when the run begins: now
   */
  begin(system: SystemSnapshot, startNs: number): void {
    this._control.begin(healthSnapshotOf(system, this._latestArrivalNs(startNs, startNs)), startNs);
  }

  /**
   * Judges, and acts on the verdict.
   *
   * @param system the numbers now
   * @param startNs when the run began
   * @param nowNs the time now
   */
  tick(system: SystemSnapshot, startNs: number, nowNs: number): void {
    this._control.tick(healthSnapshotOf(system, this._latestArrivalNs(startNs, nowNs)), nowNs);
  }

  private _latestArrivalNs(startNs: number, nowNs: number): number {
    const { head, first } = this._reader;
    if (head === first) return startNs;
    try {
      return this._reader.get(head - 1).arrivalNs;
    } catch (error) {
      if (!(error instanceof OverrunError)) throw error;
      // So many events have come in this very moment that it is gone already.
      return nowNs;
    }
  }
}
