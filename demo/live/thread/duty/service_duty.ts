import { Histogram, type HistogramSnapshot } from "../../../../control/mod.ts";
import {
  ACK_EXECUTED,
  type Executor,
  type MonotonicClock,
  OverrunAnswer,
  type OverrunPolicy,
  PollStatus,
  type SharedConsumer,
  type SharedRingReader,
} from "../../../../mod.ts";
import { Command, ThreadWord } from "../../between/control_words.ts";
import { BUSY_NS, BusyWait } from "./busy_wait.ts";
import type { ThreadDuty } from "./thread_duty_cycle.ts";

const LENGTH = BUSY_NS;

const { EMPTY, EVENT } = PollStatus;
const { DELIVERED, EMPTY_POLLS, LOST, OVERRUNS } = ThreadWord;
const EXECUTED = ACK_EXECUTED;

/** Parts of the duty of a consumer with a service. */
export interface ServiceDutyParts {
  /** Decides on events, and is busy with each. */
  readonly executor: Executor;
  /** Whose events they are. */
  readonly consumer: SharedConsumer;
  /** Says when the producer is done. */
  readonly reader: SharedRingReader;
  /** The thread's clock. */
  readonly clock: MonotonicClock;
  /** Has read the clock at the beginning of the cycle. */
  readonly timer: Pick<MonotonicClock, "stamp">;
  /** How long it is busy before the first event of a pass, in nanoseconds. */
  readonly perPassNs: number;
  /** Most events of a pass. */
  readonly maxBatch: number;
  /** Answer to an overrun. */
  readonly onOverrun: OverrunPolicy;
  /** The overrun from which on it is out of service, counted from 1; 0, if it never is. */
  readonly leaveAt: number;
  /** Where the progress is shown. */
  readonly progress: Int32Array;
}

/**
 * Takes events in passes, as a consumer with a service does: a pass takes what lags, up to a batch, and is busy once for itself
 * and then with each event. Keeps the greatest lag that a pass found, and when it was first overrun.
 *
 * It takes events one by one, not all at the beginning of the pass: an overrun in the midst of a pass ends it.
 */
export class ServiceDuty implements ThreadDuty {
  declare private readonly _executor: Executor;
  declare private readonly _consumer: SharedConsumer;
  declare private readonly _reader: SharedRingReader;
  declare private readonly _clock: MonotonicClock;
  declare private readonly _timer: Pick<MonotonicClock, "stamp">;
  declare private readonly _pass: BusyWait;
  declare private readonly _maxBatch: number;
  declare private readonly _capacity: number;
  declare private readonly _overruns: OverrunAnswer;
  declare private readonly _leaveAt: number;
  declare private readonly _progress: Int32Array;
  declare private readonly _counts: Float64Array;
  private readonly _fullPassNs = new Histogram();
  private _isOut = false;
  private _wasFull = false;

  /** Makes a duty. */
  constructor(parts: ServiceDutyParts) {
    this._executor = parts.executor;
    this._consumer = parts.consumer;
    this._reader = parts.reader;
    this._clock = parts.clock;
    this._timer = parts.timer;
    this._pass = new BusyWait(parts.clock);
    this._pass.cells[LENGTH] = parts.perPassNs;
    this._maxBatch = parts.maxBatch;
    this._capacity = parts.reader.capacity;
    this._overruns = new OverrunAnswer(parts.consumer, parts.onOverrun);
    this._leaveAt = parts.leaveAt;
    this._progress = parts.progress;
    this._counts = new Float64Array(COUNTS);
    this._counts[FIRST_OVERRUN] = NaN;
  }

  /** Decisions that were live. */
  get live(): number {
    return this._counts[LIVE];
  }

  /** Polls that found it overrun. */
  get overruns(): number {
    return this._overruns.overruns + (this._isOut ? 1 : 0);
  }

  /** Times that it was overrun, each until it resumed, or for good. */
  get episodes(): number {
    return this._overruns.episodes + (this._isOut ? 1 : 0);
  }

  /** The greatest lag that a pass found. What a stalled consumer finds later is its own doing. */
  get lagMax(): number {
    return this._counts[LAG_MAX];
  }

  /** How long each pass took that was a whole batch, from its beginning to that of the next, in nanoseconds. */
  get fullPassNs(): HistogramSnapshot {
    return this._fullPassNs.snapshot();
  }

  /** When an overrun was found first, in nanoseconds; nothing, if none was. */
  get firstOverrunNs(): number | undefined {
    const ns = this._counts[FIRST_OVERRUN];
    return Number.isNaN(ns) ? undefined : ns;
  }

  /** Makes one pass. To find nothing is no work, nor is an overrun after which nothing can be read. */
  // @hot
  pass(): number {
    if (this._isOut) return 0;
    const counts = this._counts;
    this._timer.stamp(counts, BEGAN);
    if (this._wasFull) {
      counts[TOOK] = counts[BEGAN] - counts[BEFORE];
      this._fullPassNs.recordFrom(counts, TOOK);
    }
    this._wasFull = false;
    counts[BEFORE] = counts[BEGAN];
    counts[LAG] = this._consumer.lag;
    if (counts[LAG] === 0) {
      this._progress[EMPTY_POLLS] += 1;
      return 0;
    }
    if (counts[LAG] > counts[LAG_MAX] && !this._overruns.stalled) counts[LAG_MAX] = counts[LAG];
    const executor = this._executor;
    const cells = executor.ack.cells;
    const maxBatch = this._maxBatch;
    let take = counts[LAG] < maxBatch ? counts[LAG] | 0 : maxBatch;
    const busy = this._pass;
    // An overrun takes no time.
    if (busy.cells[LENGTH] > 0 && counts[LAG] <= this._capacity) {
      busy.begin();
      busy.end();
    }
    let work = 0;
    let live = 0;
    while (work < take) {
      const status = executor.poll();
      if (status === EVENT) {
        live += cells[EXECUTED];
        work++;
      } else {
        if (status !== EMPTY) work += this._endOverrun();
        take = 0;
        break;
      }
    }
    this._wasFull = take === maxBatch;
    if (work > 0) {
      counts[LIVE] += live;
      this._progress[DELIVERED] = this._consumer.delivered;
    }
    return work;
  }

  /** A consumer goes on until it has taken all that was published, or can take no more, unless it is to leave the rest. */
  isDone(command: Command, work: number): boolean {
    if (command === Command.LEAVE) return true;
    const isStopped = this._isOut || this._overruns.stalled;
    // While the ring is open there may be more to come, and what is left is not known.
    return work === 0 && this._reader.closed && (isStopped || this._consumer.lag === 0);
  }

  /** Does what the policy says, and returns 1 if events can be read again. */
  // @cold: overruns are rare, or the capacity is too small
  private _endOverrun(): number {
    const counts = this._counts;
    const { lag } = this._consumer;
    if (lag > counts[LAG_MAX] && !this._overruns.stalled) counts[LAG_MAX] = lag;
    if (Number.isNaN(counts[FIRST_OVERRUN])) this._clock.stamp(counts, FIRST_OVERRUN);
    // Before the overrun: who sees that it is overrun, and stays so, sees all that was delivered before.
    this._progress[DELIVERED] = this._consumer.delivered;
    Atomics.add(this._progress, OVERRUNS, 1);
    if (this._leaveAt === this._overruns.episodes + 1) {
      this._isOut = true;
      return 0;
    }
    this._overruns.answer();
    if (this._overruns.stalled) return 0;
    this._progress[LOST] = this._consumer.lost;
    return 1;
  }
}

const LIVE = 0;
const LAG = 1;
const LAG_MAX = 2;
const FIRST_OVERRUN = 3;
const BEGAN = 4;
const BEFORE = 5;
const TOOK = 6;
const COUNTS = 7;
