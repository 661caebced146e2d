import { checkParts } from "../arguments.ts";
import type { EventConsumer } from "../bus/event_ring.ts";
import { PollStatus } from "../bus/poll_status.ts";
import { LifecycleState } from "../state/lifecycle_state.ts";
import type { LifecycleReader } from "../state/lifecycle_view.ts";
import type { MonotonicClock } from "../time/monotonic_clock.ts";
import type { Ack } from "./ack.ts";
import * as acks from "./ack.ts";
import type { DecisionLogic } from "./decision_logic.ts";
import { NULL_LOGIC } from "./null_logic.ts";
import { NULL_SINK } from "./null_sink.ts";
import type { ObservabilitySink } from "./observability_sink.ts";

const ACK_COMPLETION = acks.ACK_COMPLETION;
const ACK_DECISION = acks.ACK_DECISION;
const ACK_EXECUTED = acks.ACK_EXECUTED;
const ACK_RESULT = acks.ACK_RESULT;
const ACK_SEQUENCE = acks.ACK_SEQUENCE;
/** In place of the executed flag while the logic runs: neither live nor provisional yet. */
const OPEN = -1;
const { INIT, READY } = LifecycleState;
const { EVENT } = PollStatus;

/** The member by which each part is recognised. */
const PARTS = { lifecycle: "state", consumer: "poll()", clock: "stamp()", "sink?": "observe()" };

/** Parts of an executor. */
export interface ExecutorParts {
  /** Says whether the system may act. */
  readonly lifecycle: LifecycleReader;
  /** Where events come from. */
  readonly consumer: EventConsumer;
  /** The clock that stamps decisions. */
  readonly clock: MonotonicClock;
  /** Logic that decides on each event. Default: {@linkcode NULL_LOGIC}. */
  readonly logic?: DecisionLogic;
  /** Receiver of observations. Default: {@linkcode NULL_SINK}. */
  readonly sink?: ObservabilitySink;
}

/**
 * Decides on events, one at a time, under the authority of the lifecycle.
 *
 * In READY a decision is live; in WARMUP and DEGRADED the event is still processed and the decision is provisional; in INIT
 * nothing is consumed. For every event the logic is called once, between the two stamps. The state is read before the
 * event is taken and again after the logic, and a decision is live if and only if it was READY both times. So a decision
 * is never upgraded, and one that takes long is provisional if the system was halted meanwhile.
 *
 * Belongs to the thread of its consumer. {@linkcode Executor.poll} allocates nothing, whatever it finds.
 *
 * @example Decide on an event during the warm-up
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Executor, Lifecycle, LifecycleState, ManualClock, PollStatus, RingBuffer } from "@low-latency/trading-sim";
 *
 * const lifecycle = new Lifecycle();
 * const ring = new RingBuffer({ capacity: 8 });
 * const executor = new Executor({
 *   lifecycle: lifecycle.reader,
 *   consumer: ring.createConsumer(),
 *   clock: new ManualClock(),
 * });
 * lifecycle.transition(LifecycleState.WARMUP);
 * ring.claim();
 * ring.publish();
 * assertEquals(executor.poll(), PollStatus.EVENT); // events flow during warm-up
 * assertEquals(executor.ack.executed, false); // and decisions are provisional
 * ```
 */
export class Executor {
  /** The record of the latest decision. Written over at the next event. */
  declare readonly ack: Ack;
  /** The consumer whose events are decided on. */
  declare readonly consumer: EventConsumer;
  declare private readonly _lifecycle: LifecycleReader;
  declare private readonly _clock: MonotonicClock;
  declare private readonly _logic: DecisionLogic;
  declare private readonly _sink: ObservabilitySink;

  /**
   * Makes an executor with an ack of its own.
   *
   * @param parts the lifecycle, consumer, clock, logic and sink to work with
   */
  constructor(parts: ExecutorParts) {
    checkParts("create Executor", "parts", parts, PARTS);
    this.ack = new acks.Ack();
    this.consumer = parts.consumer;
    this._lifecycle = parts.lifecycle;
    this._clock = parts.clock;
    this._logic = parts.logic ?? NULL_LOGIC;
    this._sink = parts.sink ?? NULL_SINK;
  }

  /**
   * Takes the next event, decides on it, and hands the observation to the sink: exactly once per event, never for an empty
   * poll or an overrun. After an overrun the caller resumes the consumer, at the head or at the oldest.
   *
   * If the logic throws, which it must not, so does this, and the event is consumed: nothing is retried. The ack has its
   * sequence and decision timestamp and is not executed; the sink has not been told. The caller that catches it calls
   * {@linkcode Executor.abandon}, so that every event that was delivered is observed. The next poll goes on with the next
   * event.
   *
   * @throws {Error} in INIT; nothing is consumed
   */
  poll(): PollStatus {
    const state = this._lifecycle.state;
    if (state === INIT) refuse();
    const consumer = this.consumer;
    const status = consumer.poll();
    if (status !== EVENT) return status;
    const ack = this.ack;
    const cells = ack.cells;
    const event = consumer.event;
    this._clock.stamp(cells, ACK_DECISION);
    event.storeSequence(cells, ACK_SEQUENCE);
    cells[ACK_EXECUTED] = OPEN; // and so it stays, if the logic throws
    const live = state === READY;
    cells[ACK_RESULT] = this._logic.decide(event, live) | 0;
    cells[ACK_EXECUTED] = live && this._lifecycle.state === READY ? 1 : 0;
    this._clock.stamp(cells, ACK_COMPLETION);
    this._sink.observe(event, ack);
    return status;
  }

  /**
   * Ends a decision in the midst of which the logic threw, and says whether there was one: its ack is completed,
   * provisional with result 0, and handed to the sink.
   */
  // @cold: for whoever catches what a logic threw
  abandon(): boolean {
    const { cells } = this.ack;
    if (cells[ACK_EXECUTED] !== OPEN) return false;
    cells[ACK_EXECUTED] = 0;
    cells[ACK_RESULT] = 0;
    this._clock.stamp(cells, ACK_COMPLETION);
    this._sink.observe(this.consumer.event, this.ack);
    return true;
  }
}

// @cold: throws
function refuse(): never {
  throw new Error("Cannot execute in INIT: start the system first");
}
