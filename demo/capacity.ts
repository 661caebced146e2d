/**
 * Sweeps a grid of ingest and poll rates, and compares the capacity law with the simulation in every cell.
 *
 * ```sh
 * deno task capacity --capacity 128
 * ```
 *
 * From the published package:
 *
 * ```sh
 * deno run jsr:@low-latency/trading-sim/capacity --capacity 128 # not run by the tests: needs the published package
 * ```
 *
 * It needs no permission.
 *
 * @module
 */
import { processIo } from "./terminal/command_io.ts";
import { runCapacity } from "./capacity/run_capacity.ts";

if (import.meta.main) Deno.exit(runCapacity(Deno.args, processIo()));
