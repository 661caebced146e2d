import type { LoopCycles } from "../../control/metrics/system_metrics.ts";
import { type SharedControl, threadLine, ThreadWord } from "./control_words.ts";
import { WrappingCounter } from "./wrapping_counter.ts";

/** What a hot thread has shown of its progress, as the control plane saw it when it looked last. */
export class ThreadProgress {
  /** Events delivered to it. */
  delivered = 0;
  /** Events that it has given up. */
  lost = 0;
  /** Polls that found it overrun. */
  overruns = 0;
  /** Polls that found nothing. */
  emptyPolls = 0;
  /** How its cycles went. */
  cycles: LoopCycles = { stalls: 0, longestNs: 0 };
  private readonly _words: Int32Array;
  private readonly _longestCycle: number;
  private readonly _delivered: WrappingCounter;
  private readonly _lost: WrappingCounter;
  private readonly _overruns: WrappingCounter;
  private readonly _emptyPolls: WrappingCounter;
  private readonly _stalls: WrappingCounter;

  /**
   * Makes it, before the thread has shown anything.
   *
   * @param control what the threads share
   * @param thread the number of the thread
   */
  constructor({ words }: SharedControl, thread: number) {
    const line = threadLine(thread);
    this._words = words;
    this._longestCycle = line + ThreadWord.LONGEST_CYCLE_US;
    this._delivered = new WrappingCounter(words, line + ThreadWord.DELIVERED);
    this._lost = new WrappingCounter(words, line + ThreadWord.LOST);
    this._overruns = new WrappingCounter(words, line + ThreadWord.OVERRUNS);
    this._emptyPolls = new WrappingCounter(words, line + ThreadWord.EMPTY_POLLS);
    this._stalls = new WrappingCounter(words, line + ThreadWord.STALLS);
  }

  /** Looks. To be done once in a few seconds at least, for the counts wrap. */
  look(): void {
    this.delivered = this._delivered.read();
    this.lost = this._lost.read();
    this.overruns = this._overruns.read();
    this.emptyPolls = this._emptyPolls.read();
    this.cycles = {
      stalls: this._stalls.read(),
      longestNs: NS_PER_US * Atomics.load(this._words, this._longestCycle),
    };
  }
}

/**
 * Looks at what threads have shown and how far the ring is, in the order that keeps the numbers of one look together: counts
 * first, so that nobody has taken more than was published.
 *
 * @param threads whatever is to look at a thread
 * @param reader the ring
 * @param seen gets its head
 */
export function lookAtAll(
  threads: readonly Pick<ThreadProgress, "look">[],
  reader: { readonly head: number },
  seen: { head: number },
): void {
  for (const thread of threads) thread.look();
  seen.head = reader.head;
}

const NS_PER_US = 1_000;
