/**
 * A moment of a monotonic source, in the source's own units, as two Int32 words: the low words of second and nanosecond where
 * it gives a timespec, the high and the low word of the count where it gives a count of ticks.
 */
export interface SourceOrigin {
  /** The word of more weight. */
  readonly high: number;
  /** The word of less weight. */
  readonly low: number;
}
