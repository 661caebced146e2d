/**
 * A producer's run, recorded, and every consumer that could have lived beside it.
 *
 * The real producer publishes some events. The real consumer is then run in their midst: from every state it can be in, it
 * does each thing it can do, with its loads at every place between the stores. What it answers is held against what may
 * be answered, and whatever state it ends in is gone on from.
 *
 * @module
 */
import type { EventView, EventWriter } from "../../core/bus/event_slot.ts";
import { PollStatus } from "../../core/bus/poll_status.ts";
import type { SharedConsumer } from "../../core/bus/shared/shared_consumer.ts";
import { checkFields, isAlike, restore, type Snapshot, snapshotOf } from "./consumer_snapshot.ts";
import { REAL_WORLD, within } from "./instrumented_atomics.ts";
import type { InstrumentedRing } from "./instrumented_ring.ts";
import { forEveryPlacement, type Placements, type Span, StoppedWorld } from "./placements.ts";
import { type Publishing, Recorder, StoreLog } from "./store_log.ts";

/** A ring, what happens in it, and how closely to look. */
export interface Situation {
  readonly capacity: number;
  readonly payloadWords: number;
  readonly startSequence: number;
  /** Events that are published one by one. */
  readonly events: number;
  /** Events published together after those. Default 0. */
  readonly together?: number;
  /** How many events a batch poll asks for; the consumer polls one by one as well. Default none. */
  readonly batch?: number;
  readonly placements: Placements;
}

/** What was looked at. */
export interface Explored {
  /** Calls of the consumer, each with its loads placed otherwise. */
  readonly runs: number;
  /** Different states that a consumer was in. */
  readonly states: number;
  /** Stores of the producer. */
  readonly stores: number;
}

/** Something happened that must not. */
export class Violation extends Error {
  override readonly name = "Violation";
}

const { EMPTY, OVERRUN } = PollStatus;

/** The arrival timestamp of an event: both its words differ from event to event. */
function arrivalOf(sequence: number): number {
  return Math.PI * (sequence % 1_000_003 + 1);
}

function wordOf(sequence: number, index: number): number {
  return Math.imul((sequence % 1_000_003) * 31 + index + 1, 0x9e37_79b1);
}

function write(slot: EventWriter, sequence: number): void {
  slot.arrivalNs = arrivalOf(sequence);
  for (let index = 0; index < slot.payloadWords; index++) slot.setWord(index, wordOf(sequence, index));
}

function checkShows(view: EventView, sequence: number, span: Span): void {
  let right = view.sequence === sequence && view.arrivalNs === arrivalOf(sequence);
  for (let index = 0; index < view.payloadWords; index++) right &&= view.word(index) === wordOf(sequence, index);
  if (right) return;
  const words = Array.from({ length: view.payloadWords }, (_, index) => view.word(index));
  fail(`event ${sequence} was delivered as [${view.sequence}, ${view.arrivalNs}, ${words}]`, span);
}

function fail(what: string, { begin, end }: Span): never {
  throw new Violation(`${what}; the call was made after ${begin} stores and ended after ${end}`);
}

/** Explores a situation, and throws a {@linkcode Violation} if anything is wrong in it. */
export function explore(ring: InstrumentedRing, situation: Situation): Explored {
  const recorded = record(ring, situation);
  let explored = new Exploration(recorded, situation, recorded.log).run();
  for (const log of recorded.log.reordered()) {
    const { runs } = new Exploration(recorded, situation, log).run();
    explored = { ...explored, runs: explored.runs + runs };
  }
  return explored;
}

interface Recorded {
  readonly log: StoreLog;
  /** Makes a consumer at the head, for which it looks. */
  readonly join: () => SharedConsumer;
}

/** Lets the producer do its part. */
function record(ring: InstrumentedRing, situation: Situation): Recorded {
  const { capacity, payloadWords, startSequence, events, together = 0, batch = 1 } = situation;
  const producer = new ring.SharedRingBuffer({ capacity, payloadWords, startSequence }, { kernel: "atomics" });
  const description = producer.describe();
  const { memory } = description;
  const buffer = memory instanceof SharedArrayBuffer ? memory : memory.buffer;
  const before = new Int32Array(new Int32Array(buffer));
  const reader = new ring.SharedRingReader(description, { kernel: "atomics", maxBatch: batch, checked: false });
  const recorder = new Recorder();
  const published: Publishing[] = [];
  within(recorder, () => {
    for (let n = 0; n < events; n++) {
      const begun = recorder.stores.length;
      write(producer.claim(), startSequence + n);
      producer.publish();
      published.push({ begun, done: recorder.stores.length });
    }
    if (together > 0) {
      const begun = recorder.stores.length;
      producer.claimBatch(together);
      for (let n = 0; n < together; n++) write(producer.slotAt(n), startSequence + events + n);
      producer.publish();
      for (let n = 0; n < together; n++) published.push({ begun, done: recorder.stores.length });
    }
  });
  return { log: new StoreLog(before, recorder.stores, published), join: () => reader.createConsumer() };
}

/** A consumer's state, and the earliest position at which it can be in it. What can happen later can happen from there. */
interface State {
  readonly snapshot: Snapshot;
  position: number;
  /** Whether it has been gone on from, from that position. */
  explored: boolean;
}

class Exploration {
  readonly #recorded: Recorded;
  readonly #situation: Situation;
  readonly #log: StoreLog;
  readonly #consumer: SharedConsumer;
  readonly #states: State[] = [];
  readonly #waiting: State[] = [];
  #runs = 0;

  constructor(recorded: Recorded, situation: Situation, log: StoreLog) {
    this.#recorded = recorded;
    this.#situation = situation;
    this.#log = log;
    this.#consumer = within(REAL_WORLD, recorded.join);
    checkFields(this.#consumer);
  }

  run(): Explored {
    this.#joinEverywhere();
    for (let state = this.#waiting.shift(); state !== undefined; state = this.#waiting.shift()) {
      state.explored = true;
      this.#pollFrom(state);
      if (this.#situation.batch !== undefined) this.#pollBatchFrom(state);
      this.#lookFrom(state);
      this.#drainFrom(state);
    }
    return { runs: this.#runs, states: this.#states.length, stores: this.#log.end };
  }

  #sequence(events: number): number {
    return this.#situation.startSequence + events;
  }

  /** A consumer that joins starts at the head: not before what was published, nor beyond what may have been. */
  #joinEverywhere(): void {
    this.#place(0, () => {
      const joined = this.#recorded.join();
      return { start: joined.start, snapshot: snapshotOf(joined) };
    }, ({ start, snapshot }, span) => {
      this.#checkHead(start, span, "a consumer joined at");
      this.#reach(snapshot, span.end);
    });
  }

  #pollFrom(state: State): void {
    const consumer = this.#consumer;
    this.#from(state, () => consumer.poll(), (status, span) => {
      const cursor = state.snapshot.cursor;
      this.#checkStatus(status, cursor, span);
      if (status === OVERRUN) return this.#resumeFrom({ snapshot: snapshotOf(consumer), position: span.end });
      if (status !== EMPTY) checkShows(consumer.event, cursor, span);
      this.#checkCounts(cursor + status, span);
      this.#reach(snapshotOf(consumer), span.end);
    });
  }

  #pollBatchFrom(state: State): void {
    const consumer = this.#consumer;
    const { batch = 1 } = this.#situation;
    this.#from(state, () => consumer.pollBatch(batch), (count, span) => {
      const cursor = state.snapshot.cursor;
      this.#checkStatus(count, cursor, span);
      if (count > batch) fail(`a batch of ${batch} delivered ${count}`, span);
      if (count > 0 && cursor + count > this.#sequence(this.#log.begunAt(span.end))) {
        fail(`a batch delivered event ${cursor + count - 1}, which had not been begun`, span);
      }
      const certain = this.#sequence(this.#log.publishedAt(span.begin));
      const mayBeLost = this.#sequence(this.#log.begunAt(span.end)) > cursor + count + this.#situation.capacity;
      if (count >= 0 && count < Math.min(batch, certain - cursor) && !mayBeLost) {
        fail(`a batch delivered ${count} events of ${certain - cursor}`, span);
      }
      for (let n = 0; n < count; n++) checkShows(consumer.eventAt(n), cursor + n, span);
      if (count === OVERRUN) return this.#resumeFrom({ snapshot: snapshotOf(consumer), position: span.end });
      this.#checkCounts(cursor + count, span);
      this.#reach(snapshotOf(consumer), span.end);
    });
  }

  /** The numbers that depend on the head, from one look at it. */
  #lookFrom(state: State): void {
    const consumer = this.#consumer;
    this.#from(state, () => consumer.lag, (lag, span) => {
      this.#checkHead(state.snapshot.cursor + lag, span, "the lag was counted to");
    });
    this.#from(state, () => consumer.overwritten, (overwritten, span) => {
      this.#checkLost(overwritten, state.snapshot.cursor, span);
    });
  }

  /** Resumes, in both ways, after an overrun: there is something lost, and exactly that is counted. */
  #resumeFrom({ snapshot, position }: { snapshot: Snapshot; position: number }): void {
    const consumer = this.#consumer;
    const cursor = snapshot.cursor;
    const before = snapshot.lost;
    const at = { snapshot, position };
    this.#from(at, () => consumer.resumeAtOldest(), (lost, span) => {
      if (lost < 1) fail(`an overrun at ${cursor} lost ${lost} events`, span);
      this.#checkLost(lost, cursor, span);
      if (consumer.lost !== before + lost) fail(`${lost} were lost, ${consumer.lost - before} counted`, span);
      this.#checkCounts(cursor + lost, span);
      this.#reach(snapshotOf(consumer), span.end);
    });
    this.#from(at, () => consumer.resumeAtHead(), (lost, span) => {
      this.#checkHead(cursor + lost, span, "a consumer resumed at");
      if (consumer.lost !== before + lost) fail(`${lost} were lost, ${consumer.lost - before} counted`, span);
      this.#checkCounts(cursor + lost, span);
      this.#reach(snapshotOf(consumer), span.end);
    });
  }

  /** Wherever the producer stops, in the midst of an event as well, all it has published is accounted for. */
  #drainFrom(state: State): void {
    for (let position = state.position; position <= this.#log.end; position++) {
      within(new StoppedWorld(this.#log, position), () => this.#drain(state, position));
      this.#runs++;
    }
  }

  #drain({ snapshot }: State, position: number): void {
    const consumer = this.#consumer;
    const span = { begin: position, end: position };
    restore(consumer, snapshot);
    let status = consumer.poll();
    for (let polls = 0; status !== EMPTY; polls++) {
      if (polls > 2 * this.#log.events.length) fail("a consumer did not come to an end", span);
      if (status === OVERRUN) consumer.resumeAtOldest();
      else checkShows(consumer.event, consumer.cursor - 1, span);
      status = consumer.poll();
    }
    const { start, delivered, lost, lag } = consumer;
    const head = start + delivered + lost + lag;
    if (lag !== 0) fail(`a consumer came to an end with a lag of ${lag}`, span);
    this.#checkHead(head, span, `${delivered} delivered + ${lost} lost led to`);
  }

  /** An event must have been begun; EMPTY and OVERRUN must not be said when something else has certainly happened. */
  #checkStatus(status: number, cursor: number, span: Span): void {
    const { capacity } = this.#situation;
    const certain = { begin: this.#sequence(this.#log.publishedAt(span.begin)) };
    const possible = { end: this.#sequence(this.#log.begunAt(span.end)) };
    if (status === EMPTY && certain.begin > cursor) fail(`EMPTY, but event ${cursor} had been published`, span);
    if (status > 0 && possible.end <= cursor) fail(`event ${cursor} was delivered, but had not been begun`, span);
    if (status > 0 && certain.begin > cursor + capacity) fail(`event ${cursor} was delivered, but had been lost`, span);
    if (status === OVERRUN && possible.end <= cursor + capacity) {
      fail(`OVERRUN, but event ${cursor} was readable all the time`, span);
    }
  }

  #checkHead(head: number, span: Span, what: string): void {
    const least = this.#sequence(this.#log.publishedAt(span.begin));
    const most = this.#sequence(this.#log.begunAt(span.end));
    if (head < least || head > most) fail(`${what} ${head}, but the head was from ${least} to ${most}`, span);
  }

  #checkLost(lost: number, cursor: number, span: Span): void {
    const { capacity } = this.#situation;
    const least = Math.max(0, this.#sequence(this.#log.publishedAt(span.begin)) - capacity - cursor);
    const most = Math.max(0, this.#sequence(this.#log.begunAt(span.end)) - capacity - cursor);
    if (lost < least || lost > most) fail(`${lost} lost at ${cursor}, but it was from ${least} to ${most}`, span);
  }

  #checkCounts(cursor: number, span: Span): void {
    const { start, delivered, lost } = this.#consumer;
    if (this.#consumer.cursor !== cursor) fail(`the cursor is ${this.#consumer.cursor}, not ${cursor}`, span);
    if (delivered + lost !== cursor - start) fail(`${delivered} + ${lost} is not ${cursor} - ${start}`, span);
  }

  /** Does something from a state, with its loads at every place. */
  #from<Result>(
    { snapshot, position }: { snapshot: Snapshot; position: number },
    action: () => Result,
    check: (result: Result, span: Span) => void,
  ): void {
    this.#place(position, () => {
      restore(this.#consumer, snapshot);
      return action();
    }, check);
  }

  #place<Result>(from: number, action: () => Result, check: (result: Result, span: Span) => void): void {
    this.#runs += forEveryPlacement(this.#log, from, this.#situation.placements, action, check);
  }

  /** Notes that a state can be reached, and has to be gone on from unless that was done from an earlier position. */
  #reach(snapshot: Snapshot, position: number): void {
    const known = this.#states.find((state) => isAlike(state.snapshot, snapshot));
    if (known === undefined) {
      const state = { snapshot, position, explored: false };
      this.#states.push(state);
      this.#waiting.push(state);
    } else if (position < known.position) {
      known.position = position;
      if (known.explored) this.#waiting.push(known);
      known.explored = false;
    }
  }
}
