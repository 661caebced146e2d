import type { SystemSpecification } from "../../config/mod.ts";
import type { Peak } from "../capacity/laws/peaks.ts";
import type { TimedRecord } from "../system/timed/timed_record.ts";

/** What came in. */
export interface FeedAccount {
  /** The model, or `recorded`. */
  readonly model: string;
  /** The first arrival by the feed's own time, in decimal digits; undefined, if there is none. */
  readonly firstNs: string | undefined;
  /** The last one. */
  readonly lastNs: string | undefined;
  /** The last arrival after the first; undefined, if there is none. */
  readonly spanNs: number | undefined;
  /** Whether events are packets of a capture. One packet may have several messages. */
  readonly isPackets: boolean;
  /** The peaks, from the shortest window to the longest. */
  readonly peaks: readonly Peak[];
}

/** What arithmetic says of a consumer, without a ring. */
export interface ConsumerLaws {
  /** Events that arrive in the time that one takes, on average; undefined where one event tells no rate. */
  readonly load: number | undefined;
  /** Whether some ring is enough for as long as the load lasts; undefined, if it does not last. */
  readonly isStable: boolean | undefined;
  /** Events by which the backlog grows in a second, in the long run; 0, if it does not. */
  readonly growthPerSecond: number;
  /** The least ring that this feed never overruns. */
  readonly neededCapacity: number;
  /** The same, if the feed comes twice as fast. */
  readonly neededAtTwiceTheSpeed: number;
  /** The same, if every event comes twice. */
  readonly neededWithEveryEventTwice: number;
  /** When a poll first finds more unread than the ring holds; undefined for never. */
  readonly firstOverrunNs: number | undefined;
  /** Whether nothing is left unread at the end, in a ring that forgets none. */
  readonly isDrained: boolean;
  /** The longest time from a lag to none, in a ring that forgets none. */
  readonly catchUpNs: number;
}

/** What a simulation leaves behind: a system, what came in, what happened, and what should have. */
export interface SimulationResult {
  /** The system, with every default filled in. */
  readonly specification: SystemSpecification;
  /** What came in. */
  readonly feed: FeedAccount;
  /** What happened. */
  readonly record: TimedRecord;
  /** What arithmetic says, for each consumer of the specification. */
  readonly laws: readonly ConsumerLaws[];
  /** When the run was cut short, by an interrupt; undefined, if it went to its end. */
  readonly interruptedNs: number | undefined;
}

/** Whether law and observation say the same of a consumer's first overrun. A run that was cut short may end before it. */
export function agrees({ record, laws, interruptedNs }: SimulationResult, consumer: number): boolean {
  const predicted = laws[consumer].firstOverrunNs;
  const observed = record.consumers[consumer].firstOverrunNs;
  const isLater = predicted !== undefined && interruptedNs !== undefined && predicted > interruptedNs;
  return (isLater ? undefined : predicted) === observed;
}

/**
 * The power of two that is enough for this feed; undefined where no size may be recommended: where the load lasts and is
 * too much for any ring, or the run ends behind.
 */
export function sufficientCapacity({ isStable, isDrained, neededCapacity }: ConsumerLaws): number | undefined {
  return isStable === false || (isStable === undefined && !isDrained) ? undefined : powerOfTwoFrom(neededCapacity);
}

/** The least power of two that is no less than a number from 0 on. */
export function powerOfTwoFrom(count: number): number {
  let power = 1;
  while (power < count) power *= 2;
  return power;
}
