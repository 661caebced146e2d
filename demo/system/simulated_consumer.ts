import {
  type ConsumerParts,
  MetricsSink,
  type MetricsSnapshot,
  type PollCounts,
  type StallTracker,
} from "../../control/mod.ts";
import { type EventConsumer, type Executor, type MonotonicClock, PollStatus } from "../../mod.ts";
import type { AssemblyConsumer } from "./assembly/assembly_consumer.ts";
import { DecisionLog } from "./decision_log.ts";
import type { EventBytes } from "./event_bytes.ts";
import type { ConsumerPlan } from "./run_plan.ts";
import { type ConsumerRecord, type ConsumerSteps, emptySteps, type Episode, type Staleness } from "./run_record.ts";
import { type RunTrace, tracedSink } from "./run_trace.ts";
import { StepMoments } from "./step_moments.ts";
import type { SystemAssembly } from "./assembly/system_assembly.ts";

/** The system that a consumer joins. */
export interface ConsumerSurroundings {
  /** The parts of the system. */
  readonly parts: SystemAssembly;
  /** Knows the bytes that each event must have. */
  readonly bytes: EventBytes;
  /** Simulated nanoseconds that a step takes. A cycle of more than two steps is a stall. */
  readonly stepNs: number;
  /** Steps that there may be. */
  readonly totalSteps: number;
  /** Is shown what happens. */
  readonly trace: RunTrace;
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
  declare readonly consumer: EventConsumer;
  /** Decides on its events. */
  declare readonly executor: Executor;
  /** Counts of its decisions, and how long they took. */
  readonly metrics: MetricsSink = new MetricsSink();
  /** Counts of its polls. */
  declare readonly polls: PollCounts;
  /** Times what is between one poll and the next. */
  declare readonly cycles: StallTracker;
  /** Counts of each step. */
  declare readonly steps: ConsumerSteps;
  declare private readonly _stalenessNsMax: Float64Array;
  declare private readonly _log: DecisionLog;
  declare private readonly _moments: StepMoments;
  private readonly _episodes: Episode[] = [];
  private _step = 0;
  declare private readonly _parts: AssemblyConsumer;
  declare private readonly _trace: RunTrace;
  declare private readonly _place: number;
  declare private readonly _clock: MonotonicClock;
  /** The step in which a stalled consumer was first told; -1, if it was not. */
  private _stalledIn = -1;

  /**
   * Joins the ring at its head. Not API: {@linkcode SimulatedSystem} makes its consumers.
   *
   * @param plan when it polls, and what it does about an overrun
   * @param place its place in the plan of its system
   * @param surroundings the system that it joins
   * @ignore
   */
  constructor(plan: ConsumerPlan, place: number, surroundings: ConsumerSurroundings) {
    const { parts, bytes, stepNs, totalSteps, trace } = surroundings;
    const halfNs = Math.floor(stepNs / 2);
    this.name = plan.name;
    this.plan = plan;
    this.steps = emptySteps(totalSteps);
    this._stalenessNsMax = new Float64Array(totalSteps);
    this._log = new DecisionLog(this.metrics, bytes);
    const sink = tracedSink(this._log, trace, place);
    const own = parts.join({ ...plan, cycleNsMax: 2 * stepNs, sink, metrics: this.metrics });
    this._parts = own;
    this._trace = trace;
    this._place = place;
    this._clock = parts.clock;
    this.consumer = own.consumer;
    this.executor = own.executor;
    this.polls = own.polls;
    this.cycles = own.cycles;
    this._moments = new StepMoments(plan.polls, { stepNs, fromNs: halfNs, spanNs: stepNs - halfNs });
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
    return this._parts.isolation.isolated;
  }

  /** Takes it out of service: it polls no more. */
  isolate(): void {
    this._parts.isolate();
  }

  /** Takes it back into service, where it stopped. */
  rejoin(): void {
    this._parts.isolation.rejoin();
  }

  /** Makes the poll that is due, if it is in service, and answers an overrun as planned. The overrun uses up its poll. */
  poll(): void {
    this._moments.advance();
    if (this.isolated) return;
    const { steps, _stalenessNsMax: oldest, _step: step, _parts: parts } = this;
    parts.comeRound();
    switch (parts.poll()) {
      case PollStatus.EVENT:
        steps.acks[step]++;
        if (this.executor.ack.executed) steps.executedAcks[step]++;
        oldest[step] = Math.max(oldest[step], this._log.latestStalenessNs);
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

  /** Its record, up to now. */
  record(): ConsumerRecord {
    const { consumer, _log: log } = this;
    const metrics = this.metrics.snapshot();
    return {
      plan: this.plan,
      steps: this.steps,
      episodes: this._allEpisodes(),
      staleness: stalenessOf(metrics),
      stalenessNs: log.stalenessNs.clone(),
      stalenessNsMax: this._stalenessNsMax,
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
    const { _parts: { overruns }, _step: step, consumer } = this;
    const first = consumer.cursor;
    const lost = overruns.answer();
    const hasResumed = !overruns.stalled;
    if (hasResumed) this._episodes.push({ step, endStep: step, lost });
    else if (this._stalledIn < 0) this._stalledIn = step;
    else return lost;
    this._trace.overrun(this._place, { timeNs: this._clock.nowNs(), first, lost, hasResumed });
    return lost;
  }

  /** The overruns, with the one that has no end. */
  private _allEpisodes(): Episode[] {
    if (this._stalledIn < 0) return this._episodes;
    return [...this._episodes, { step: this._stalledIn, endStep: undefined, lost: this.consumer.overwritten }];
  }
}

function stalenessOf({ observed, stalenessNs }: MetricsSnapshot): Staleness | undefined {
  if (observed === 0) return undefined;
  return { p50Ns: stalenessNs.p50, p90Ns: stalenessNs.p90, p99Ns: stalenessNs.p99, maxNs: stalenessNs.max };
}
