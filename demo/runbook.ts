/**
 * Rehearses a runbook against a system in simulated time.
 *
 * ```sh
 * deno task runbook failover-drill --approve
 * ```
 *
 * It needs no permission.
 *
 * @module
 */
import { processIo } from "./command_line/command_io.ts";
import { runRunbook } from "./command_line/run_runbook.ts";

if (import.meta.main) Deno.exit(runRunbook(Deno.args, processIo()));
