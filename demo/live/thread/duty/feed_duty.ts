import type { MarketDataIngest, MonotonicClock, SharedRingBuffer } from "../../../../mod.ts";
import { Histogram } from "../../../../control/mod.ts";
import { type ArrivalBuffer, ArrivalWord } from "../../between/arrival_buffer.ts";
import { type Command, ThreadWord } from "../../between/control_words.ts";
import type { FeedReport } from "../../between/thread_messages.ts";
import { PASS_EVENTS } from "../../between/pass_events.ts";
import type { ThreadDuty } from "./thread_duty_cycle.ts";

const PASS_MAX = PASS_EVENTS;

const { WRITTEN, ENDED, READ } = ArrivalWord;
const { FEED_OVER } = ThreadWord;

const NOW = 0;
const START = 1;
const DUE = 2;
const LATE = 3;
const STARVED_FROM = 4;
const STARVED = 5;
const CELLS = 6;

/** Parts of the duty of a producer with a feed. */
export interface FeedDutyParts {
  /** Where events enter. */
  readonly ingest: MarketDataIngest;
  /** Where they are published. */
  readonly ring: SharedRingBuffer;
  /** Has read the clock at the beginning of the cycle. */
  readonly timer: Pick<MonotonicClock, "stamp">;
  /** The arrival times. */
  readonly arrivals: ArrivalBuffer;
  /** When the feed begins, in nanoseconds of the clock. */
  readonly startNs: number;
  /** Where it is shown that the feed is over. */
  readonly progress: Int32Array;
}

/**
 * Publishes each event at its time: never before, and as soon as it can after. It asks nobody, so an event that is late makes
 * no later one late (an open loop). Payload word `k` of event `n` is the low 32 bits of `n + k`.
 *
 * Where the control plane has not read the feed far enough it cannot go on, and counts that it starved, and for how long.
 */
export class FeedDuty implements ThreadDuty {
  declare private readonly _ingest: MarketDataIngest;
  declare private readonly _timer: Pick<MonotonicClock, "stamp">;
  declare private readonly _timesNs: Float64Array;
  declare private readonly _words: Int32Array;
  declare private readonly _progress: Int32Array;
  declare private readonly _mask: number;
  declare private readonly _payloadWords: number;
  declare private readonly _cells: Float64Array;
  private readonly _lateness = new Histogram();
  /** The low 32 bits of the next sequence. */
  private _position = 0;
  /** Times read, and times known to be written: Int32, which wrap. */
  private _read = 0;
  private _written = 0;
  private _starvings = 0;
  private _isOver = false;

  /** Makes a duty that has published nothing. */
  constructor({ ingest, ring, timer, arrivals, startNs, progress }: FeedDutyParts) {
    this._ingest = ingest;
    this._timer = timer;
    this._timesNs = arrivals.timesNs;
    this._words = arrivals.words;
    this._progress = progress;
    this._mask = arrivals.timesNs.length - 1;
    this._payloadWords = ring.payloadWords;
    this._cells = new Float64Array(CELLS);
    this._cells[START] = startNs;
    this._cells[STARVED_FROM] = NaN;
    this._position = ring.head | 0;
  }

  /** Whether all of the feed has been published. */
  get isOver(): boolean {
    return this._isOver;
  }

  /** Publishes what is due, and says how many events that was. */
  // @hot
  pass(): number {
    if (this._read === this._written && !this._refill()) return 0;
    const ingest = this._ingest;
    const cells = this._cells;
    const timesNs = this._timesNs;
    const lateness = this._lateness;
    const mask = this._mask;
    const payloadWords = this._payloadWords;
    const written = this._written;
    const begin = this._read;
    let read = begin;
    let position = this._position;
    this._timer.stamp(cells, NOW);
    for (let n = 0; n < PASS_MAX && read !== written; n++) {
      cells[DUE] = cells[START] + timesNs[read & mask];
      if (cells[DUE] > cells[NOW]) break;
      const slot = ingest.claim();
      for (let k = 0; k < payloadWords; k++) slot.setWord(k, (position + k) | 0);
      cells[LATE] = slot.arrivalNs - cells[DUE];
      ingest.publish();
      lateness.recordFrom(cells, LATE);
      position = (position + 1) | 0;
      read = (read + 1) | 0;
    }
    this._position = position;
    this._read = read;
    if (read !== begin) Atomics.store(this._words, READ, read);
    return (read - begin) | 0;
  }

  /** The producer stops as soon as it is told to. */
  isDone(_command: Command, _work: number): boolean {
    return true;
  }

  /**
   * What became of the feed.
   *
   * @param stoppedNs when the producer stopped
   */
  report(stoppedNs: number): FeedReport {
    const cells = this._cells;
    let behind = 0;
    for (let read = this._read; read !== this._written; read = (read + 1) | 0) {
      if (cells[START] + this._timesNs[read & this._mask] > stoppedNs) break;
      behind++;
    }
    const latenessNs = this._lateness.snapshot();
    return {
      isOver: this._isOver,
      behind,
      latenessNs,
      lastLateNs: latenessNs.count === 0 ? 0 : cells[LATE],
      starvings: this._starvings,
      starvedNs: cells[STARVED],
    };
  }

  /** Looks for times that have been written since, and says whether there are any. */
  // @cold: at the ends of what the control plane has read, and after the feed
  private _refill(): boolean {
    if (this._isOver) return false;
    // Before the count: what is written after the end was not seen is seen the next time.
    const hasEnded = Atomics.load(this._words, ENDED) === 1;
    this._written = Atomics.load(this._words, WRITTEN);
    const cells = this._cells;
    this._timer.stamp(cells, NOW);
    const isStarving = this._read === this._written;
    if (isStarving && hasEnded) {
      this._isOver = true;
      Atomics.store(this._progress, FEED_OVER, 1);
    } else if (isStarving) {
      if (Number.isNaN(cells[STARVED_FROM])) {
        cells[STARVED_FROM] = cells[NOW];
        this._starvings++;
      }
      return false;
    }
    if (!Number.isNaN(cells[STARVED_FROM])) {
      cells[STARVED] += cells[NOW] - cells[STARVED_FROM];
      cells[STARVED_FROM] = NaN;
    }
    return !isStarving;
  }
}
