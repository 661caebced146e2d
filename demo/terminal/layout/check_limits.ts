import type { HealthCheckLimits, HealthLimits } from "../../../control/mod.ts";
import { formatExactly } from "./number_format.ts";

/** A health check that decides, for JSON. */
export interface CheckJson {
  /** Its name. */
  readonly id: string;
  /** The greatest value that is not yet a failure. */
  readonly limit: number;
  /** The greatest value with which it is well again. */
  readonly recovery_limit: number;
}

/**
 * The checks that decide, a line for each.
 *
 * @param checks their limits
 * @param recovery how long one has to be well before its failure is over: "3 ticks"
 */
export function describeChecks(checks: HealthCheckLimits, recovery: string): string[] {
  return checksToJson(checks).map(({ id, limit, recovery_limit }) =>
    `${id}: fails above ${formatExactly(limit)}, over after ${recovery} at ${formatExactly(recovery_limit)} or less`
  );
}

/** The same for programs. */
export function checksToJson(checks: HealthCheckLimits): CheckJson[] {
  return Object.entries<HealthLimits>(checks).map(([id, { limit, recoveryLimit = limit }]) => ({
    id,
    limit,
    recovery_limit: recoveryLimit,
  }));
}
