import { type ClockRequest, type ClockSelection, ClockUnavailableError, createClock } from "../../mod.ts";
import { problemOf } from "../terminal/problem_of.ts";
import { UsageError } from "../terminal/usage_error.ts";

/** The entry point of the library, beside which its folders are. */
const LIBRARY = new URL("../../mod.ts", import.meta.url);

/** Where the modules of threads are. They are loaded while the program runs, and that takes a permission. */
const THREAD_MODULES = [
  new URL("./", import.meta.url),
  LIBRARY,
  new URL("./core/", LIBRARY),
  new URL("./control/", LIBRARY),
  new URL("./runtime/", LIBRARY),
];

/**
 * Refuses to begin where threads could not load their modules.
 *
 * @throws {UsageError} if they may not be read
 */
export function refuseUnreadableModules(): void {
  for (const url of THREAD_MODULES) {
    if (url.protocol !== "file:" || Deno.permissions.querySync({ name: "read", path: url }).state === "granted") {
      continue;
    }
    throw new UsageError("threads load their modules from files, which is not permitted; run with --allow-read");
  }
}

/**
 * Opens the clock of the control plane.
 *
 * @throws {UsageError} if it cannot be had here
 */
export function openClock(clock: ClockRequest): ClockSelection {
  try {
    return createClock(clock);
  } catch (error) {
    if (!(error instanceof ClockUnavailableError)) throw error;
    throw new UsageError(clock === "auto" ? error.message : `--clock ${clock}: ${problemOf(error)}`);
  }
}
