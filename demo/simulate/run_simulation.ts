import type { SystemSpecification } from "../../config/mod.ts";
import { type ArrivalFeed, makeChunk } from "../system/feed/arrival_feed.ts";
import type { ServiceTimes } from "../system/timed/service_times.ts";
import { TimedSystem } from "../system/timed/timed_system.ts";
import type { RunProgress } from "./progress.ts";
import type { Peak } from "../capacity/laws/peaks.ts";
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
const PAUSE_NS = 50_000_000;

/**
 * Simulates a system: one pass over its feed, in bounded memory, in which every arrival is seen by the system and by the laws.
 *
 * A run that is interrupted is one of the arrivals so far, and says so.
 *
 * @throws {FeedError} if a recording cannot be read to its end
 */
export async function runSimulation(plan: SimulationPlan, watch: RunWatch): Promise<SimulationResult> {
  const { specification, feed, services, laws } = plan;
  const system = new TimedSystem({ specification, services });
  const chunk = makeChunk();
  const startNs = watch.nowNs();
  let pausedNs = startNs;
  let events = 0;
  let isInterrupted = false;
  try {
    for (;;) {
      const count = feed.read(chunk);
      if (count === 0) break;
      laws.take(chunk.timesNs, count);
      system.take(chunk, count);
      events += count;
      const nowNs = watch.nowNs();
      if (nowNs - pausedNs < PAUSE_NS) continue;
      const simulatedNs = chunk.timesNs[count - 1];
      watch.onProgress({ events, simulatedNs, share: plan.share(events, simulatedNs), elapsedNs: nowNs - startNs });
      await watch.pause();
      pausedNs = watch.nowNs();
      if (!watch.signal.aborted) continue;
      isInterrupted = true;
      break;
    }
  } finally {
    feed.close();
  }
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
