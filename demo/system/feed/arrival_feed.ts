/** Room for some arrivals. Both columns are equally long. */
export interface ArrivalChunk {
  /** When each arrives: whole nanoseconds from the beginning of the run, none before the one in front of it. */
  readonly timesNs: Float64Array;
  /** Bytes of each message; {@linkcode NO_SIZE} where that is not known. */
  readonly sizes: Float64Array;
}

/** Size of a message whose size is not known. */
export const NO_SIZE: number = -1;

/** Arrivals of a chunk. So many pass through memory at a time. */
export const CHUNK_EVENTS = 4_096;

/** Makes room for arrivals. */
export function makeChunk(events: number = CHUNK_EVENTS): ArrivalChunk {
  return { timesNs: new Float64Array(events), sizes: new Float64Array(events) };
}

/**
 * Arrivals, one after the other and in bounded memory. Opening the same feed again gives the same arrivals.
 *
 * Belongs to one thread.
 */
export interface ArrivalFeed {
  /** The model, or `recorded`. */
  readonly model: string;
  /** The file's own time of the first arrival read so far, in decimal digits of nanoseconds: it may exceed 2⁵³. Models begin at 0. */
  readonly firstNs: string | undefined;
  /** The same of the last arrival read so far. */
  readonly lastNs: string | undefined;
  /**
   * Reads the next arrivals into a chunk, from its beginning.
   *
   * @returns how many; 0 at the end, and only there
   */
  read(chunk: ArrivalChunk): number;
  /** Lets go of what is open. */
  close(): void;
}
