/**
 * The explorer: a page that shows runs as pictures, to go through them, change them and compare them.
 *
 * ```sh
 * deno task explore producer-heavy # not run by the tests: it serves until it is interrupted
 * ```
 *
 * It reads the sources of the page, bundles them by a process of its own, and serves the page on 127.0.0.1, or writes it where
 * `--out` says. The page itself needs nothing: it is one file that can be opened from a disk, sent, or published.
 *
 * @module
 */
import { buildElement, buildExplorer } from "./explorer/build/build_explorer.ts";
import { servePage } from "./explorer/command/page_server.ts";
import { runExplore } from "./explorer/command/run_explore.ts";
import { watchInterruption } from "./simulate/interruption.ts";
import { processIo } from "./terminal/command_io.ts";
import { DENO_FILES } from "./terminal/files/deno_files.ts";
import { DENO_INPUT } from "./terminal/files/input_file.ts";

if (import.meta.main) {
  Deno.exit(
    await runExplore(Deno.args, {
      io: processIo(),
      files: DENO_FILES,
      input: DENO_INPUT,
      build: buildExplorer,
      buildElement,
      serve: servePage,
      watch: watchInterruption,
    }),
  );
}
