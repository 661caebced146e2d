import { drainAndShutDown } from "../../control/automation/drain_and_shut_down.ts";
import { failoverDrill } from "../../control/automation/failover_drill.ts";
import { restartThroughWarmup } from "../../control/automation/restart_through_warmup.ts";
import type { Runbook } from "../../control/automation/runbook.ts";
import { FailureInjector } from "../../control/failure/failure_injector.ts";
import { FAILURE_IDS, type FailureId } from "../../control/failure/failure_scenario.ts";
import type { Injection, InjectionAction } from "../../control/failure/failure_schedule.ts";
import { HealthProbe } from "../../control/health/health_probe.ts";
import { MetricsSink, type MetricsSnapshot } from "../../control/metrics/metrics_sink.ts";
import type { EventWriter } from "../../core/bus/event_slot.ts";
import { OverrunError } from "../../core/bus/overrun_error.ts";
import { RingBuffer } from "../../core/bus/ring_buffer.ts";
import { RingClosedError } from "../../core/bus/ring_closed_error.ts";
import { MarketDataIngest } from "../../core/ingest/market_data_ingest.ts";
import type { DegradationCause } from "../../core/state/degradation.ts";
import { InvalidTransitionError } from "../../core/state/invalid_transition_error.ts";
import { Lifecycle } from "../../core/state/lifecycle.ts";
import { LifecycleState } from "../../core/state/lifecycle_state.ts";
import { NotReadyError } from "../../core/state/not_ready_error.ts";
import { DegradationController } from "../../runtime/degradation/degradation_controller.ts";
import { ReadinessProbe } from "../../runtime/readiness/readiness_probe.ts";
import { ShutdownController } from "../../runtime/shutdown/shutdown_controller.ts";
import { WarmupController } from "../../runtime/warmup/warmup_controller.ts";
import { Fnv1a } from "../fnv1a.ts";
import { ChaosClock } from "./chaos_clock.ts";
import { type ChaosCounts, emptyCounts } from "./chaos_counts.ts";
import { ChaosDesk } from "./chaos_desk.ts";
import { type ChaosPlan, type Operation, type Procedure, scheduleOf, STALL_NS } from "./chaos_plan.ts";
import { EventLog } from "./event_log.ts";
import { checksOf, HealthModel } from "./health_model.ts";
import { LifecycleModel, nameOf } from "./lifecycle_model.ts";
import { MetricsWitness } from "./metrics_witness.ts";
import { demand, demandRefused, demandSame, Violation } from "./violation.ts";

const { INIT, READY, DEGRADED } = LifecycleState;

/**
 * A whole system made of the real parts, next to the models of what they should be doing.
 *
 * Every operation is done to both, and everything that can be asked is asked after every one.
 */
export class ChaosWorld {
  /** What happened. */
  readonly counts: ChaosCounts = emptyCounts();
  declare private readonly _plan: ChaosPlan;
  /** The next step with faults; those that come after the last are calm. */
  private _step = 0;
  /** The first thing that went wrong while a runbook ran, which takes what a step throws for its own. */
  private _broken: unknown = undefined;
  private _isInRunbook = false;
  private _digest = new Fnv1a();

  declare private readonly _clock: ChaosClock;
  declare private readonly _lifecycle: Lifecycle;
  declare private readonly _ring: RingBuffer;
  declare private readonly _ingest: MarketDataIngest;
  declare private readonly _warmup: WarmupController;
  declare private readonly _readiness: ReadinessProbe;
  declare private readonly _injector: FailureInjector;
  declare private readonly _injections: readonly Injection[];
  declare private readonly _probe: HealthProbe;
  /** Undefined, if health does not act on the lifecycle. */
  declare private readonly _controller: DegradationController | undefined;
  declare private readonly _metrics: MetricsSink;
  declare private readonly _desks: (ChaosDesk | undefined)[];

  declare private readonly _model: LifecycleModel;
  declare private readonly _log: EventLog;
  declare private readonly _health: HealthModel;
  /** Counts since the metrics were made or reset, and since their last interval snapshot. */
  readonly #total = new MetricsWitness();
  readonly #interval = new MetricsWitness();
  /** The latest snapshots, with the text that each made when it was taken. */
  private _snapshots: { readonly snapshot: MetricsSnapshot; readonly text: string }[] = [];
  /** Arrivals of the events in the open claim; undefined, if nothing is claimed. */
  private _claimed: number[] | undefined = undefined;
  private _isClosed = false;
  /** Whether the feed waits, and nothing is taken in. */
  private _isPaused = false;
  private _latestArrivalNs = 0;
  private _stalenessNs = 0;
  private _stalls = 0;

  /**
   * Makes the system of a plan, in INIT.
   *
   * @param plan what to make
   */
  constructor(plan: ChaosPlan) {
    const { capacity, payloadWords, startSequence, warmupTicks } = plan;
    this._plan = plan;
    this._clock = new ChaosClock(plan.readingNs);
    this._lifecycle = new Lifecycle();
    this._ring = new RingBuffer({ capacity, payloadWords, startSequence });
    this._ingest = new MarketDataIngest({ lifecycle: this._lifecycle.reader, ring: this._ring, clock: this._clock });
    this._warmup = new WarmupController({ lifecycle: this._lifecycle, ticks: warmupTicks });
    this._readiness = new ReadinessProbe({ lifecycle: this._lifecycle.reader });
    const schedule = scheduleOf(plan);
    this._injector = new FailureInjector({ lifecycle: this._lifecycle, schedule });
    this._injections = schedule.injections;
    this._probe = new HealthProbe({ checks: checksOf(plan.health) });
    const { recoveryTicks } = plan.health;
    this._controller = recoveryTicks === 0
      ? undefined
      : new DegradationController({ lifecycle: this._lifecycle, recoveryTicks });
    this._metrics = new MetricsSink();
    this._model = new LifecycleModel(warmupTicks);
    this._log = new EventLog(startSequence, plan.seed, payloadWords);
    this._health = new HealthModel(plan.health);
    this._latestArrivalNs = this._clock.trueNs;
    this._desks = plan.consumers.map(() => undefined);
    this._join(0);
  }

  /** A hash of everything that happened so far. */
  get digest(): string {
    return this._digest.hex;
  }

  /** Does one step: the next of the plan, or a calm one after the last. */
  step(): void {
    const step = this._step++;
    const operations = this._plan.steps[step];
    if (operations === undefined) {
      this._calmStep();
    } else {
      this._inject(step);
      for (const operation of operations) this._perform(operation);
    }
    this._endStep();
  }

  /**
   * The faults have stopped: demands that the system comes back within a bound, and is live again. A system that has been
   * shut down stays so, and only its backlog is drained.
   */
  recover(): void {
    for (const failure of FAILURE_IDS) this._fail(failure, "deactivate");
    this._clock.skewNs = 0;
    this._clock.readingNs = 1;
    const { capacity, warmupTicks, health } = this._plan;
    // So many steps to drain a whole ring, to see that checks are well again, and to warm up; and one each to resume, to
    // degrade, to restart, to complete the warm-up.
    const stepsMax = 4 + Math.ceil(capacity / (this._calmPolls - 1)) + health.recoveryTicks + warmupTicks;
    for (let step = 0; step < stepsMax; step++) this.step();
    const { state, causes } = this._model;
    for (const desk of this._desks) {
      demandSame("recovery", `the backlog after ${stepsMax} steps without faults`, desk?.consumer.lag, 0);
    }
    if (!this._isClosed) {
      demandSame("recovery", "causes that still hold", [...causes].join(), "");
      demandSame("recovery", `the state after ${stepsMax} steps without faults`, nameOf(state), "READY");
      const before = this.counts.executed;
      this._takeIn(1, false);
      this._desk(0).poll(1, 1);
      demandSame("recovery", "live decisions on an event after recovery", this.counts.executed - before, 1);
    }
    this.#total.stalenessNs.demandPercentiles("stalenessNs", this._metrics.snapshot().stalenessNs);
    this._check();
  }

  private get _calmPolls(): number {
    return 8 + this._plan.capacity / 4;
  }

  /** A step without faults, in which operators do what operators do: bring back what does not come back by itself. */
  private _calmStep(): void {
    const model = this._model;
    if (!this._isInRunbook) {
      this._isPaused = false;
      if (model.isStartable) this._start();
      else if (model.isRestartable && !this._isClosed) this._restart();
    }
    this._perform({ kind: "tick" });
    this._perform({ kind: "wait", ns: CALM_STEP_NS });
    this._perform({ kind: "ingest", count: 1, isOversized: false });
    this._plan.consumers.forEach((_, consumer) => {
      if (this._desks[consumer] === undefined) this._perform({ kind: "join", consumer });
      this._perform({ kind: "resume", consumer, at: "oldest" });
      this._perform({ kind: "poll", consumer, times: this._calmPolls, max: 1 });
    });
    this._perform({ kind: "health" });
  }

  private _perform(operation: Operation): void {
    switch (operation.kind) {
      case "tick":
        this._model.tick();
        this._warmup.advance();
        break;
      case "wait":
        this._clock.trueNs += operation.ns;
        if (operation.ns > STALL_NS) this._stalls++;
        break;
      case "clock-step":
        this._clock.skewNs = operation.skewNs;
        this.counts.clock_steps++;
        break;
      case "ingest":
        if (!this._isPaused) this._takeIn(operation.count, operation.isOversized);
        break;
      case "claim":
        this._claim(operation.count);
        break;
      case "publish":
        this._publish();
        break;
      case "join":
        if (this._desks[operation.consumer] === undefined) this._join(operation.consumer);
        break;
      case "poll":
        this._desks[operation.consumer]?.poll(operation.times, operation.max);
        break;
      case "resume":
        this._desks[operation.consumer]?.resume(operation.at);
        break;
      case "look":
        this._look(this._log.head - operation.back);
        break;
      case "failure":
        this._fail(operation.failure, operation.action);
        break;
      case "start":
        this._start();
        break;
      case "restart":
        this._restart();
        break;
      case "operator":
        this._operate(operation.to);
        break;
      case "health":
        this._judge();
        break;
      case "runbook":
        this._runRunbook(operation.procedure, operation.isApproved, operation.ticksMax);
        break;
      case "metrics":
        this._measure(operation.action);
        break;
      case "shutdown":
        this._shutDown(operation.pollsMax);
    }
    this._check();
  }

  /** What is cheap enough to ask after every operation. */
  private _check(): void {
    const lifecycle = this._lifecycle;
    const model = this._model;
    if (lifecycle.transitions !== model.transitions || lifecycle.state !== model.state) this._demandLifecycle();
    demandSame("readiness", "ready", this._readiness.ready, lifecycle.state === READY);
    demandSame("lifecycle", "the state that the hot path reads", lifecycle.reader.state, lifecycle.state);
    demandSame("lifecycle", "ticks done of the warm-up", this._warmup.done, model.done);
    demandSame("lifecycle", "whether the warm-up is complete", this._warmup.completed, model.completed);
    demandSame("producer", "head", this._ring.head, this._log.head);
    for (const desk of this._desks) desk?.check();
  }

  /** The lifecycle is not where the model is: says whether it got there on a legal way. */
  private _demandLifecycle(): never {
    const { state, transitions } = this._lifecycle;
    const expected = nameOf(this._model.state);
    const moves = transitions - this._model.transitions;
    if (moves > 0) this._model.adopt(state, transitions);
    const message = `the state is ${nameOf(state)}, ${moves} transitions from ${expected}, which was expected`;
    throw new Violation("lifecycle", message);
  }

  /** What is asked at the end of every step. */
  private _endStep(): void {
    this.counts.steps++;
    const { causes } = this._lifecycle.degradation;
    demandSame("lifecycle", "the number of causes", causes.length, this._model.causes.size);
    this._keepSnapshot(this._metrics.snapshot());
    for (const { snapshot, text } of this._snapshots) {
      demand("snapshots", JSON.stringify(snapshot) === text, "a snapshot has changed since it was taken");
    }
    const digest = this._digest;
    digest.addByte(this._model.state);
    digest.addInteger(this._log.head);
    for (const desk of this._desks) {
      digest.addInteger(desk?.model.cursor ?? 0);
      digest.addInteger(desk?.model.lost ?? 0);
    }
    digest.addInteger(this.counts.executed);
  }

  private _desk(consumer: number): ChaosDesk {
    const desk = this._desks[consumer];
    if (desk === undefined) throw new RangeError(`consumer ${consumer} has not joined`);
    return desk;
  }

  private _join(consumer: number): void {
    this._desks[consumer] = new ChaosDesk(this._plan.consumers[consumer], {
      ring: this._ring,
      lifecycle: this._lifecycle.reader,
      clock: this._clock,
      log: this._log,
      model: this._model,
      counts: this.counts,
      sink: {
        observe: (event, ack) => {
          this._stalenessNs = ack.decisionNs - event.arrivalNs;
          const processingNs = ack.completionNs - ack.decisionNs;
          this.#total.observe(this._stalenessNs, processingNs, ack.executed);
          this.#interval.observe(this._stalenessNs, processingNs, ack.executed);
          this._digest.addInteger(ack.sequence);
          this._digest.addInteger(ack.decisionNs);
          this._metrics.observe(event, ack);
        },
      },
    });
  }

  private _inject(step: number): void {
    let due = 0;
    for (const { step: at, failure, action } of this._injections) {
      if (at !== step) continue;
      due++;
      this._applyFailure(failure, action);
    }
    demandSame("lifecycle", `injections of step ${step}`, this._injector.inject(step), due);
    this._check();
  }

  private _fail(failure: FailureId, action: InjectionAction): void {
    const expected = this._applyFailure(failure, action);
    const scenario = this._injector.failures[failure];
    demandSame("lifecycle", `what ${action} of ${failure} says`, scenario[action](), expected);
    demandSame("lifecycle", `whether ${failure} is active`, scenario.active, this._model.causes.has(failure));
  }

  /** What a failure should do. */
  private _applyFailure(failure: FailureId, action: InjectionAction): boolean {
    const model = this._model;
    if (action === "deactivate") return model.release(failure);
    const { size } = model.causes;
    const isHeld = model.hold(failure);
    if (model.causes.size > size) {
      this.counts.failures++;
      if (size > 0) this.counts.overlapping_failures++;
    }
    return isHeld;
  }

  private _takeIn(count: number, isOversized: boolean): void {
    const { payloadWords } = this._plan;
    if (isOversized) {
      const bytes = new Uint8Array(4 * payloadWords + 1);
      this._refused("a message that is too long", RangeError, () => this._ingest.ingest(bytes));
    }
    for (let n = 0; n < count; n++) {
      const sequence = this._log.head;
      const { bytes } = this._log;
      bytes.make(sequence);
      if (this._model.state === INIT) {
        this._refused("an event in INIT", NotReadyError, () => this._ingest.ingest(bytes.bytes));
        return;
      }
      if (this._isClosed) {
        this._refused("an event after the end", RingClosedError, () => this._ingest.ingest(bytes.bytes));
        return;
      }
      this._log.claim(1);
      let given: number;
      let arrivalNs: number;
      if (n % 2 === 0) {
        given = this._accepted(() => this._ingest.ingest(bytes.bytes));
        arrivalNs = this._clock.latestNs;
      } else {
        const slot = this._accepted(() => this._ingest.claim());
        arrivalNs = this._clock.latestNs;
        this._write(slot, sequence);
        given = this._accepted(() => this._ingest.publish());
      }
      this._published(given, [arrivalNs]);
    }
  }

  private _claim(count: number): void {
    const ring = this._ring;
    if (this._isClosed) {
      this._refused("a claim after the end", RingClosedError, () => ring.claimBatch(count));
      return;
    }
    if (count > ring.capacity) {
      this._refused("a claim of more than there is", RangeError, () => ring.claimBatch(count));
      return;
    }
    this._accepted(() => ring.claimBatch(count));
    this._log.claim(count);
    this._claimed = Array.from({ length: count }, (_, index) => {
      const slot = ring.slotAt(index);
      const arrivalNs = this._clock.nowNs();
      slot.arrivalNs = arrivalNs;
      this._log.bytes.make(this._log.head + index);
      this._write(slot, this._log.head + index);
      return arrivalNs;
    });
  }

  private _publish(): void {
    const ring = this._ring;
    if (this._isClosed) this._refused("a publish after the end", RingClosedError, () => ring.publish());
    else if (this._claimed === undefined) this._refused("a publish of nothing", Error, () => ring.publish());
    else this._published(this._accepted(() => ring.publish()), this._claimed);
  }

  /** Writes the payload of an event: as bytes, or where its sequence is odd word by word. */
  private _write(slot: EventWriter, sequence: number): void {
    const { bytes } = this._log;
    if (sequence % 2 === 0) {
      slot.setPayload(bytes.bytes);
      return;
    }
    const words = new Int32Array(bytes.bytes.buffer);
    for (let index = 0; index < words.length; index++) slot.setWord(index, words[index]);
  }

  private _published(sequence: number, arrivals: readonly number[]): void {
    demandSame("producer", "the sequence of a published event", sequence, this._log.head);
    for (const arrivalNs of arrivals) this._log.append(arrivalNs);
    this._claimed = undefined;
    this.counts.published += arrivals.length;
    this._latestArrivalNs = arrivals[arrivals.length - 1];
  }

  /** What the producer is entitled to. */
  private _accepted<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      demand("producer", false, `the producer was refused: ${String(error)}`);
      throw error;
    }
  }

  private _refused<Refusal extends Error>(
    what: string,
    // deno-lint-ignore no-explicit-any -- a class is known by what its constructor makes, whatever that takes
    refusal: new (...args: any[]) => Refusal,
    action: () => unknown,
  ): Refusal {
    this.counts.refusals++;
    return demandRefused(what, refusal, action);
  }

  private _look(sequence: number): void {
    const ring = this._ring;
    const { first, head } = this._log;
    const oldest = Math.max(first, head - ring.capacity);
    demandSame("delivery", "the oldest readable event", ring.oldest, oldest);
    if (sequence >= head || sequence < first) {
      this._refused(`event ${sequence}`, RangeError, () => ring.get(sequence));
    } else if (sequence < oldest) {
      const error = this._refused(`event ${sequence}`, OverrunError, () => ring.get(sequence));
      demandSame("loss", "lost of an event that is gone", error.lost, oldest - sequence);
    } else {
      this._log.demandEvent(ring.get(sequence), sequence);
    }
  }

  private _start(): void {
    const model = this._model;
    if (model.isStartable) {
      model.warmUp();
      this._warmup.start();
      return;
    }
    const refusal = model.state === DEGRADED ? Error : InvalidTransitionError;
    this._refused(`a start in ${nameOf(model.state)}`, refusal, () => this._warmup.start());
  }

  private _restart(): void {
    const model = this._model;
    if (model.isRestartable) {
      model.warmUp();
      this._warmup.restart();
      return;
    }
    const refusal = model.causes.size > 0 || model.state === INIT ? Error : InvalidTransitionError;
    this._refused(`a restart in ${nameOf(model.state)}`, refusal, () => this._warmup.restart());
  }

  private _operate(to: LifecycleState): void {
    const model = this._model;
    if (model.allows(to)) {
      model.move(to);
      this._lifecycle.transition(to);
      return;
    }
    const what = `a transition from ${nameOf(model.state)} to ${nameOf(to)}`;
    const error = this._refused(what, InvalidTransitionError, () => this._lifecycle.transition(to));
    demandSame("refusal", "from of an invalid transition", error.from, model.state);
    demandSame("refusal", "to of an invalid transition", error.to, to);
  }

  private _judge(): void {
    const desks = this._desks.filter((desk) => desk !== undefined);
    const now = {
      lag: Math.max(...desks.map((desk) => desk.model.lag)),
      capacity: this._ring.capacity,
      stalenessNs: this._stalenessNs,
      latestArrivalNs: this._latestArrivalNs,
      lost: this.counts.lost,
      overruns: this.counts.overruns,
      stalls: this._stalls,
      dropped: this.#total.dropped,
    };
    const report = this._probe.evaluate(now, this._clock.trueNs);
    this._health.demandAgreement(report, now, this._clock.trueNs);
    demand("snapshots", Object.isFrozen(report), "a health report is not frozen");
    if (!report.ok) this.counts.unhealthy++;
    if (this._controller === undefined) return;
    this._health.degrade(this._model);
    this._controller.tick(report);
    const failing = this._health.failing(this._model).toSorted().join();
    demandSame("health", "checks that hold the system", this._controller.failing.toSorted().join(), failing);
  }

  private _measure(action: "snapshot" | "interval" | "reset" | "drop"): void {
    const metrics = this._metrics;
    switch (action) {
      case "snapshot":
        this.#total.demandAgreement("snapshot", metrics.snapshot());
        break;
      case "interval": {
        const snapshot = metrics.intervalSnapshot();
        this.#interval.demandAgreement("interval snapshot", snapshot);
        this.#interval.reset();
        this._keepSnapshot(metrics.snapshot());
        break;
      }
      case "reset":
        this.#total.demandAgreement("snapshot of a reset", metrics.reset());
        this.#total.reset();
        this.#interval.reset();
        this._keepSnapshot(metrics.snapshot());
        break;
      case "drop":
        metrics.recordDropped(3);
        this.#total.dropped += 3;
        this.#interval.dropped += 3;
    }
  }

  /** Checks a snapshot of the whole, and keeps it to see whether it changes. */
  private _keepSnapshot(snapshot: MetricsSnapshot): void {
    this.#total.demandAgreement("snapshot", snapshot);
    demand(
      "snapshots",
      Object.isFrozen(snapshot) && Object.isFrozen(snapshot.stalenessNs) && Object.isFrozen(snapshot.processingNs),
      "a snapshot is not frozen",
    );
    this._snapshots = [...this._snapshots.slice(-2), { snapshot, text: JSON.stringify(snapshot) }];
  }

  private _runRunbook(procedure: Procedure, isApproved: boolean, ticksMax: number): void {
    if (this._isInRunbook) return;
    const model = this._model;
    const isPossible = this._isPossible(procedure);
    const { transitions } = model;
    const found = nameOf(model.state);
    const { steps, executed } = this.counts;
    this._isInRunbook = true;
    const outcome = this._runbook(procedure, ticksMax).run({
      approve: () => isApproved,
      tick: () => {
        try {
          this._adopt();
          this.step();
        } catch (error) {
          this._broken ??= error;
          throw error;
        }
      },
    });
    this._isInRunbook = false;
    // A runbook takes whatever is thrown in it for the failure of a step.
    const broken = this._broken ?? outcome.errors.find((error) => error instanceof Violation);
    if (broken !== undefined) throw broken;
    this._adopt();
    const { status, isRestored, ticks } = outcome;
    const expected = !isPossible ? "refused" : !isApproved ? "unapproved" : "carried out";
    const isCarriedOut = status === "completed" || status === "failed";
    demandSame("runbook", `what became of ${procedure}`, isCarriedOut ? "carried out" : status, expected);
    demandSame("runbook", `ticks of ${procedure}`, ticks, this.counts.steps - steps);
    demand(
      "runbook",
      ticks <= 2 * ticksMax,
      `${procedure} took ${ticks} ticks, with a bound of ${ticksMax} for a step`,
    );
    if (!isCarriedOut) {
      demandSame("runbook", `transitions of ${procedure}, which did nothing`, model.transitions, transitions);
      demandSame("runbook", `whether nothing is left of ${procedure}`, isRestored, true);
    }
    if (status === "completed" || isRestored) {
      demandSame("runbook", "whether the failover drill holds the system", model.causes.has("failover drill"), false);
    }
    if (procedure === "drain-and-shut-down") {
      if (status === "completed") demandSame("runbook", `what ${procedure} left`, this._desk(0).consumer.lag, 0);
      else if (isRestored) demandSame("runbook", `whether ${procedure} leaves the feed stopped`, this._isPaused, false);
    } else if (status === "completed") {
      demandSame("runbook", `the state after ${procedure}`, nameOf(model.state), "READY");
      const isLive = procedure === "restart-through-warmup" || this.counts.executed > executed;
      demand("runbook", isLive, `${procedure} was completed without a live decision`);
    }
    if (status === "failed" && procedure === "restart-through-warmup") {
      if (isRestored) demandSame("runbook", "the state that was gone back to", nameOf(model.state), found);
      demand("runbook", model.state !== READY || model.completed, `${procedure} failed, and left a warm-up out`);
    }
    this.counts[status === "completed" ? "runbooks_completed" : "runbooks_not_completed"]++;
  }

  /** Takes over what a runbook did to the lifecycle by itself. */
  private _adopt(): void {
    this._model.adopt(this._lifecycle.state, this._lifecycle.transitions);
  }

  /** Whether the preconditions of a runbook hold. */
  private _isPossible(procedure: Procedure): boolean {
    const { state, causes } = this._model;
    switch (procedure) {
      case "restart-through-warmup":
        return state !== INIT && causes.size === 0;
      case "failover-drill":
        return state === READY && causes.size === 0;
      case "drain-and-shut-down":
        return state !== INIT && !this._isClosed;
    }
  }

  private _runbook(procedure: Procedure, ticksMax: number): Runbook {
    const lifecycle = this._watchedLifecycle();
    const readiness = this._readiness;
    const restart = () => {
      this._adopt();
      if (this._model.isRestartable) this._model.warmUp();
      this._warmup.restart();
    };
    switch (procedure) {
      case "restart-through-warmup":
        return restartThroughWarmup({ lifecycle, readiness, ticksMax, warmup: { restart } });
      case "failover-drill":
        return failoverDrill({
          lifecycle,
          readiness,
          ticksMax,
          decisionsMin: 1,
          decisions: () => ({ ...this.counts }),
        });
      case "drain-and-shut-down": {
        const isPaused = () => this._isPaused;
        const isClosed = () => this._isClosed;
        const pause = (paused: boolean) => {
          this._isPaused = paused;
        };
        const left = () => this._desk(0).consumer.lag;
        return drainAndShutDown({
          lifecycle,
          ticksMax,
          feed: {
            get paused() {
              return isPaused();
            },
            pause: () => pause(true),
            resume: () => pause(false),
          },
          backlog: left,
          shutdown: {
            get report() {
              return isClosed() ? { left: left() } : undefined;
            },
            shutdown: () => this._shutDown(this._ring.capacity + 2),
          },
        });
      }
    }
  }

  /** The lifecycle for a runbook: what it holds and lets go is done to the model as well. */
  private _watchedLifecycle(): Lifecycle {
    const { degradation } = this._lifecycle;
    const both = (action: "hold" | "release", cause: DegradationCause): boolean => {
      this._adopt();
      const expected = this._model[action](cause.name);
      demandSame("lifecycle", `what ${action} of ${cause.name} says`, degradation[action](cause), expected);
      return expected;
    };
    const watched = {
      get causes() {
        return degradation.causes;
      },
      isHeldBy: (cause: DegradationCause) => degradation.isHeldBy(cause),
      hold: (cause: DegradationCause) => both("hold", cause),
      release: (cause: DegradationCause) => both("release", cause),
    };
    return Object.create(this._lifecycle, { degradation: { value: watched } });
  }

  private _shutDown(pollsMax: number): void {
    if (this._isClosed) return;
    const desk = this._desk(0);
    const lag = desk.model.lag;
    const readable = Math.min(lag, this._ring.capacity);
    const controller = new ShutdownController({
      lifecycle: this._lifecycle,
      intake: this._ring,
      executor: {
        consumer: {
          get lag() {
            return desk.consumer.lag;
          },
          resumeAtOldest: () => desk.resume("oldest"),
        },
        poll: () => desk.decide(),
      },
      pollsMax,
      snapshot: () => this._metrics.snapshot(),
    });
    this._isClosed = true;
    const isHeld = this._model.hold("shutdown");
    const report = controller.shutdown();
    // An overrun takes a poll, and so does learning that nothing is left.
    const overruns = isHeld && lag > readable && pollsMax > 0 ? 1 : 0;
    const lost = overruns * (lag - readable);
    const drained = isHeld ? Math.min(pollsMax - overruns, readable) : 0;
    const polls = isHeld ? Math.min(pollsMax, overruns + readable + 1) : 0;
    demandSame("shutdown", "what was drained", report.drained, drained);
    demandSame("shutdown", "what was lost", report.lost, lost);
    demandSame("shutdown", "what was left", report.left, lag - lost - drained);
    demandSame("shutdown", "polls of the drain", report.polls, polls);
    demandSame("shutdown", "the state after it", report.finalState, nameOf(this._model.state));
    demandSame("shutdown", "a second report", controller.shutdown(), report);
    demand("snapshots", Object.isFrozen(report), "the report of a shutdown is not frozen");
    this.#total.demandAgreement("last snapshot", report.snapshot);
    this.counts.shutdowns++;
  }

  /** Adds up what only shows at the end. */
  finish(): void {
    this.counts.transitions = this._model.transitions;
  }
}

const CALM_STEP_NS = 500;
