import type { EventConsumer } from "../../../core/bus/event_ring.ts";
import type { EventView } from "../../../core/bus/event_slot.ts";
import { OverrunError } from "../../../core/bus/overrun_error.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import type { Ack } from "../../../core/execution/ack.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import type { AssemblyConsumer } from "../../../demo/system/assembly/assembly_consumer.ts";
import type { Fnv1a } from "../../../demo/system/fnv1a.ts";
import type { SystemAssembly } from "../../../demo/system/assembly/system_assembly.ts";
import type { ChaosCounts } from "../model/chaos_counts.ts";
import type { ChaosConsumer, RingKind } from "../plan/chaos_plan.ts";
import { ChaosLogic, type LogicSurroundings } from "./chaos_logic.ts";
import { DeskMetrics } from "./desk_metrics.ts";
import type { ConsumerModel } from "../model/consumer_model.ts";
import type { EventLog } from "../model/event_log.ts";
import { demand, demandRefused, demandSame } from "../model/violation.ts";

/** Parts that the desks of a run share. */
export interface DeskSurroundings extends LogicSurroundings {
  /** The system that they join. */
  readonly parts: SystemAssembly;
  /** Kind of that ring. */
  readonly ringKind: RingKind;
  /** Most events that a batch of theirs takes. */
  readonly batchMax: number;
  /** The events published. */
  readonly log: EventLog;
  /** Counts of the run. */
  readonly counts: ChaosCounts;
  /** Digest of the run. Every decision goes into it. */
  readonly digest: Fnv1a;
}

/** One consumer of a chaos run at work, checked at everything it does. It can be taken out of service. */
export class ChaosDesk {
  /** Its name. */
  declare readonly name: string;
  /** Its expected view of the ring. */
  declare readonly model: ConsumerModel;
  /** The real consumer, with its executor. */
  declare readonly parts: AssemblyConsumer;
  /** Its cursor. */
  declare readonly consumer: EventConsumer;
  /** Its metrics. */
  declare readonly metrics: DeskMetrics;
  /** Whether it can be polled as an executor, and be drained. */
  declare readonly isExecutor: boolean;
  declare private readonly _logic: ChaosLogic;
  declare private readonly _around: DeskSurroundings;
  /** Decisions that the sink was shown. */
  private _observed = 0;
  /** The event that the consumer's view was moved to last, and the head then; nothing before the first. */
  private _viewed: { readonly sequence: number; readonly head: number } | undefined = undefined;

  /**
   * Joins the ring.
   *
   * @param name what it is called
   * @param plan what kind of consumer it is
   * @param model the same consumer as it should be
   * @param around what it works with
   */
  constructor(name: string, plan: ChaosConsumer, model: ConsumerModel, around: DeskSurroundings) {
    const { onOverrun, cycleNsMax } = plan;
    this.name = name;
    this._around = around;
    this.isExecutor = plan.isExecutor;
    this.model = model;
    this.metrics = new DeskMetrics(plan, model, around.counts);
    const { metrics } = this;
    const sink = { observe: (event: EventView, ack: Ack) => this._observe(event, ack) };
    const logic = new ChaosLogic(plan.interruptedEvery, around);
    this._logic = logic;
    this.parts = around.parts.join({ name, onOverrun, cycleNsMax, logic, sink, metrics });
    this.consumer = this.parts.consumer;
  }

  /** Whether it is out of service. */
  get isIsolated(): boolean {
    return this.parts.isolation.isolated;
  }

  /** Takes it out of service: it polls no more, and health does not judge it. */
  isolate(): void {
    this.parts.isolate();
    this.model.isolate();
  }

  /** Takes it back into service, where it stopped. */
  rejoin(): void {
    this.parts.isolation.rejoin();
    this.model.rejoin();
  }

  /** Polls so many times, each time for at most `max` events, and answers overruns as planned. */
  poll(times: number, max: number): void {
    if (this.isIsolated) return;
    this._comeRound();
    for (let n = 0; n < times; n++) {
      if (this._pollOnce(max) === PollStatus.OVERRUN) this._answer();
    }
  }

  /** Lets the executor poll once. In INIT it is refused, and nothing is polled. */
  decide(): PollStatus {
    const { model, counts } = this._around;
    if (model.state === LifecycleState.INIT) {
      const { message } = demandRefused("a poll in INIT", Error, () => this.parts.poll());
      demandSame(
        "refusal",
        "what a poll in INIT is refused with",
        message,
        "Cannot execute in INIT: start the system first",
      );
      counts.refusals++;
      return PollStatus.EMPTY;
    }
    const { due } = this.model;
    const before = this._observed;
    const { asked } = this._logic;
    const status = this.parts.poll();
    demandSame("delivery", "what a poll found", status, due);
    const events = due === PollStatus.EVENT ? 1 : 0;
    demandSame("delivery", "observations of a poll", this._observed - before, events);
    demandSame("authority", "calls of the logic in a poll", this._logic.asked - asked, events);
    this._count(status);
    return status;
  }

  /** Resumes, if it is in service, and checks what that gave up. */
  resume(at: "head" | "oldest"): number {
    if (this.isIsolated) return 0;
    const { counts } = this._around;
    const due = at === "head" ? this.model.lag : this.model.overwritten;
    const lost = at === "head" ? this.consumer.resumeAtHead() : this.consumer.resumeAtOldest();
    demandSame("loss", `what resuming at the ${at} gave up`, lost, due);
    this.model.lose(due);
    counts.lost += due;
    return lost;
  }

  /** Checks what the consumer says about itself, and the event that it still shows. */
  check(): void {
    const { consumer, model } = this;
    const { log, parts: { ring }, ringKind } = this._around;
    demandSame("loss", "start", consumer.start, model.start);
    demandSame("loss", "cursor", consumer.cursor, model.cursor);
    demandSame("loss", "lag", consumer.lag, model.lag);
    demandSame("loss", "delivered", consumer.delivered, model.delivered);
    demandSame("loss", "lost", consumer.lost, model.lost);
    demandSame("loss", "overwritten", consumer.overwritten, model.overwritten);
    demandSame("health", "whether it is out of service", this.isIsolated, model.isIsolated);
    const sum = model.delivered + model.lost + consumer.lag;
    demandSame("loss", "delivered + lost + lag", sum, log.head - model.start);
    this.metrics.check();
    const viewed = this._viewed;
    if (viewed === undefined) return;
    // A view of a local ring is good until its slot is written again. A shared ring delivers copies.
    if (ringKind === "local" && log.reach - viewed.head > ring.capacity) return;
    log.demandEvent(consumer.event, viewed.sequence);
  }

  /** Its loop comes round. */
  private _comeRound(): void {
    const { clock, counts } = this._around;
    const { cycles } = this.model;
    const { stalls } = cycles;
    this.parts.comeRound();
    cycles.comeRound(clock.latestNs);
    counts.stalls += cycles.stalls - stalls;
  }

  /** Answers an overrun as planned, and checks what that came to. */
  private _answer(): void {
    const { model, parts: { overruns } } = this;
    const { lost } = model;
    demandSame("loss", "what the answer to an overrun says is lost", overruns.answer(), model.answer(overruns.policy));
    this._around.counts.lost += model.lost - lost;
  }

  private _pollOnce(max: number): PollStatus {
    if (this.isExecutor) return this.decide();
    return max === 1 ? this._read() : this._readBatch(max);
  }

  /** Reads one event without deciding on it; where the cursor is odd, with the poll that throws. */
  private _read(): PollStatus {
    const { consumer, model } = this;
    const { log, parts: { ring } } = this._around;
    const { due } = model;
    let status: PollStatus;
    if ((model.cursor & 1) === 1 && due === PollStatus.OVERRUN) {
      const error = demandRefused("a poll of what is overwritten", OverrunError, () => consumer.pollOrThrow());
      demandSame("loss", "lost of an overrun", error.lost, model.overwritten);
      demandSame("loss", "oldest of an overrun", error.oldest, log.head - ring.capacity);
      demandSame("loss", "head of an overrun", error.head, log.head);
      status = PollStatus.OVERRUN;
    } else {
      status = (model.cursor & 1) === 1 ? consumer.pollOrThrow() : consumer.poll();
    }
    demandSame("delivery", "what a poll found", status, due);
    if (status === PollStatus.EVENT) this._deliver(consumer.event);
    this.parts.polls.count(status);
    this._count(status);
    return status;
  }

  private _readBatch(max: number): PollStatus {
    const { consumer, model } = this;
    const { due } = model;
    const expected = due === PollStatus.EVENT ? Math.min(max, this._around.batchMax, model.lag) : due;
    const count = consumer.pollBatch(max);
    demandSame("delivery", "what a batch poll found", count, expected);
    for (let index = 0; index < count; index++) this._deliver(consumer.eventAt(index));
    this.parts.polls.count(due);
    this._count(due);
    return due;
  }

  /** Receives a decision from the executor, checks it, and passes it on to the metrics. */
  private _observe(event: EventView, ack: Ack): void {
    const { clock, model, counts, digest } = this._around;
    const { cursor } = this.model;
    this._deliver(event);
    this._observed++;
    demandSame("delivery", "the sequence of an ack", ack.sequence, cursor);
    demandSame("metrics", "the decision of an ack", ack.decisionNs, clock.previousNs);
    demandSame("metrics", "the completion of an ack", ack.completionNs, clock.latestNs);
    demandSame("metrics", "when the logic was asked", this._logic.askedNs, ack.decisionNs);
    demandSame("delivery", "the result in an ack", ack.result, ChaosLogic.dueOf(cursor));
    const isReady = model.state === LifecycleState.READY;
    const { isReadyBefore } = this._logic;
    if (isReady !== isReadyBefore) counts.overtaken_decisions++;
    const isLive = isReadyBefore && isReady;
    demandSame("authority", `whether event ${cursor} is executed`, ack.executed, isLive);
    demand("authority", !(ack.executed && model.terminated), `event ${cursor} is executed after a shutdown`);
    if (ack.executed) counts.executed++;
    else counts.provisional++;
    digest.addInteger(ack.sequence);
    digest.addInteger(ack.decisionNs);
    this.metrics.observe(event, ack);
  }

  private _deliver(event: EventView): void {
    const { log, counts } = this._around;
    const isOwn = event === this.consumer.event;
    demand("delivery", isOwn, "an event was delivered through a view that is not the consumer's");
    this._viewed = { sequence: this.model.cursor, head: log.head };
    this.model.deliver(event);
    counts.delivered++;
  }

  private _count(status: PollStatus): void {
    const { counts } = this._around;
    this.model.countPoll(status);
    const { parts: { polls }, model } = this;
    demandSame("metrics", "polls that found events", polls.events, model.polls.events);
    if (status === PollStatus.EMPTY) counts.empty_polls++;
    if (status === PollStatus.OVERRUN) counts.overruns++;
  }
}
