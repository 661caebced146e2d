import type { HealthSnapshot } from "../../../control/health/health_check.ts";
import type { HealthReport } from "../../../control/health/health_probe.ts";
import type { ChaosHealth } from "../plan/chaos_plan.ts";
import type { LifecycleModel } from "./lifecycle_model.ts";
import { demandSame } from "./violation.ts";

/** The rules of the health checks, written down a second time. */
export class HealthModel {
  declare private readonly _rules: readonly Rule[];
  declare private readonly _recoveryTicks: number;
  /** The counts at the latest look; nothing before the first, which has nothing to compare with. */
  private _before: Counts | undefined = undefined;

  /**
   * Makes a model that has judged nothing yet.
   *
   * @param health the limits
   */
  constructor(health: ChaosHealth) {
    const rules: [id: string, limits: readonly [number, number], value: Rule["value"]][] = [
      ["lag", health.lag, (now) => now.lag / now.capacity],
      ["staleness", health.stalenessNs, (now) => now.stalenessNs],
      ["heartbeat", [health.heartbeatNs, health.heartbeatNs], (now) => now.heartbeatAgeNs],
      ["quiet", [health.quietNs, health.quietNs], (now, _, nowNs) => nowNs - now.latestArrivalNs],
      ["loss", [health.loss, health.loss], growthOf("lost")],
      ["overrun", [health.overruns, health.overruns], growthOf("overruns")],
      ["stall", [health.stalls, health.stalls], growthOf("stalls")],
      ["drop", [health.dropped, health.dropped], growthOf("dropped")],
    ];
    this._recoveryTicks = health.recoveryTicks;
    this._rules = rules.map(([id, limits, value]) => ({
      id,
      limits,
      value,
      isFailing: false,
      sinceNs: NaN,
      wellTicks: 0,
    }));
  }

  /** Demands that a report says what it should about this system at this time. */
  demandAgreement(report: HealthReport, now: HealthSnapshot, nowNs: number): void {
    demandSame("health", "the number of checks", report.checks.length, this._rules.length);
    this._rules.forEach((rule, n) => {
      const value = rule.value(now, this._before, nowNs);
      const isFailing = !(value <= rule.limits[rule.isFailing ? 1 : 0]);
      if (isFailing !== rule.isFailing || Number.isNaN(rule.sinceNs)) rule.sinceNs = nowNs;
      rule.isFailing = isFailing;
      const found = report.checks[n];
      demandSame("health", "the name of a check", found.id, rule.id);
      demandSame("health", `the value of the check ${rule.id}`, found.value, value);
      demandSame("health", `whether the check ${rule.id} is well`, found.ok, !isFailing);
      demandSame("health", `the time since when the check ${rule.id} is so`, found.sinceNs, rule.sinceNs);
    });
    demandSame("health", "whether every check is well", report.ok, this._rules.every((rule) => !rule.isFailing));
    this._before = { lost: now.lost, overruns: now.overruns, stalls: now.stalls, dropped: now.dropped };
  }

  /** Expected effect of the latest judgement on the lifecycle, if checks act on it: failures first. */
  degrade(lifecycle: LifecycleModel): void {
    for (const rule of this._rules) {
      if (!rule.isFailing) continue;
      rule.wellTicks = 0;
      lifecycle.hold(causeOf(rule));
    }
    for (const rule of this._rules) {
      if (rule.isFailing) continue;
      rule.wellTicks++;
      if (rule.wellTicks >= this._recoveryTicks) lifecycle.release(causeOf(rule));
    }
  }
}

/** Counts of which a check looks at the growth. */
interface Counts {
  readonly lost: number;
  readonly overruns: number;
  readonly stalls: number;
  readonly dropped: number;
}

interface Rule {
  readonly id: string;
  readonly limits: readonly [limit: number, recoveryLimit: number];
  readonly value: (now: HealthSnapshot, before: Counts | undefined, nowNs: number) => number;
  isFailing: boolean;
  sinceNs: number;
  wellTicks: number;
}

/** Growth of a count, which begins again at 0 when it is reset. */
function growthOf(count: keyof Counts): Rule["value"] {
  return (now, before) => before === undefined ? 0 : now[count] - (now[count] < before[count] ? 0 : before[count]);
}

function causeOf({ id }: Rule): string {
  return `health check ${id}`;
}
