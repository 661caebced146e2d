/**
 * Failures by the thousand: draws whole systems from seeds, runs them, and looks for anything that must never happen.
 *
 * ```sh
 * deno task chaos --seeds 1000 # the tests run it with --seeds 100
 * ```
 *
 * It needs no permission.
 *
 * @module
 */
import { runChaosCommand } from "./chaos_command.ts";
import { processIo } from "../../demo/terminal/command_io.ts";

if (import.meta.main) Deno.exit(runChaosCommand(Deno.args, processIo()));
