import type { LoopCycles } from "../../../control/mod.ts";
import { type SharedControl, threadLine, ThreadWord } from "./control_words.ts";
import { WrappingCounter } from "./wrapping_counter.ts";

/** Progress of a hot thread, as of the control plane's latest look. */
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
  /** When its loop came round last, in nanoseconds. NaN if it never has. */
  heartbeatNs = NaN;
  private readonly _words: Int32Array;
  private readonly _longestCycle: number;
  private readonly _heartbeat: number;
  /** Value of the heartbeat word at the latest look. */
  private _heartbeatSeen = 0;
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
    this._heartbeat = line + ThreadWord.HEARTBEAT_US;
    this._delivered = new WrappingCounter(words, line + ThreadWord.DELIVERED);
    this._lost = new WrappingCounter(words, line + ThreadWord.LOST);
    this._overruns = new WrappingCounter(words, line + ThreadWord.OVERRUNS);
    this._emptyPolls = new WrappingCounter(words, line + ThreadWord.EMPTY_POLLS);
    this._stalls = new WrappingCounter(words, line + ThreadWord.STALLS);
  }

  /**
   * Looks. To be done once in a few seconds at least, for the counts wrap.
   *
   * @param nowNs the time now, in nanoseconds of the clock that the threads' agree with
   */
  look(nowNs: number): void {
    // First: a thread that is overrun shows what was delivered before that.
    this.overruns = this._overruns.read();
    this.delivered = this._delivered.read();
    this.lost = this._lost.read();
    this._lookAtHeartbeat(nowNs);
    this.emptyPolls = this._emptyPolls.read();
    this.cycles = {
      stalls: this._stalls.read(),
      longestNs: NS_PER_US * Atomics.load(this._words, this._longestCycle),
    };
  }

  /** The word that changed since the last look was written since then, so it is the latest time of that residue. */
  private _lookAtHeartbeat(nowNs: number): void {
    const word = Atomics.load(this._words, this._heartbeat);
    if (word === this._heartbeatSeen) return;
    this._heartbeatSeen = word;
    const nowUs = Math.floor(nowNs / NS_PER_US);
    this.heartbeatNs = NS_PER_US * (nowUs - ((nowUs - word) | 0));
  }
}

/** State of the ring, as of one look. */
export interface SeenRing {
  /** When the look began, in nanoseconds. */
  nowNs: number;
  /** The head, after the looks at threads. */
  head: number;
}

/** A thread that can be looked at. */
export interface LookedAtThread {
  /** Looks at what it has shown. */
  look(nowNs: number): void;
  /** Is told the head of the ring after all threads were looked at. */
  settleFor?(head: number): void;
}

/**
 * Looks at the progress of the threads and at the head of the ring, in the order that keeps the numbers of one look
 * consistent: the counts before the head, so that no thread has taken more than was published; and the time before
 * both, so that an event not taken by then has waited at least until then.
 *
 * @param threads views of the threads' progress
 * @param reader the ring
 * @param nowNs the time now, in nanoseconds
 * @param seen gets the time and the head
 */
export function lookAtAll(
  threads: readonly LookedAtThread[],
  reader: { readonly head: number },
  nowNs: number,
  seen: SeenRing,
): void {
  seen.nowNs = nowNs;
  for (const thread of threads) thread.look(nowNs);
  seen.head = reader.head;
  for (const thread of threads) thread.settleFor?.(seen.head);
}

const NS_PER_US = 1_000;
