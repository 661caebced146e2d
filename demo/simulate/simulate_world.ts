import { createClock, type MonotonicClock } from "../../mod.ts";
import { FeedError } from "../system/feed/feed_error.ts";
import type { CommandIo, LineTerminal } from "../terminal/command_io.ts";
import type { FileAccess } from "../terminal/files/file_access.ts";
import type { InputOps } from "../terminal/files/input_file.ts";
import { UsageError } from "../terminal/usage_error.ts";
import type { Interruption } from "./interruption.ts";
import { ProgressLine } from "./progress.ts";
import type { RunWatch } from "./simulation_pass.ts";

/** The world as a simulation sees it. */
export interface SimulateWorld {
  /** Where the report goes. */
  readonly io: CommandIo;
  /** The terminal that progress is shown on; undefined, if there is none. */
  readonly progress: LineTerminal | undefined;
  /** Where outputs are written. */
  readonly files: FileAccess;
  /** Where inputs are read. */
  readonly input: InputOps;
  /** Watches for interrupts. */
  watch(clock: MonotonicClock, onEnd: () => void): Interruption;
}

/** Real time from one progress to the next, in nanoseconds. A run that takes less shows none. */
const SHOW_NS = 500_000_000;

/**
 * Does something that may take long: shows its progress, and has an interrupt end it early.
 *
 * @param world the world
 * @param act does it, and tells of it
 */
export async function watchOver<Result>(
  { progress, watch }: Pick<SimulateWorld, "progress" | "watch">,
  act: (run: RunWatch & { clearProgress(): void }, interruption: Interruption) => Promise<Result>,
): Promise<Result> {
  const line = progress === undefined ? undefined : new ProgressLine(progress);
  const { clock, close } = createClock();
  const interruption = watch(clock, () => line?.clear());
  let shownNs = 0;
  try {
    return await act({
      nowNs: () => clock.nowNs(),
      pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
      onProgress: (progress) => {
        if (progress.elapsedNs - shownNs < SHOW_NS) return;
        shownNs = progress.elapsedNs;
        line?.show(progress);
      },
      signal: interruption.signal,
      clearProgress: () => line?.clear(),
    }, interruption);
  } finally {
    // Not before the report is told: an interrupt that comes in several pieces would kill it.
    interruption.ignore();
    line?.clear();
    close();
  }
}

/** Answers a recording that cannot be read as wrong usage: with one line. */
export function refusingFeeds<Result>(act: () => Result): Result {
  const refuse = (error: unknown): never => {
    if (!(error instanceof FeedError)) throw error;
    throw new UsageError(error.message.replace(/^Cannot/, "cannot"), { cause: error });
  };
  try {
    const result = act();
    return result instanceof Promise ? result.catch(refuse) as Result : result;
  } catch (error) {
    return refuse(error);
  }
}
