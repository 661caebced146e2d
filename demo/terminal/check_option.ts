import { problemOf } from "./problem_of.ts";
import {
  createHealthChecks,
  HEALTH_CHECK_IDS,
  type HealthCheckId,
  type HealthCheckLimits,
  type HealthLimits,
} from "../../control/mod.ts";
import { findNamed } from "./option_values.ts";
import { type Option, quote } from "./options.ts";
import { UsageError } from "./usage_error.ts";

const CHECK_RULE = "NAME=LIMIT or NAME=LIMIT:RECOVERY";

/** The option that lets a health check decide. */
export const CHECK_OPTION: Option = {
  name: "check",
  value: "NAME=LIMIT",
  rule: CHECK_RULE,
  repeatable: true,
  help: `Lets a health check degrade the system: ${CHECK_RULE}, with NAME one of ` +
    `${
      HEALTH_CHECK_IDS.join(", ")
    }. The system is DEGRADED while the value is above LIMIT, until it is no more than RECOVERY.`,
};

/**
 * Reads what was given by the option.
 *
 * @param texts its values
 * @throws {UsageError} if a check is unknown, or given twice, or its limits are no numbers or contradict
 */
export function readChecks(texts: readonly string[]): HealthCheckLimits {
  const checks: Partial<Record<HealthCheckId, HealthLimits>> = {};
  for (const text of texts) {
    const [id, limits] = readCheck(text);
    if (checks[id] !== undefined) throw new UsageError(`--check ${id} is given more than once: give it once`);
    checks[id] = limits;
  }
  return checks;
}

function readCheck(text: string): [HealthCheckId, HealthLimits] {
  const [, name, limit, recoveryLimit] = /^([^=]*)=(\d+(?:\.\d+)?)(?::(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  if (name === undefined) {
    throw new UsageError(`--check must be ${CHECK_RULE}, with plain decimal numbers, got ${quote(text)}`);
  }
  const id = findNamed("check", name, HEALTH_CHECK_IDS);
  const limits = {
    limit: Number(limit),
    recoveryLimit: recoveryLimit === undefined ? undefined : Number(recoveryLimit),
  };
  try {
    createHealthChecks({ [id]: limits });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`--check ${quote(text)}: ${problemOf(error)}`, { cause: error });
  }
  return [id, limits];
}
