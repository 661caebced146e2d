import { checkParts, shown } from "../../core/arguments.ts";
import { type HealthCheck, type HealthSnapshot, validateLimits } from "./health_check.ts";

/** Report of one check, as a frozen record. */
export interface CheckReport {
  /** The check. */
  readonly id: string;
  /** Its question. */
  readonly sentence: string;
  /** Unit of `value` and the limits. */
  readonly unit: string;
  /** Whether it is well. */
  readonly ok: boolean;
  /** The value now. */
  readonly value: number;
  /** The greatest value that is not yet a failure. */
  readonly limit: number;
  /** The greatest value with which a failing check is well again. */
  readonly recoveryLimit: number;
  /** Since when it has been well, or failing, without interruption: nanoseconds. */
  readonly sinceNs: number;
}

/** Report of all checks, as a frozen record. */
export interface HealthReport {
  /** Whether every check is well. */
  readonly ok: boolean;
  /** When that was so: nanoseconds. */
  readonly nowNs: number;
  /** Report of each check, in the order in which the probe has them. Frozen. */
  readonly checks: readonly CheckReport[];
}

/** Settings of a health probe. */
export interface HealthProbeSettings {
  /** The checks, at least one. No two have the same id. */
  readonly checks: readonly HealthCheck[];
}

/**
 * Judges the health of a system by named checks.
 *
 * It reads no clock and no counter. It is given a snapshot and the time, and says for each check whether it is well, its
 * value, its limit and since when. What follows from that is for others to decide.
 *
 * A probe judges one system. The checks of growth compare its counts with those of the look before, so the first look has
 * nothing to compare with: whatever happened before it is not held against the system. Look once when the system starts,
 * and nothing that happens from then on is missed. A count that has fallen began anew, with all of its growth after that.
 *
 * @example Judge the lag of a consumer
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { HealthProbe, lagCheck, quietCheck } from "@low-latency/trading-sim/control";
 *
 * const probe = new HealthProbe({ checks: [lagCheck(), quietCheck({ limit: 5_000 })] });
 * const calm = { stalenessNs: 0, heartbeatAgeNs: 0, lost: 0, overruns: 0, stalls: 0, dropped: 0 };
 * const system = { lag: 60, capacity: 64, latestArrivalNs: 9_000, ...calm };
 *
 * const report = probe.evaluate(system, 10_000);
 * const failing = report.checks.filter((check) => !check.ok);
 * assertEquals(report.ok, false);
 * assertEquals(failing.length, 1);
 * assertEquals(failing[0].id, "lag");
 * ```
 */
export class HealthProbe {
  declare private readonly _checks: readonly HealthCheck[];
  private _latest: HealthReport | undefined = undefined;
  private _before: HealthSnapshot | undefined = undefined;

  /**
   * Makes a probe.
   *
   * @param settings the checks
   * @throws {RangeError} if there is no check, two have the same id, or the limits of one contradict
   */
  constructor(settings: HealthProbeSettings) {
    checkParts("create HealthProbe", "settings", settings, { checks: "[]" });
    const checks = [...settings.checks];
    if (checks.length === 0) {
      throw new RangeError("Cannot create HealthProbe: checks must have at least 1 element, got 0");
    }
    const ids = new Set<string>();
    for (const { id, limit, recoveryLimit } of checks) {
      if (ids.has(id)) {
        throw new RangeError(`Cannot create HealthProbe: checks must have different ids, got ${id} twice`);
      }
      ids.add(id);
      validateLimits(id, limit, recoveryLimit);
    }
    this._checks = checks;
  }

  /** The latest report of {@linkcode HealthProbe.evaluate}; undefined, before the first. */
  get latest(): HealthReport | undefined {
    return this._latest;
  }

  /**
   * Judges the system.
   *
   * @param snapshot the system now
   * @param nowNs the time now, in nanoseconds; not before that of the last call
   * @throws {RangeError} if the time is not a finite number, or goes back
   */
  evaluate(snapshot: HealthSnapshot, nowNs: number): HealthReport {
    const latest = this._latest;
    if (!Number.isFinite(nowNs)) {
      throw new RangeError(`Cannot evaluate health: nowNs must be a finite number, got ${shown(nowNs)}`);
    }
    if (latest !== undefined && nowNs < latest.nowNs) {
      throw new RangeError(`Cannot evaluate health: nowNs must be at least the last, ${latest.nowNs}, got ${nowNs}`);
    }
    const checks = this._checks.map((check, n) => this._report(check, latest?.checks[n], snapshot, nowNs));
    const ok = checks.every((check) => check.ok);
    this._before = copyOf(snapshot);
    this._latest = Object.freeze({ ok, nowNs, checks: Object.freeze(checks) });
    return this._latest;
  }

  /** Report of one check, given its report before. */
  private _report(
    check: HealthCheck,
    before: CheckReport | undefined,
    snapshot: HealthSnapshot,
    nowNs: number,
  ): CheckReport {
    const { id, sentence, unit, limit, recoveryLimit } = check;
    const value = check.measure(snapshot, this._before ?? snapshot, nowNs);
    const ok = value <= (before?.ok === false ? recoveryLimit : limit);
    const sinceNs = before?.ok === ok ? before.sinceNs : nowNs;
    return Object.freeze({ id, sentence, unit, ok, value, limit, recoveryLimit, sinceNs });
  }
}

/** A copy, for a caller may write every snapshot into the same object, or hand over a live view. */
function copyOf(snapshot: HealthSnapshot): HealthSnapshot {
  const { lag, capacity, stalenessNs, heartbeatAgeNs, latestArrivalNs, lost, overruns, stalls, dropped } = snapshot;
  return { lag, capacity, stalenessNs, heartbeatAgeNs, latestArrivalNs, lost, overruns, stalls, dropped };
}
