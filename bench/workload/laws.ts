/**
 * The laws that are followed beside a simulation, and a feed for them.
 *
 * @module
 */
import { CHUNK_EVENTS, neededRing, Peaks } from "../../demo/simulation.ts";
import { checkSpecification } from "../../config/mod.ts";
import { SeededRandom } from "../../control/mod.ts";

/** A law, as far as a bench is concerned. */
export interface BenchLaw {
  /** Takes the next arrivals. */
  take(timesNs: Float64Array, count: number): void;
}

/** Time of one event of a service that is fixed: a load of a half. */
const SERVICE_NS = 500;

/** Laws by their names, each made anew. */
export const LAWS: Readonly<Record<string, () => BenchLaw>> = {
  "peaks, eight windows": () => new Peaks(),
  "needed ring, spinning": () => lawOf({ service: SERVICE_NS }),
  "needed ring, every event twice": () => lawOf({ service: SERVICE_NS / 2 }, 2),
  "needed ring, batches and wake-up": () =>
    lawOf({ service: { perEvent: 300, perPass: "2us", maxBatch: 64, wakeUp: "60us" } }),
  "needed ring, pauses": () => lawOf({ service: SERVICE_NS, pauses: [{ every: "1ms", for: "20us" }] }),
  "needed ring, unstable": () => lawOf({ service: 4 * SERVICE_NS }),
  "needed ring, polls": () => lawOf({ polls: 2 }),
};

function lawOf(consumer: Record<string, unknown>, copies = 1): BenchLaw {
  const system = checkSpecification({
    ring: { capacity: 4_096 },
    feed: { model: "constant", rate: 1 },
    consumers: [{ name: "one", ...consumer }],
    step: "1us",
    // Polls need an end: longer than any bench.
    duration: "1000s",
  });
  const [one] = system.consumers;
  const times = one.service &&
    { of: serviceOf(one.service.perEvent), meanNs: Number(one.service.perEvent), drawn: false };
  return neededRing({ system, consumer: one, times, copies });
}

function serviceOf(perEvent: unknown): () => number {
  const serviceNs = Number(perEvent);
  return () => serviceNs;
}

/** Gaps of a microsecond on average, and a pause in between now and then, so that neither branches nor peaks are foreseen. */
const GAPS = drawGaps();

function drawGaps(): Float64Array {
  const random = new SeededRandom(1);
  return Float64Array.from(
    { length: 64 * CHUNK_EVENTS },
    () => random.chance(0.02) ? random.integer(0, 20_000) : random.integer(0, 1_600),
  );
}

/** Arrivals without end, in chunks. */
export class BenchArrivals {
  /** The chunk. */
  readonly timesNs: Float64Array = new Float64Array(CHUNK_EVENTS);
  private _timeNs = 0;
  private _next = 0;

  /** Writes the next arrivals into the chunk, at most as many as it holds. */
  read(count: number): void {
    let timeNs = this._timeNs;
    for (let n = 0; n < count; n++) {
      this.timesNs[n] = timeNs;
      timeNs += GAPS[this._next + n];
    }
    this._timeNs = timeNs;
    this._next = (this._next + count) % GAPS.length;
    if (this._next + CHUNK_EVENTS > GAPS.length) this._next = 0;
  }
}
