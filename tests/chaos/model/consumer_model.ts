import type { EventView } from "../../../core/bus/event_slot.ts";
import type { OverrunPolicy } from "../../../core/bus/overrun_policy.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { CycleModel } from "./cycle_model.ts";
import type { EventLog } from "./event_log.ts";
import { MetricsWitness } from "./metrics_witness.ts";
import { demand } from "./violation.ts";
import { WaitingModel } from "./waiting_model.ts";

/** The expected view of a consumer: its part of the ring's contract, in numbers that do not wrap. */
export class ConsumerModel {
  /** Sequence at which it joined. */
  declare readonly start: number;
  /** The next sequence to be read. */
  cursor = 0;
  /** Events delivered: counted one by one. */
  delivered = 0;
  /** Events lost: the sum of what resuming gave up. */
  lost = 0;
  /** How long its next event has waited. */
  declare readonly waiting: WaitingModel;
  /** The cycles of its loop. */
  declare readonly cycles: CycleModel;
  /** Its decisions, as its metrics sink must count them. */
  readonly witness: MetricsWitness = new MetricsWitness();
  /** Its polls, by what they found. */
  readonly polls: { events: number; empty: number; overruns: number } = { events: 0, empty: 0, overruns: 0 };
  /** Times that it was taken back into service. */
  rejoined = 0;
  /** Events overwritten unread when it was taken out of service; undefined, while it is in service. */
  private _overwrittenBefore: number | undefined = undefined;
  /** Overwritten events that answers have told of, and where the cursor was then. */
  private _told: { readonly events: number; readonly cursor: number } | undefined = undefined;
  declare private readonly _log: EventLog;
  declare private readonly _capacity: number;

  /**
   * Makes a consumer that joins at the head.
   *
   * @param log what is published
   * @param capacity events that stay readable
   * @param cycleNsMax nanoseconds that a cycle of its loop may take
   */
  constructor(log: EventLog, capacity: number, cycleNsMax: number) {
    this._log = log;
    this._capacity = capacity;
    this.waiting = new WaitingModel(log, capacity);
    this.cycles = new CycleModel(cycleNsMax);
    this.start = log.head;
    this.cursor = log.head;
  }

  /** Events published and not yet read or given up. */
  get lag(): number {
    return this._log.head - this.cursor;
  }

  /** Events at the cursor that have been overwritten. */
  get overwritten(): number {
    return Math.max(0, this.lag - this._capacity);
  }

  /** Expected result of a poll. */
  get due(): PollStatus {
    if (this.lag === 0) return PollStatus.EMPTY;
    return this.overwritten > 0 ? PollStatus.OVERRUN : PollStatus.EVENT;
  }

  /** The event at the cursor has been delivered. */
  deliver(event: EventView): void {
    demand("delivery", this.due === PollStatus.EVENT, `event ${event.sequence} was delivered where none was due`);
    this._log.demandEvent(event, this.cursor);
    this.cursor++;
    this.delivered++;
  }

  /** Events have been given up. */
  lose(count: number): void {
    this.cursor += count;
    this.lost += count;
  }

  /** An overrun is answered: says how many events are newly known to be lost. Under `stall` they are not given up. */
  answer(policy: OverrunPolicy): number {
    const { cursor, overwritten } = this;
    if (policy !== "stall") {
      const lost = policy === "skip-to-head" ? this.lag : overwritten;
      this.lose(lost);
      return lost;
    }
    const before = this._told?.cursor === cursor ? this._told.events : 0;
    this._told = { events: overwritten, cursor };
    return overwritten - before;
  }

  /** A poll has found this. */
  countPoll(status: PollStatus): void {
    if (status === PollStatus.EVENT) this.polls.events++;
    if (status === PollStatus.EMPTY) this.polls.empty++;
    if (status === PollStatus.OVERRUN) this.polls.overruns++;
  }

  /** Whether it is out of service. */
  get isIsolated(): boolean {
    return this._overwrittenBefore !== undefined;
  }

  /** It is taken out of service. */
  isolate(): void {
    this._overwrittenBefore ??= this.overwritten;
    this.cycles.pause();
  }

  /** It is taken back into service. */
  rejoin(): void {
    if (this.isIsolated) this.rejoined++;
    this._overwrittenBefore = undefined;
  }

  /** The part of it that health judges: while it is out of service, waiting events are no failure. */
  get judged(): { lag: number; lost: number; stalenessNs: number } {
    const before = this._overwrittenBefore;
    return before === undefined
      ? { lag: this.lag, lost: this.lost + this.overwritten, stalenessNs: this.waiting.ageNs }
      : { lag: 0, lost: this.lost + before, stalenessNs: 0 };
  }
}
