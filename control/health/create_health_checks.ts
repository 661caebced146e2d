import { checkObject, shown } from "../../core/arguments.ts";
import {
  dropCheck,
  type HealthCheck,
  type HealthLimits,
  heartbeatCheck,
  lagCheck,
  lossCheck,
  overrunCheck,
  quietCheck,
  stalenessCheck,
  stallCheck,
} from "./health_check.ts";

/** Ids of the built-in checks, in report order. */
export const HEALTH_CHECK_IDS: readonly ["lag", "staleness", "heartbeat", "quiet", "loss", "overrun", "stall", "drop"] =
  ["lag", "staleness", "heartbeat", "quiet", "loss", "overrun", "stall", "drop"];

/** One of {@linkcode HEALTH_CHECK_IDS}. */
export type HealthCheckId = typeof HEALTH_CHECK_IDS[number];

/** The limits of checks, by their names. */
export type HealthCheckLimits = Readonly<Partial<Record<HealthCheckId, HealthLimits>>>;

const CHECKS: Readonly<Record<HealthCheckId, (limits: HealthLimits) => HealthCheck>> = {
  lag: lagCheck,
  staleness: stalenessCheck,
  heartbeat: heartbeatCheck,
  quiet: quietCheck,
  loss: lossCheck,
  overrun: overrunCheck,
  stall: stallCheck,
  drop: dropCheck,
};

/**
 * Makes the checks that are named, each with the limits given for it, in the order of {@linkcode HEALTH_CHECK_IDS}.
 *
 * A check that is not named, or named with `undefined`, is not made.
 *
 * @param limits the limits of each check, by its name
 * @throws {RangeError} if there is no check of that name, a limit is not a number from 0, or two limits contradict
 *
 * @example Make two checks
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createHealthChecks, HealthProbe } from "@low-latency/trading-sim/control";
 *
 * const checks = createHealthChecks({ quiet: { limit: 5_000 }, lag: { limit: 0.75, recoveryLimit: 0.5 } });
 * const probe = new HealthProbe({ checks });
 * assertEquals(checks.map(({ id }) => id).join(), "lag,quiet"); // two checks
 * ```
 */
export function createHealthChecks(limits: HealthCheckLimits): HealthCheck[] {
  checkObject("create health checks", "limits", limits, "an object with a limit for each check");
  for (const id of Object.keys(limits)) {
    if (!Object.hasOwn(CHECKS, id)) {
      throw new RangeError(
        `Cannot create health checks: check must be one of ${HEALTH_CHECK_IDS.join(", ")}, got ${shown(id)}`,
      );
    }
  }
  return HEALTH_CHECK_IDS.flatMap((id) => {
    const given = limits[id];
    return given === undefined ? [] : [CHECKS[id](given)];
  });
}
