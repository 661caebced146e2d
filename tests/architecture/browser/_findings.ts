import type { Carried } from "../_carried.ts";
import type { ExplorerFindings } from "../_explorer.ts";

/** What a page found out in its browser. */
export interface Findings {
  /** Whether the page is cross-origin isolated, as its headers ask. */
  readonly isIsolated: boolean;
  /** The numbers of the producer-heavy run. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What became of the events of a shared ring, for each kernel asked for; or why there was no ring. */
  readonly carried: readonly (Carried | string)[];
  /** What the explorer comes to. */
  readonly explorer: ExplorerFindings;
  /** Why there is no native clock. */
  readonly clock: string;
  /** Why there is no clock at all. */
  readonly anyClock: string;
}
