/**
 * How long a consumer is busy with each event, in whole nanoseconds: a function of the sequence, so that it is the same
 * whoever asks, how often, and in which order.
 */
export interface ServiceTimes {
  /** Time of the event with this sequence. */
  of(sequence: number): number;
  /** Mean of what times are drawn from; the time itself, if it is fixed. In nanoseconds, not rounded. */
  readonly meanNs: number;
  /** Whether they are drawn, and so differ. If not, the time of every event is {@linkcode ServiceTimes.meanNs}. */
  readonly drawn: boolean;
}
