/**
 * Rehearses a runbook against a system in simulated time.
 *
 * ```sh
 * deno task runbook failover-drill --approve
 * ```
 *
 * From the published package:
 *
 * ```sh
 * deno run jsr:@low-latency/trading-sim/runbook failover-drill --approve # not run by the tests: needs the published package
 * ```
 *
 * It needs no permission, unless it is to write the file of `--timeline`.
 *
 * @module
 */
import { processIo } from "./terminal/command_io.ts";
import { runRunbook } from "./rehearsal/run_runbook.ts";

if (import.meta.main) Deno.exit(runRunbook(Deno.args, processIo()));
