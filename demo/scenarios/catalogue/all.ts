/**
 * The scenarios, in the order in which the command line lists them. A new one is a file here and a line in this list.
 *
 * @module
 */
import type { Scenario } from "../scenario.ts";
import { balanced } from "./balanced.ts";
import { burst } from "./burst.ts";
import { chaos } from "./chaos.ts";
import { consumerHeavy } from "./consumer_heavy.ts";
import { failureRecovery } from "./failure_recovery.ts";
import { fanOut } from "./fan_out.ts";
import { overrunRecovery } from "./overrun_recovery.ts";
import { producerHeavy } from "./producer_heavy.ts";
import { warmupFailure } from "./warmup_failure.ts";

/** All scenarios. */
export const SCENARIOS: readonly Scenario[] = [
  balanced,
  producerHeavy,
  consumerHeavy,
  failureRecovery,
  overrunRecovery,
  burst,
  fanOut,
  warmupFailure,
  chaos,
];
