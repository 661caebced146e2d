/**
 * The live run: a producer and consumers in threads of their own, over shared memory, and the control plane in this one.
 *
 * ```sh
 * # the tests run it with --seconds 1 --inject 0.3:activate --inject 0.6:deactivate
 * deno task live --rate 200000 --slow 2:50 --inject 3:activate --inject 6:deactivate
 * ```
 *
 * From the published package:
 *
 * ```sh
 * deno run --allow-ffi --allow-read jsr:@low-latency/trading-sim/live --rate 200000 # not run by the tests: needs the published package
 * ```
 *
 * It needs to read its own modules, for the threads; FFI, for the native clock; and to read and write the folders of the files
 * that `--html`, `--hgrm`, `--timeline` and `--metrics-file` name, for each of them is written beside its place and then renamed. Without one
 * the program gives the permission to write back, before anything runs. `--page` needs to listen on 127.0.0.1, with
 * `--allow-net=127.0.0.1`, and that permission is given back as well. Where TERM and FORCE_COLOR may be read, they are.
 *
 * @module
 */
import { processIo } from "./terminal/command_io.ts";
import { runLiveCommand } from "./live/run_live_command.ts";

if (import.meta.main) {
  const done = {
    onFilesOpen: () => Deno.permissions.revokeSync({ name: "write" }),
    onPageOpen: () => Deno.permissions.revokeSync({ name: "net" }),
  };
  Deno.exit(await runLiveCommand(Deno.args, Object.assign(processIo(), done)));
}
