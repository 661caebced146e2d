import { FAILURE_IDS } from "../../../control/failure/failure_scenario.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import type { ChaosCounts } from "../model/chaos_counts.ts";
import { ChaosJudge } from "./chaos_judge.ts";
import { ChaosMetrics } from "./chaos_metrics.ts";
import { ChaosOperator } from "./chaos_operator.ts";
import type { ChaosPlan, Operation } from "../plan/chaos_plan.ts";
import { ChaosProducer } from "./chaos_producer.ts";
import { ChaosProcedures } from "./chaos_procedures.ts";
import { shutDown } from "./chaos_shutdown.ts";
import { ChaosSystem } from "./chaos_system.ts";
import { nameOf } from "../model/lifecycle_model.ts";
import { demand, demandSame, Violation } from "../model/violation.ts";

/**
 * A whole system made of the real parts, next to the models of what they should be doing.
 *
 * Every operation is done to both, and everything that can be asked is asked after every one.
 */
export class ChaosWorld {
  declare private readonly _plan: ChaosPlan;
  declare private readonly _system: ChaosSystem;
  declare private readonly _producer: ChaosProducer;
  declare private readonly _operator: ChaosOperator;
  declare private readonly _metrics: ChaosMetrics;
  declare private readonly _judge: ChaosJudge;
  declare private readonly _procedures: ChaosProcedures;
  /** The next step with faults; those that come after the last are calm. */
  private _step = 0;

  /**
   * Makes the system of a plan, in INIT.
   *
   * @param plan what to make
   */
  constructor(plan: ChaosPlan) {
    const system = new ChaosSystem(plan);
    this._plan = plan;
    this._system = system;
    this._producer = new ChaosProducer(system);
    this._operator = new ChaosOperator(system);
    this._metrics = new ChaosMetrics(system);
    this._judge = new ChaosJudge(system, this._metrics);
    this._procedures = new ChaosProcedures(system, {
      step: () => this.step(),
      shutDown: (polls) => this._shutDown(polls),
    });
    system.onInterrupt = (turn) => this._interrupt(turn);
    this._join(0);
  }

  /** Counts of the run. */
  get counts(): ChaosCounts {
    return this._system.counts;
  }

  /** A hash of everything that happened so far. */
  get digest(): string {
    return this._system.digest.hex;
  }

  /** Does one step: the next of the plan, or a calm one after the last. */
  step(): void {
    const step = this._step++;
    const operations = this._plan.steps[step];
    if (operations === undefined) {
      this._calmStep();
    } else {
      this._operator.inject(step);
      this._check();
      for (const operation of operations) this._perform(operation);
    }
    this._endStep();
  }

  /**
   * The faults have stopped: demands that the system comes back within a bound, and is live again. A system that has been
   * shut down stays so, and only its backlog is drained.
   */
  recover(): void {
    const { clock, counts, executor, model } = this._system;
    for (const failure of FAILURE_IDS) this._operator.fail(failure, "deactivate");
    this._system.onInterrupt = () => {};
    this._operator.halt("end");
    clock.skewNs = 0;
    clock.readingNs = 1;
    const { capacity, warmupTicks, health } = this._plan;
    // So many steps to drain a whole ring, to see that checks are well again, and to warm up; and one each to resume, to
    // degrade, to restart, to complete the warm-up, and until observations come through again.
    const stepsMax = 5 + Math.ceil(capacity / (this._calmPolls - 1)) + health.recoveryTicks + warmupTicks;
    for (let step = 0; step < stepsMax; step++) this.step();
    const { joined, isClosed } = this._system;
    const after = `after ${stepsMax} steps without faults`;
    for (const { name, consumer, isIsolated } of joined) {
      demandSame("recovery", `the backlog of ${name} ${after}`, consumer.lag, 0);
      demandSame("recovery", `whether ${name} is out of service ${after}`, isIsolated, false);
    }
    demandSame("recovery", `the number of consumers ${after}`, joined.length, this._plan.consumers.length);
    if (!isClosed) {
      demandSame("recovery", `causes that hold the system ${after}`, [...model.causes].join(), "");
      demandSame("recovery", `the state ${after}`, nameOf(model.state), "READY");
      const { executed } = counts;
      this._producer.takeIn(1, false);
      executor.poll(1, 1);
      demandSame("recovery", "live decisions on an event after recovery", counts.executed - executed, 1);
    }
    for (const { metrics } of joined) metrics.finish();
    this._check();
    this._metrics.snapshot();
    this._metrics.finish();
  }

  /** Adds up what only shows at the end. */
  finish(): void {
    const { counts, model, joined } = this._system;
    counts.transitions = model.transitions;
    for (const desk of joined) counts.lost += desk.model.overwritten;
  }

  private get _calmPolls(): number {
    return 8 + this._plan.capacity / 4;
  }

  /** A step without faults, in which operators do what operators do: bring back what does not come back by itself. */
  private _calmStep(): void {
    const system = this._system;
    const { model } = system;
    const consumers = this._plan.consumers.map((_, consumer) => consumer);
    if (!this._procedures.isUnderWay) {
      system.pause(false);
      if (model.isStartable) this._operator.start();
      else if (model.isRestartable && !system.isClosed) this._operator.restart();
      for (const consumer of consumers) this._perform({ kind: "rejoin", consumer });
    }
    this._perform({ kind: "tick" });
    this._perform({ kind: "wait", ns: CALM_STEP_NS });
    this._perform({ kind: "ingest", count: 1, isOversized: false });
    for (const consumer of consumers) {
      this._perform({ kind: "join", consumer });
      this._perform({ kind: "resume", consumer, at: "oldest" });
      this._perform({ kind: "poll", consumer, times: this._calmPolls, max: 1 });
      this._perform({ kind: "watch", consumer, max: Number.MAX_SAFE_INTEGER });
    }
    this._perform({ kind: "health" });
  }

  private _perform(operation: Operation): void {
    const system = this._system;
    switch (operation.kind) {
      case "tick":
        system.model.tick();
        system.warmup.advance();
        break;
      case "wait":
        system.clock.trueNs += operation.ns;
        break;
      case "clock-step":
        system.clock.skewNs = operation.skewNs;
        system.counts.clock_steps++;
        break;
      case "ingest":
        this._ingest(operation.count, operation.isOversized);
        break;
      case "claim":
        this._producer.claim(operation.count);
        break;
      case "publish":
        this._producer.publish();
        break;
      case "join":
        this._join(operation.consumer);
        break;
      case "poll":
        system.desk(operation.consumer)?.poll(operation.times, operation.max);
        break;
      case "resume":
        system.desk(operation.consumer)?.resume(operation.at);
        break;
      case "watch":
        system.desk(operation.consumer)?.metrics.watch(operation.max);
        break;
      case "rejoin":
        system.desk(operation.consumer)?.rejoin();
        break;
      case "look":
        this._producer.look(system.log.head - operation.back);
        break;
      case "failure":
        this._operator.fail(operation.failure, operation.action);
        break;
      case "start":
        this._operator.start();
        break;
      case "restart":
        this._operator.restart();
        break;
      case "operator":
        this._operator.move(operation.to);
        break;
      case "halt":
        this._operator.halt(operation.action);
        break;
      case "health":
        this._judge.judge();
        break;
      case "runbook":
        this._procedures.follow(operation);
        break;
      case "metrics":
        system.desk(operation.consumer)?.metrics.measure(operation.action);
        break;
      case "shutdown":
        this._shutDown(operation.pollsMax);
    }
    this._check();
  }

  /** Acts on the lifecycle while a decision is taken, as may happen during a long one. */
  private _interrupt(turn: number): void {
    const { counts } = this._system;
    counts.interrupted_decisions++;
    switch (turn % 4) {
      case 0:
        this._operator.halt("halt");
        break;
      case 1:
        this._operator.halt("end");
        break;
      case 2:
        this._operator.fail("market-data-outage", "activate");
        break;
      case 3:
        this._operator.fail("market-data-outage", "deactivate");
    }
  }

  /** The producer's loop comes round and takes events in, unless the feed waits. */
  private _ingest(count: number, isOversized: boolean): void {
    const { parts: { feed }, producerLoop } = this._system;
    if (feed.paused) {
      producerLoop?.pause();
    } else {
      producerLoop?.comeRound();
      this._producer.takeIn(count, isOversized);
    }
  }

  private _join(consumer: number): void {
    this._system.join(consumer);
  }

  private _shutDown(pollsMax: number): void {
    if (!this._system.isClosed) shutDown(this._system, this._metrics, pollsMax);
  }

  /** Checks that are cheap enough for every operation. */
  private _check(): void {
    const { parts, lifecycle, readiness, warmup, ring, log, model, models, joined, isClosed } = this._system;
    if (lifecycle.transitions !== model.transitions || lifecycle.state !== model.state) this._demandLifecycle();
    demandSame("readiness", "ready", readiness.ready, lifecycle.state === LifecycleState.READY);
    demandSame("lifecycle", "whether the system is terminated", lifecycle.terminated, isClosed);
    demandSame("lifecycle", "whether the system is halted", lifecycle.halted, model.halted);
    demand("shutdown", !(isClosed && readiness.ready), "a system that was shut down is ready");
    demand("lifecycle", !(model.halted && readiness.ready), "a system that an operator halts is ready");
    demandSame("lifecycle", "the state that the hot path reads", lifecycle.reader.state, lifecycle.state);
    demandSame("lifecycle", "ticks done of the warm-up", warmup.done, model.done);
    demandSame("lifecycle", "whether the warm-up is complete", warmup.completed, model.completed);
    demandSame("producer", "head", ring.head, log.head);
    demandSame("runbook", "whether the feed is paused", parts.feed.paused, models.isPaused);
    for (const desk of joined) desk.check();
  }

  /** The lifecycle is not where the model is: says whether it got there on a legal way. */
  private _demandLifecycle(): never {
    const { lifecycle: { state, transitions }, model } = this._system;
    const expected = nameOf(model.state);
    const moves = transitions - model.transitions;
    if (moves > 0) model.adopt(state, transitions);
    const message = `the state is ${nameOf(state)}, ${moves} transitions from ${expected}, which was expected`;
    throw new Violation("lifecycle", message);
  }

  /** Checks at the end of every step. */
  private _endStep(): void {
    const { lifecycle, model, counts, digest, log, desks } = this._system;
    counts.steps++;
    demandSame("lifecycle", "the number of causes", lifecycle.degradation.causes.length, model.causes.size);
    this._metrics.snapshot();
    digest.addByte(model.state);
    digest.addInteger(log.head);
    for (const desk of desks) {
      digest.addInteger(desk.model.cursor);
      digest.addInteger(desk.model.lost);
      digest.addInteger(desk.model.witness.total.observed);
      digest.addInteger(desk.model.cycles.stalls);
    }
    digest.addInteger(counts.executed);
  }
}

const CALM_STEP_NS = 500;
