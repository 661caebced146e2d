import { HrtimeClock, type MonotonicClock, NativeClock, type NativeClockOrigin } from "../../../mod.ts";
import { AlignedClock, answerAlignment } from "./aligned_clock.ts";
import type { SharedControl } from "./control_words.ts";

/** Which clock a thread makes, so that its readings can be compared with those of the other threads. */
export type ThreadClockPlan =
  | { readonly kind: "native"; readonly origin: NativeClockOrigin }
  | { readonly kind: "hrtime" };

/** A thread's clock. */
export interface ThreadClock {
  /** The clock. */
  readonly clock: MonotonicClock;
  /** Gets the clock ready to be read. To be called once, when the control plane knows that this thread is there. */
  align(): void;
}

/**
 * Makes the clock of a hot thread. A native clock takes the origin of the control plane's. The readings of `process.hrtime`
 * count from the start of each thread, so such a clock is aligned with the control plane's.
 *
 * @param plan which clock
 * @param control what the threads share
 * @param thread the number of the thread
 * @throws {ClockUnavailableError} if the clock cannot be had here
 */
export function openThreadClock(plan: ThreadClockPlan, control: SharedControl, thread: number): ThreadClock {
  if (plan.kind === "native") return { clock: new NativeClock(plan.origin), align: () => {} };
  const own = new HrtimeClock();
  return {
    clock: new AlignedClock(own, control, thread),
    align: () => answerAlignment(control, thread, own),
  };
}
