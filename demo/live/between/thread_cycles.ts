import type { LoopCycles } from "../../../control/mod.ts";

/** Cycles of a hot thread, in two parts. */
export interface ThreadCycles {
  /** From the start of the run until the system was ready for the first time. */
  readonly warmup: LoopCycles;
  /** From then until the end. */
  readonly ready: LoopCycles;
}

/** Both parts as one. */
export function totalCycles({ warmup, ready }: ThreadCycles): LoopCycles {
  return { stalls: warmup.stalls + ready.stalls, longestNs: Math.max(warmup.longestNs, ready.longestNs) };
}
