/**
 * Which ring a system needs. With arrivals: the ring that a feed never overruns, and what a smaller one loses under each
 * policy. Without: a grid of ingest and poll rates, in which the capacity law is compared with the simulation in every cell.
 *
 * ```sh
 * deno task capacity --capacity 128
 * deno task capacity --arrivals on-off:burst=2000,rate=2M/s --service 800ns --max-p99 100us --max-loss 1500
 * ```
 *
 * From the published package:
 *
 * ```sh
 * deno run jsr:@low-latency/trading-sim/capacity --capacity 128 # not run by the tests: needs the published package
 * ```
 *
 * It needs no permission, unless it is to read or write a file.
 *
 * @module
 */
import { runCapacityCommand } from "./capacity/run_sizing.ts";
import { watchInterruption } from "./simulate/interruption.ts";
import { processIo, progressTerminal } from "./terminal/command_io.ts";
import { DENO_FILES } from "./terminal/files/deno_files.ts";
import { DENO_INPUT } from "./terminal/files/input_file.ts";

if (import.meta.main) {
  Deno.exit(
    await runCapacityCommand(Deno.args, {
      io: processIo(),
      progress: progressTerminal(),
      files: DENO_FILES,
      input: DENO_INPUT,
      watch: watchInterruption,
    }),
  );
}
