import type { SystemSpecification } from "../../config/mod.ts";
import type { Peak } from "../capacity/laws/peaks.ts";
import { type ArrivalFeed, makeChunk } from "../system/feed/arrival_feed.ts";
import { NULL_TRACE, type RunTrace } from "../system/run_trace.ts";
import type { ServiceTimes } from "../system/timed/service_times.ts";
import { TimedSystem } from "../system/timed/timed_system.ts";
import type { RunProgress } from "./progress.ts";
import type { ConsumerLaws, SimulationResult } from "./simulation_result.ts";

/** Arithmetic that sees the same arrivals as the system, and never touches a ring. */
export interface SimulationLaws {
  /** Takes the next arrivals. */
  take(timesNs: Float64Array, count: number): void;
  /** What it comes to, when there are no more. */
  finish(): { readonly peaks: readonly Peak[]; readonly consumers: readonly ConsumerLaws[] };
}

/** Everything that a simulation is made of. */
export interface SimulationPlan {
  /** The system. */
  readonly specification: SystemSpecification;
  /** Where events come from: no arrival at the duration or later. It is closed in the end. */
  readonly feed: ArrivalFeed;
  /** Service times of each consumer; undefined for one that is paced by polls. */
  readonly services: readonly (ServiceTimes | undefined)[];
  /** The laws. */
  readonly laws: SimulationLaws;
  /** Whether events are packets of a capture. Known once some have been read. */
  isPackets(): boolean;
  /** Share of the feed that has been read; undefined, where its length is not known. */
  share(events: number, simulatedNs: number): number | undefined;
}

/** One pass over a feed, in bounded memory, in which every arrival is seen by the system and by the laws. */
export class SimulationPass {
  /** Arrivals read so far. */
  events = 0;
  /** When the last of them was. */
  simulatedNs = 0;
  declare private readonly _plan: SimulationPlan;
  declare private readonly _system: TimedSystem;
  private readonly _chunk = makeChunk();

  /**
   * Makes the system. Nothing has been read yet.
   *
   * @param plan everything that the simulation is made of
   * @param trace is shown what happens, event by event. Default: nobody is
   */
  constructor(plan: SimulationPlan, trace: RunTrace = NULL_TRACE) {
    this._plan = plan;
    this._system = new TimedSystem(plan, trace);
  }

  /**
   * Goes on by one chunk of arrivals. Says whether there were any.
   *
   * @throws {FeedError} if a recording cannot be read on
   */
  next(): boolean {
    const { _plan: { feed, laws }, _chunk: chunk } = this;
    const count = feed.read(chunk);
    if (count === 0) return false;
    this._system.take(chunk, count); // refuses what is out of order
    laws.take(chunk.timesNs, count);
    this.events += count;
    this.simulatedNs = chunk.timesNs[count - 1];
    return true;
  }

  /** Goes on with the end of the run, when all arrivals are read. Says whether it is reached. */
  settle(): boolean {
    return this._system.settle(SETTLED_MOMENTS);
  }

  /**
   * Ends the run.
   *
   * @param isInterrupted whether it ends before its feed does: then at the last arrival
   */
  finish(isInterrupted = false): SimulationResult {
    const { _plan: plan, _system: system } = this;
    const { specification, feed, laws } = plan;
    const record = isInterrupted ? system.cut() : system.finish();
    const { peaks, consumers } = laws.finish();
    return {
      specification,
      feed: {
        model: feed.model,
        firstNs: feed.firstNs,
        lastNs: feed.lastNs,
        spanNs: record.lastArrivalNs,
        isPackets: plan.isPackets(),
        peaks,
      },
      record,
      laws: consumers,
      interruptedNs: isInterrupted ? record.endNs : undefined,
    };
  }

  /** Closes the feed. */
  close(): void {
    this._plan.feed.close();
  }
}

/** Moments of the end of a run that pass between two looks at the real time. */
export const SETTLED_MOMENTS = 10_000;

/** Simulates a system without a pause. Who wants to be shown what happens gives a trace. */
export function simulateAtOnce(plan: SimulationPlan, trace: RunTrace = NULL_TRACE): SimulationResult {
  const pass = new SimulationPass(plan, trace);
  try {
    while (pass.next()) { /* until the feed is exhausted */ }
    return pass.finish();
  } finally {
    pass.close();
  }
}

/** Who watches over a long run. */
export interface RunWatch {
  /** Real time by a monotonic clock. */
  nowNs(): number;
  /** Lets other things happen, such as signals. */
  pause(): Promise<void>;
  /** Told now and then how far the run has come. */
  onProgress(progress: RunProgress): void;
  /** Aborted, if the run is to end early. */
  readonly signal: AbortSignal;
}

/** Real time from one pause to the next. A signal waits as long at most, and one more chunk. */
const PAUSE_NS = 150_000_000;

/**
 * Simulates a system: one pass over its feed, in bounded memory, in which every arrival is seen by the system and by the laws.
 *
 * A run that is interrupted is one of the arrivals so far, and says so.
 *
 * @param plan everything that the simulation is made of
 * @param watch who watches over it
 * @param trace is shown what happens, event by event. Default: nobody is
 * @throws {FeedError} if a recording cannot be read to its end
 */
export async function runSimulation(
  plan: SimulationPlan,
  watch: RunWatch,
  trace: RunTrace = NULL_TRACE,
): Promise<SimulationResult> {
  const pass = new SimulationPass(plan, trace);
  const startNs = watch.nowNs();
  let pausedNs = startNs;
  try {
    while (pass.next()) {
      const nowNs = watch.nowNs();
      if (nowNs - pausedNs < PAUSE_NS) continue;
      const { events, simulatedNs } = pass;
      watch.onProgress({ events, simulatedNs, share: plan.share(events, simulatedNs), elapsedNs: nowNs - startNs });
      await watch.pause();
      pausedNs = watch.nowNs();
      if (watch.signal.aborted) return pass.finish(true);
    }
    while (!pass.settle()) {
      if (watch.nowNs() - pausedNs < PAUSE_NS) continue;
      await watch.pause();
      pausedNs = watch.nowNs();
      if (watch.signal.aborted) return pass.finish(true);
    }
    return pass.finish();
  } finally {
    pass.close();
  }
}
