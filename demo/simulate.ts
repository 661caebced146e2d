/**
 * Your system under your load, in simulated time: which ring it needs, what it loses, how late it is.
 *
 * ```sh
 * deno task simulate --arrivals on-off:burst=2000,rate=2M/s --consumer execution:800ns:skip-to-head --capacity 512
 * ```
 *
 * From the published package:
 *
 * ```sh
 * deno run jsr:@low-latency/trading-sim/simulate --arrivals on-off:burst=2000,rate=2M/s --consumer execution:800ns # not run by the tests: needs the published package
 * ```
 *
 * It reads the files that it is given, and writes those that `--hgrm` and `--timeline` name; without such files it needs no permission.
 *
 * @module
 */
import { watchInterruption } from "./simulate/interruption.ts";
import { runSimulate } from "./simulate/run_simulate.ts";
import { processIo, progressTerminal } from "./terminal/command_io.ts";
import { DENO_FILES } from "./terminal/files/deno_files.ts";
import { DENO_INPUT } from "./terminal/files/input_file.ts";

if (import.meta.main) {
  Deno.exit(
    await runSimulate(Deno.args, {
      io: processIo(),
      progress: progressTerminal(),
      files: DENO_FILES,
      input: DENO_INPUT,
      watch: watchInterruption,
    }),
  );
}
