import type { SharedKernelName, SharedRingDescription } from "../../../mod.ts";

/** What a page found out in its browser. */
export interface Findings {
  /** Whether the page is cross-origin isolated, as its headers ask. */
  readonly isIsolated: boolean;
  /** The numbers of the producer-heavy run. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What became of the events of a shared ring, for each kernel asked for; or why there was no ring. */
  readonly carried: readonly (Carried | string)[];
  /** Why there is no native clock. */
  readonly clock: string;
}

/** What a worker received of the events that its page published. */
export interface Carried {
  /** The kernel that it read them with. */
  readonly kernel: SharedKernelName;
  /** Sequence at which it joined. */
  readonly start: number;
  /** Events delivered to it. */
  readonly delivered: number;
  /** Events that it gave up after overruns. */
  readonly lost: number;
  /** Words that were not what was written. */
  readonly torn: number;
}

/** What a worker is told: which ring to read, and how. */
export interface Task {
  /** The ring. */
  readonly ring: SharedRingDescription;
  /** The kernel to read it with; undefined leaves the choice to the ring. */
  readonly kernel: SharedKernelName | undefined;
}

/** Events that go from the page to a worker. */
export const CARRIED_EVENTS = 200_000;

/** What payload word `k` of event `n` holds. */
export function wordOf(n: number, k: number): number {
  return (n + k) | 0;
}
