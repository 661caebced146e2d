import {
  ACK_EXECUTED,
  type Executor,
  OverrunAnswer,
  type OverrunPolicy,
  PollStatus,
  type SharedConsumer,
  type SharedRingReader,
} from "../../../../mod.ts";
import { Command, ThreadWord } from "../../between/control_words.ts";
import type { ThreadDuty } from "./thread_duty_cycle.ts";

const { EMPTY, EVENT } = PollStatus;
const { DELIVERED, EMPTY_POLLS, LOST, OVERRUNS } = ThreadWord;
const EXECUTED = ACK_EXECUTED;

/** Parts of a consumer's duty. */
export interface ConsumerDutyParts {
  /** Decides on events. */
  readonly executor: Executor;
  /** Whose events they are. */
  readonly consumer: SharedConsumer;
  /** Says when the producer is done. */
  readonly reader: SharedRingReader;
  /** Most polls of a pass. */
  readonly passPolls: number;
  /** Answer to an overrun. */
  readonly onOverrun: OverrunPolicy;
  /** Where the progress is shown. */
  readonly progress: Int32Array;
}

/** Takes events, decides on them, and goes on after an overrun as its policy says. */
export class ConsumerDuty implements ThreadDuty {
  declare private readonly _executor: Executor;
  declare private readonly _consumer: SharedConsumer;
  declare private readonly _reader: SharedRingReader;
  declare private readonly _passPolls: number;
  declare private readonly _overruns: OverrunAnswer;
  declare private readonly _progress: Int32Array;
  declare private readonly _counts: Float64Array;

  /** Makes a duty. */
  constructor(parts: ConsumerDutyParts) {
    this._executor = parts.executor;
    this._consumer = parts.consumer;
    this._reader = parts.reader;
    this._passPolls = parts.passPolls;
    this._overruns = new OverrunAnswer(parts.consumer, parts.onOverrun);
    this._progress = parts.progress;
    this._counts = new Float64Array(1);
  }

  /** Decisions that were live. */
  get live(): number {
    return this._counts[LIVE];
  }

  /** Polls that found it overrun. */
  get overruns(): number {
    return this._overruns.overruns;
  }

  /** Times that it was overrun, each until it resumed. Under `stall` it never does, so there is one at most. */
  get episodes(): number {
    return this._overruns.episodes;
  }

  /**
   * Polls until there is nothing more, or the pass is long enough. An empty poll is no work, nor is an overrun after which
   * nothing can be read.
   */
  // @hot
  pass(): number {
    const executor = this._executor;
    const passPolls = this._passPolls;
    const cells = executor.ack.cells;
    let work = 0;
    let live = 0;
    while (work < passPolls) {
      const status = executor.poll();
      if (status === EVENT) {
        live += cells[EXECUTED];
        work++;
      } else {
        if (status === EMPTY) this._progress[EMPTY_POLLS] += 1;
        else work += this._endOverrun();
        break;
      }
    }
    if (work > 0) {
      this._counts[LIVE] += live;
      this._progress[DELIVERED] = this._consumer.delivered;
    }
    return work;
  }

  /** A consumer goes on until it has taken all that was published, or can take no more, unless it is to leave the rest. */
  isDone(command: Command, work: number): boolean {
    if (command === Command.LEAVE) return true;
    // While the ring is open there may be more to come, and what is left is not known.
    return work === 0 && this._reader.closed && (this._overruns.stalled || this._consumer.lag === 0);
  }

  /** Does what the policy says, and returns 1 if events can be read again. */
  // @cold: overruns are rare, or the capacity is too small
  private _endOverrun(): number {
    // Before the overrun: who sees that it is overrun, and stays so, sees all that was delivered before.
    this._progress[DELIVERED] = this._consumer.delivered;
    Atomics.add(this._progress, OVERRUNS, 1);
    this._overruns.answer();
    if (this._overruns.stalled) return 0;
    this._progress[LOST] = this._consumer.lost;
    return 1;
  }
}

const LIVE = 0;
