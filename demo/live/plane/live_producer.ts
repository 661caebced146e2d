import type { LoopCycles } from "../../../control/mod.ts";
import { totalCycles } from "../between/thread_cycles.ts";
import { HotThread } from "./hot_thread.ts";
import type { LivePlan } from "./live_plan.ts";
import type { ProducerReport, ProducerSetup, ThreadSetup } from "../between/thread_messages.ts";
import { ThreadProgress } from "../between/thread_progress.ts";

/** The producer, as the control plane sees it: what its thread has shown, as of the last look at it. */
export class LiveProducer implements LoopCycles {
  /** Its thread. */
  readonly thread: HotThread<ProducerReport>;
  private readonly _progress: ThreadProgress;

  /**
   * Starts its thread.
   *
   * @param plan what is to be done
   * @param setup what every thread is told
   */
  constructor({ rate }: LivePlan, setup: ThreadSetup) {
    const producer: ProducerSetup = { ...setup, rate };
    this._progress = new ThreadProgress(setup.control, setup.thread);
    this.thread = new HotThread("producer", new URL("../thread/producer_worker.ts", import.meta.url), producer);
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
