import type { ClockSelection } from "../../../mod.ts";
import { Command, giveCommand, makeSharedControl } from "../between/control_words.ts";
import type { GapReport, GapSetup } from "../between/thread_messages.ts";
import { HotThread, NO_ANSWER } from "./hot_thread.ts";
import { clockNameOf, threadClockPlan } from "./live_clock.ts";
import { PATIENCE, type Patience, settledWithin } from "./patience.ts";

/** Plan of a measurement of the idle machine. All numbers have been checked. */
export interface GapPlan {
  /** How long to spin, in seconds. */
  readonly seconds: number;
  /** The longest time between two readings of the clock that is not a gap, in microseconds. */
  readonly gapUs: number;
}

/** Parts of a measurement besides its plan. */
export interface GapRunParts {
  /** The clock of all threads. */
  readonly clock: ClockSelection;
  /** Processor cores there are. */
  readonly cores: number;
  /** Aborted when the user wants it to end. */
  readonly signal: AbortSignal;
  /** How long to wait for threads. Default: {@linkcode PATIENCE} */
  readonly patience?: Patience;
}

/** What spinning threads found on the machine. */
export interface GapResult {
  /** The plan. */
  readonly plan: GapPlan;
  /** The clock, as it calls itself. */
  readonly clock: string;
  /** Why it is not the native one, or nothing. */
  readonly clockNote: string | undefined;
  /** Processor cores there are. */
  readonly cores: number;
  /** Reason for its end. */
  readonly endedBy: "time" | "interrupt" | "failure";
  /** Report of each thread; nothing, if it failed. */
  readonly threads: readonly (GapReport | undefined)[];
  /** A line for each thread that failed. */
  readonly failures: readonly string[];
}

/** Most threads that spin, however many cores there are. */
export const SPINNERS_MAX = 16;

/**
 * Measures the machine without the system: a thread for each core does nothing but read the clock.
 *
 * Ends as a live run does: when its time is over, when the signal is aborted, or when a thread fails. A thread that never
 * returns counts as failed; such a thread cannot be stopped, so a program that has called this ends by `Deno.exit`.
 */
export async function runGaps(plan: GapPlan, parts: GapRunParts): Promise<GapResult> {
  const { clock, cores, signal, patience = PATIENCE } = parts;
  const spinners = Math.min(cores, SPINNERS_MAX);
  const control = makeSharedControl(spinners);
  const clockPlan = threadClockPlan(clock);
  const threads = Array.from({ length: spinners }, (_, thread) => {
    const setup: GapSetup = { thread, control, clock: clockPlan, thresholdNs: NS_PER_US * plan.gapUs };
    return new HotThread<GapReport>(
      `spinning thread ${thread + 1}`,
      new URL("../thread/gap_worker.ts", import.meta.url),
      setup,
    );
  });
  try {
    const { readyMs, leaveMs } = patience;
    if (readyMs > 0) await settledWithin(Promise.all(threads.map(({ whenReady }) => whenReady)), readyMs);
    for (const thread of threads) if (!thread.isReady) thread.giveUp(`did not start within ${readyMs} ms`);
    const hasFailed = () => threads.some(({ failure }) => failure !== undefined);
    giveCommand(control, Command.RUN);
    if (!hasFailed() && !signal.aborted) {
      const failed = Promise.race(threads.map(({ whenDone }) => whenDone));
      await settledWithin(Promise.race([failed, whenAborted(signal)]), MS_PER_SECOND * plan.seconds);
    }
    const endedBy = hasFailed() ? "failure" : signal.aborted ? "interrupt" : "time";
    giveCommand(control, Command.STOP);
    await settledWithin(Promise.all(threads.map(({ whenDone }) => whenDone)), leaveMs);
    for (const thread of threads) thread.giveUp(NO_ANSWER);
    return {
      plan,
      clock: clockNameOf(clockPlan),
      clockNote: clock.note,
      cores,
      endedBy,
      threads: threads.map(({ report }) => report),
      failures: threads.flatMap(({ name, failure }) => failure === undefined ? [] : [`${name}: ${failure}`]),
    };
  } finally {
    for (const thread of threads) thread.terminate();
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

const NS_PER_US = 1_000;
const MS_PER_SECOND = 1_000;
