/** Counts of chaos runs. They say what was tried, and so how much the absence of violations means. */
export interface ChaosCounts {
  /** Systems whose ring was a shared one. */
  shared_rings: number;
  /** Steps, those of the recovery included. */
  steps: number;
  /** Events published. */
  published: number;
  /** Events delivered, to all consumers together. */
  delivered: number;
  /** Decisions that were live. */
  executed: number;
  /** Decisions that were provisional. */
  provisional: number;
  /** Decisions during which the lifecycle was acted on. */
  interrupted_decisions: number;
  /** Decisions during which the system became READY, or ceased to be. */
  overtaken_decisions: number;
  /** Events that consumers have lost: given up by resuming, or unread and overwritten at the end. */
  lost: number;
  /** Overruns that consumers have learnt of. */
  overruns: number;
  /** Polls that found nothing. */
  empty_polls: number;
  /** Observations that were sent through a ring of their own. */
  observations_sent: number;
  /** Observations among them that were given up. */
  observations_dropped: number;
  /** Times that a ring of observations was found overrun. */
  observation_overruns: number;
  /** Cycles of a consumer's loop that took too long. */
  stalls: number;
  /** Transitions of the lifecycle. */
  transitions: number;
  /** Failures that took hold. */
  failures: number;
  /** Failures among them that took hold of a system that something else held already. */
  overlapping_failures: number;
  /** Halts by an operator. */
  halts: number;
  /** Times that the clock was shifted. */
  clock_steps: number;
  /** Requests that had to be refused, and were. */
  refusals: number;
  /** Judgements by which the system was not healthy. */
  unhealthy: number;
  /** Runbooks that were completed. */
  runbooks_completed: number;
  /** Runbooks that were refused, because a precondition did not hold. */
  runbooks_refused: number;
  /** Runbooks of which a step was not approved. */
  runbooks_unapproved: number;
  /** Runbooks of which a step failed, and of whose effect nothing was left. */
  runbooks_taken_back: number;
  /** Runbooks of which a step failed, and that could not be taken back whole. */
  runbooks_left_half_way: number;
  /** Consumers that a runbook took out of service. */
  isolations: number;
  /** Shutdowns. */
  shutdowns: number;
}

/** Counts of nothing. */
export function emptyCounts(): ChaosCounts {
  return {
    shared_rings: 0,
    steps: 0,
    published: 0,
    delivered: 0,
    executed: 0,
    provisional: 0,
    interrupted_decisions: 0,
    overtaken_decisions: 0,
    lost: 0,
    overruns: 0,
    empty_polls: 0,
    observations_sent: 0,
    observations_dropped: 0,
    observation_overruns: 0,
    stalls: 0,
    transitions: 0,
    failures: 0,
    overlapping_failures: 0,
    halts: 0,
    clock_steps: 0,
    refusals: 0,
    unhealthy: 0,
    runbooks_completed: 0,
    runbooks_refused: 0,
    runbooks_unapproved: 0,
    runbooks_taken_back: 0,
    runbooks_left_half_way: 0,
    isolations: 0,
    shutdowns: 0,
  };
}

/** Adds counts to others. */
export function addCounts(sum: ChaosCounts, counts: ChaosCounts): void {
  for (const key of Object.keys(sum) as (keyof ChaosCounts)[]) sum[key] += counts[key];
}
