import type { Histogram } from "../../../control/mod.ts";
import { HotThread } from "./hot_thread.ts";
import type { HiccupReport, MeterSetup } from "../between/thread_messages.ts";

/** Starts the thread that measures the hiccups of the machine. */
export function startHiccupMeter(setup: MeterSetup): HotThread<HiccupReport> {
  return new HotThread("hiccup meter", new URL("../thread/hiccup_worker.ts", import.meta.url), setup);
}

/** How much of a consumer's tail the machine would have had by itself, at most: shares from 0 to 1. */
export interface MachineShare {
  /** Of the 99th percentile of its staleness. */
  readonly p99: number;
  /** Of the greatest. */
  readonly max: number;
}

/**
 * Compares the staleness of a consumer with the hiccups of the machine, from when the system was ready.
 *
 * It is the most that the machine can have contributed: the meter waits for a core behind the threads of the system as well,
 * and with no system there are none of these.
 *
 * @returns the shares; nothing, if one of the two is not known
 */
export function machineShare(hiccups: HiccupReport | undefined, stalenessNs: Histogram): MachineShare | undefined {
  const staleness = stalenessNs.snapshot();
  if (hiccups === undefined || hiccups.ready.count === 0 || staleness.count === 0) return undefined;
  const { p99, max } = hiccups.ready;
  return { p99: shareOf(p99, staleness.p99), max: shareOf(max, staleness.max) };
}

/** No part is more than the whole, and of nothing everything is the machine's. */
function shareOf(part: number, whole: number): number {
  return part >= whole ? 1 : part / whole;
}
