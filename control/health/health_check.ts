import { checkObject, shown } from "../../core/arguments.ts";
/**
 * The state of a system at one moment, in the numbers that health is judged by. The composer of the system takes it.
 *
 * Counts are since the system was made; a probe looks at how they grow. One that has fallen was set back to 0 in between.
 */
export interface HealthSnapshot {
  /** Events published and not yet read or given up, of the consumer that lags most. */
  readonly lag: number;
  /** Events that stay readable in the ring. */
  readonly capacity: number;
  /** Age of the oldest event that a consumer has not decided on, in nanoseconds. 0 if none waits. */
  readonly stalenessNs: number;
  /** How long ago the consumer polled that has not for longest, in nanoseconds. 0 if there is no consumer. */
  readonly heartbeatAgeNs: number;
  /** When the latest event arrived, in nanoseconds of the probe's clock. If none has, when the system was started. */
  readonly latestArrivalNs: number;
  /** Events that consumers have lost: given up by resuming, or overwritten before they were read. */
  readonly lost: number;
  /** Overruns that consumers have learnt of. */
  readonly overruns: number;
  /** Cycles of a loop that took longer than they may. */
  readonly stalls: number;
  /** Observations that were sent to a metrics sink and did not arrive. */
  readonly dropped: number;
}

/**
 * One question about the health of a system, and the limit of the answer.
 *
 * It fails when its value exceeds `limit`, and is well again when the value is no more than `recoveryLimit`. Between the two
 * it stays what it was, so that a value that swings around a limit does not make the system swing.
 */
export interface HealthCheck {
  /** Id, in lower case with hyphens. */
  readonly id: string;
  /** Its question, in one sentence. */
  readonly sentence: string;
  /** Unit of its value and its limits. */
  readonly unit: string;
  /** The greatest value that is not yet a failure. */
  readonly limit: number;
  /** The greatest value with which a failing check is well again. At most `limit`. */
  readonly recoveryLimit: number;
  /**
   * The value now. A pure function of what it is given. A value that is not a number fails: what cannot be measured cannot
   * be called healthy.
   *
   * @param snapshot the system now
   * @param before the system when the probe looked before; at its first look, the system now
   * @param nowNs the time now, in nanoseconds of the clock that stamps arrivals
   */
  measure(snapshot: HealthSnapshot, before: HealthSnapshot, nowNs: number): number;
}

/** The limits of a check. */
export interface HealthLimits {
  /** The greatest value that is not yet a failure. */
  readonly limit: number;
  /** The greatest value with which a failing check is well again. At most `limit`. Default: `limit`. */
  readonly recoveryLimit?: number;
}

/**
 * Asks how full the ring is for the consumer that lags most. The value is its lag as a share of the capacity: at 1 the next
 * event overruns it.
 *
 * @param limits shares of the capacity. Default: fails above 0.75, is well again at 0.5
 * @throws {RangeError} if a limit is not a number from 0, or the two contradict
 */
export function lagCheck(limits: HealthLimits = { limit: 0.75, recoveryLimit: 0.5 }): HealthCheck {
  return createCheck(
    "lag",
    "Does the slowest consumer keep up with its producer?",
    "share of capacity",
    limits,
    (snapshot) => snapshot.lag / snapshot.capacity,
  );
}

/**
 * Asks how long the oldest event has waited for a decision. The age of what was decided on would not do: a consumer that
 * stopped after a fresh event would look healthy for ever.
 *
 * @param limits nanoseconds
 * @throws {RangeError} if a limit is not a number from 0, or the two contradict
 */
export function stalenessCheck(limits: HealthLimits): HealthCheck {
  return createCheck(
    "staleness",
    "Are events decided on while they are fresh?",
    "ns",
    limits,
    (snapshot) => snapshot.stalenessNs,
  );
}

/**
 * Asks how long it is since a consumer polled. Where no event comes, nothing else tells one that has stopped from one that
 * has nothing to do.
 *
 * @param limits nanoseconds
 * @throws {RangeError} if a limit is not a number from 0, or the two contradict
 */
export function heartbeatCheck(limits: HealthLimits): HealthCheck {
  return createCheck(
    "heartbeat",
    "Does every consumer still poll?",
    "ns",
    limits,
    (snapshot) => snapshot.heartbeatAgeNs,
  );
}

/**
 * Asks how long the feed has been silent. An hour without an event looks like perfect health to every other check.
 *
 * @param limits nanoseconds
 * @throws {RangeError} if a limit is not a number from 0, or the two contradict
 */
export function quietCheck(limits: HealthLimits): HealthCheck {
  return createCheck(
    "quiet",
    "Does the feed still send events?",
    "ns",
    limits,
    (snapshot, _before, nowNs) => nowNs - snapshot.latestArrivalNs,
  );
}

/**
 * Asks how many events have been lost since the probe looked before.
 *
 * @param limits events. Default: a single one fails, none is well again
 * @throws {RangeError} if a limit is not a number from 0, or the two contradict
 */
export function lossCheck(limits: HealthLimits = { limit: 0 }): HealthCheck {
  return createCheck(
    "loss",
    "Does every consumer get every event?",
    "events",
    limits,
    (snapshot, before) => growth(before.lost, snapshot.lost),
  );
}

/**
 * Asks how many overruns there have been since the probe looked before.
 *
 * @param limits overruns. Default: a single one fails, none is well again
 * @throws {RangeError} if a limit is not a number from 0, or the two contradict
 */
export function overrunCheck(limits: HealthLimits = { limit: 0 }): HealthCheck {
  return createCheck(
    "overrun",
    "Do consumers stay within reach of their producer?",
    "overruns",
    limits,
    (snapshot, before) => growth(before.overruns, snapshot.overruns),
  );
}

/**
 * Asks how many cycles have taken longer than they may since the probe looked before.
 *
 * @param limits stalls. Default: a single one fails, none is well again
 * @throws {RangeError} if a limit is not a number from 0, or the two contradict
 */
export function stallCheck(limits: HealthLimits = { limit: 0 }): HealthCheck {
  return createCheck(
    "stall",
    "Does every loop come round in time?",
    "stalls",
    limits,
    (snapshot, before) => growth(before.stalls, snapshot.stalls),
  );
}

/**
 * Asks how many observations have been dropped since the probe looked before. While it fails, the metrics are about fewer
 * events than there were.
 *
 * @param limits observations. Default: a single one fails, none is well again
 * @throws {RangeError} if a limit is not a number from 0, or the two contradict
 */
export function dropCheck(limits: HealthLimits = { limit: 0 }): HealthCheck {
  return createCheck(
    "drop",
    "Do the metrics see every event?",
    "observations",
    limits,
    (snapshot, before) => growth(before.dropped, snapshot.dropped),
  );
}

/**
 * Checks that the limits of a check can be used together.
 *
 * @throws {RangeError} naming the check, the rule and the value
 */
export function validateLimits(id: string, limit: number, recoveryLimit: number): void {
  // Texts would be compared by their characters, and null would be 0: a configuration file may hold either.
  if (!(Number.isFinite(limit) && limit >= 0)) {
    throw new RangeError(`Cannot create check ${id}: limit must be a finite number from 0, got ${shown(limit)}`);
  }
  if (!(Number.isFinite(recoveryLimit) && recoveryLimit >= 0 && recoveryLimit <= limit)) {
    throw new RangeError(
      `Cannot create check ${id}: recoveryLimit must be a number from 0 to the limit, ${limit}, got ${
        shown(recoveryLimit)
      }`,
    );
  }
}

/** How much a count has grown. A count that has fallen began anew, so all of it is growth. */
function growth(before: number, now: number): number {
  return now < before ? now : now - before;
}

function createCheck(
  id: string,
  sentence: string,
  unit: string,
  limits: HealthLimits,
  measure: HealthCheck["measure"],
): HealthCheck {
  checkObject(`create check ${id}`, "limits", limits, "an object with limit");
  const { limit, recoveryLimit = limit } = limits;
  validateLimits(id, limit, recoveryLimit);
  return Object.freeze({ id, sentence, unit, limit, recoveryLimit, measure });
}
