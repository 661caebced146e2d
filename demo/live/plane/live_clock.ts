import { type ClockSelection, NativeClock } from "../../../mod.ts";
import type { ThreadClockPlan } from "../between/thread_clock.ts";

/** How the threads make clocks that agree with the one that was chosen. */
export function threadClockPlan({ clock }: Pick<ClockSelection, "clock">): ThreadClockPlan {
  return clock instanceof NativeClock ? { kind: "native", origin: clock.origin } : { kind: "hrtime" };
}

/** The clock, as it calls itself. */
export function clockNameOf(plan: ThreadClockPlan): string {
  return plan.kind === "native" ? plan.origin.source : "process.hrtime";
}
