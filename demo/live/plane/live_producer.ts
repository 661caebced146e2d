import type { LoopCycles } from "../../../control/mod.ts";
import { totalCycles } from "../between/thread_cycles.ts";
import { lineOf, ThreadWord } from "../between/control_words.ts";
import { HotThread } from "./hot_thread.ts";
import type { ProducerReport, ProducerSetup, ThreadSetup } from "../between/thread_messages.ts";
import { ThreadProgress } from "../between/thread_progress.ts";

/** The producer, as the control plane sees it: what its thread has shown, as of the last look at it. */
export class LiveProducer implements LoopCycles {
  /** Its thread. */
  readonly thread: HotThread<ProducerReport>;
  private readonly _progress: ThreadProgress;
  private readonly _words: Int32Array;

  /**
   * Starts its thread.
   *
   * @param setup what every thread is told
   * @param pace what it publishes
   */
  constructor(setup: ThreadSetup, pace: ProducerSetup["pace"]) {
    const producer: ProducerSetup = { ...setup, pace };
    this._progress = new ThreadProgress(setup.control, setup.thread);
    this._words = lineOf(setup.control, setup.thread);
    this.thread = new HotThread("producer", new URL("../thread/producer_worker.ts", import.meta.url), producer);
  }

  /** Whether it has published all of its feed. */
  get isFeedOver(): boolean {
    return Atomics.load(this._words, ThreadWord.FEED_OVER) === 1;
  }

  /** How its cycles went: to the nanosecond, when it has reported. */
  get cycles(): LoopCycles {
    const { report } = this.thread;
    return report === undefined ? this._progress.cycles : totalCycles(report.cycles);
  }

  /** Cycles of its loop that took longer than they may. */
  get stalls(): number {
    return this.cycles.stalls;
  }

  /** The longest cycle of its loop, in nanoseconds. */
  get longestNs(): number {
    return this.cycles.longestNs;
  }

  /** Looks at what the thread has shown. */
  look(nowNs: number): void {
    this._progress.look(nowNs);
  }
}
