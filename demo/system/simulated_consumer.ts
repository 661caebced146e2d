import {
  ConsumerIsolation,
  type ConsumerParts,
  type ConsumerSnapshot,
  MetricsSink,
  type MetricsSnapshot,
  PollCounts,
  StallTracker,
} from "../../control/mod.ts";
import {
  type Consumer,
  Executor,
  type Lifecycle,
  type ManualClock,
  OverrunAnswer,
  PollStatus,
  type RingBuffer,
} from "../../mod.ts";
import { DecisionLog } from "./decision_log.ts";
import type { EventBytes } from "./event_bytes.ts";
import type { ConsumerPlan } from "./run_plan.ts";
import { type ConsumerRecord, type ConsumerSteps, emptySteps, type Episode, type Staleness } from "./run_record.ts";
import { StepMoments } from "./step_moments.ts";

/** The system that a consumer joins. */
export interface ConsumerSurroundings {
  /** The ring with the events. */
  readonly ring: RingBuffer;
  /** The authority on whether a decision is live. */
  readonly lifecycle: Lifecycle;
  /** The clock that stamps decisions. */
  readonly clock: ManualClock;
  /** Knows the bytes that each event must have. */
  readonly bytes: EventBytes;
  /** Simulated nanoseconds that a step takes. A cycle of more than two steps is a stall. */
  readonly stepNs: number;
  /** Steps that there may be. */
  readonly totalSteps: number;
}

/**
 * One consumer of a simulated system at work: its executor, its metrics, and the columns that it fills. It can be taken out
 * of service and back.
 */
export class SimulatedConsumer implements ConsumerParts {
  /** Its name in reports. */
  declare readonly name: string;
  /** When it polls, and what it does about an overrun. */
  declare readonly plan: ConsumerPlan;
  /** Its cursor. */
  declare readonly consumer: Consumer;
  /** Decides on its events. */
  declare readonly executor: Executor;
  /** Counts of its decisions, and how long they took. */
  readonly metrics: MetricsSink = new MetricsSink();
  /** Counts of its polls. */
  readonly polls: PollCounts = new PollCounts();
  /** Times what is between one poll and the next. */
  declare readonly cycles: StallTracker;
  /** Counts of each step. */
  declare readonly steps: ConsumerSteps;
  declare private readonly _log: DecisionLog;
  declare private readonly _moments: StepMoments;
  declare private readonly _clock: ManualClock;
  private readonly _now = new Float64Array(1);
  private readonly _episodes: Episode[] = [];
  private _step = 0;
  declare private readonly _isolation: ConsumerIsolation;
  declare private readonly _overruns: OverrunAnswer;
  /** The step in which a stalled consumer was first told; -1, if it was not. */
  private _stalledIn = -1;

  /**
   * Joins the ring at its head. Not API: {@linkcode SimulatedSystem} makes its consumers.
   *
   * @param plan when it polls, and what it does about an overrun
   * @param surroundings the system that it joins
   * @ignore
   */
  constructor(plan: ConsumerPlan, surroundings: ConsumerSurroundings) {
    const { ring, lifecycle, clock, bytes, stepNs, totalSteps } = surroundings;
    const halfNs = Math.floor(stepNs / 2);
    this.name = plan.name;
    this.plan = plan;
    this.consumer = ring.createConsumer();
    this._isolation = new ConsumerIsolation(this.consumer);
    this._overruns = new OverrunAnswer(this.consumer, plan.onOverrun);
    this.cycles = new StallTracker({ thresholdNs: 2 * stepNs });
    this.steps = emptySteps(totalSteps);
    this._log = new DecisionLog(this.metrics, bytes);
    this._moments = new StepMoments(plan.polls, { stepNs, fromNs: halfNs, spanNs: stepNs - halfNs });
    this._clock = clock;
    this.executor = new Executor({ lifecycle: lifecycle.reader, consumer: this.consumer, clock, sink: this._log });
  }

  /** When it polls next, in simulated nanoseconds; Infinity if never again. */
  get nextNs(): number {
    return this._moments.nextNs;
  }

  /** Events published that it has neither read nor given up. */
  get lag(): number {
    return this.consumer.lag;
  }

  /** When its latest live decision was completed, in simulated nanoseconds; -Infinity, before there was one. */
  get lastLiveNs(): number {
    return this._log.lastLiveNs;
  }

  /** Whether it is out of service. */
  get isolated(): boolean {
    return this._isolation.isolated;
  }

  /** Takes it out of service: it polls no more. */
  isolate(): void {
    this._isolation.isolate();
    this.cycles.pause();
  }

  /** Takes it back into service, where it stopped. */
  rejoin(): void {
    this._isolation.rejoin();
  }

  /** Makes the poll that is due, if it is in service, and answers an overrun as planned. The overrun uses up its poll. */
  poll(): void {
    this._moments.advance();
    if (this._isolation.isolated) return;
    const { steps, _step: step } = this;
    this._clock.stamp(this._now, 0);
    this.cycles.cycleFrom(this._now, 0);
    const status = this.executor.poll();
    this.polls.count(status);
    switch (status) {
      case PollStatus.EVENT:
        steps.acks[step]++;
        if (this.executor.ack.executed) steps.executedAcks[step]++;
        break;
      case PollStatus.EMPTY:
        steps.emptyPolls[step]++;
        break;
      case PollStatus.OVERRUN:
        steps.overruns[step]++;
        steps.lost[step] += this._answerOverrun();
    }
  }

  /** Ends a step: what is unread now is what it leaves to the next one. */
  endStep(): void {
    const { steps, consumer } = this;
    steps.backlog[this._step] = consumer.lag;
    steps.overwritten[this._step] = consumer.overwritten;
    this._step++;
  }

  /** The part of a snapshot of it that health judges: everything, while it is in service. */
  judged(snapshot: ConsumerSnapshot): ConsumerSnapshot {
    return this._isolation.judged(snapshot);
  }

  /** Its record, up to now. */
  record(): ConsumerRecord {
    const { consumer, _log: log } = this;
    const metrics = this.metrics.snapshot();
    return {
      plan: this.plan,
      steps: this.steps,
      episodes: this._allEpisodes(),
      staleness: stalenessOf(metrics),
      witness: {
        delivered: consumer.delivered,
        lost: consumer.lost,
        lag: consumer.lag,
        overwritten: consumer.overwritten,
        observed: log.observed,
        measured: metrics.observed,
        executed: metrics.executed,
        spoiled: log.spoiled,
      },
      decisions: log.digest,
    };
  }

  /** Answers an overrun as planned, and returns how many events are now known to be lost that were not before. */
  private _answerOverrun(): number {
    const { _overruns: overruns, _step: step } = this;
    const lost = overruns.answer();
    if (!overruns.stalled) this._episodes.push({ step, endStep: step, lost });
    else if (this._stalledIn < 0) this._stalledIn = step;
    return lost;
  }

  /** The overruns, with the one that has no end. */
  private _allEpisodes(): Episode[] {
    if (this._stalledIn < 0) return this._episodes;
    return [...this._episodes, { step: this._stalledIn, endStep: null, lost: this.consumer.overwritten }];
  }
}

function stalenessOf({ observed, stalenessNs }: MetricsSnapshot): Staleness | null {
  if (observed === 0) return null;
  return { p50Ns: stalenessNs.p50, p90Ns: stalenessNs.p90, p99Ns: stalenessNs.p99, maxNs: stalenessNs.max };
}
