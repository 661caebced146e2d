import type { ConsumerSpecification, SystemSpecification } from "../../config/mod.ts";
import { feedLoad } from "../capacity/laws/feed_load.ts";
import { neededRing } from "../capacity/laws/needed_ring.ts";
import { Peaks } from "../capacity/laws/peaks.ts";
import type { NeededRing } from "../capacity/laws/ring_need.ts";
import type { ServiceTimes } from "../system/timed/service_times.ts";
import type { SimulationLaws } from "./simulation_pass.ts";
import type { ConsumerLaws } from "./simulation_result.ts";

/** The laws of one consumer: its need, and its headroom by replay. */
interface RingLaws {
  readonly consumer: ConsumerSpecification;
  readonly times: ServiceTimes | undefined;
  readonly asItIs: NeededRing;
  readonly twiceAsFast: NeededRing;
  readonly everyEventTwice: NeededRing;
}

/** Peaks, needs and headroom, for all consumers over one pass. */
class PassLaws implements SimulationLaws {
  declare private readonly _system: SystemSpecification;
  declare private readonly _rings: readonly RingLaws[];
  private readonly _peaks = new Peaks();
  /** The times of a chunk, divided by two. */
  private _halved = new Float64Array(0);
  private _events = 0;
  private _firstNs = 0;
  private _lastNs = 0;

  constructor(system: SystemSpecification, services: readonly (ServiceTimes | undefined)[]) {
    this._system = system;
    this._rings = system.consumers.map((consumer, n) => {
      const load = { consumer, times: services[n], system };
      return {
        consumer,
        times: services[n],
        asItIs: neededRing(load),
        twiceAsFast: neededRing(load),
        everyEventTwice: neededRing({ ...load, times: load.times && twice(load.times), copies: 2 }),
      };
    });
  }

  take(timesNs: Float64Array, count: number): void {
    if (this._halved.length < count) this._halved = new Float64Array(count);
    const halved = this._halved;
    for (let n = 0; n < count; n++) halved[n] = Math.floor(timesNs[n] / 2);
    this._peaks.take(timesNs, count);
    for (const { asItIs, twiceAsFast, everyEventTwice } of this._rings) {
      asItIs.take(timesNs, count);
      twiceAsFast.take(halved, count);
      everyEventTwice.take(timesNs, count);
    }
    if (this._events === 0) this._firstNs = timesNs[0];
    this._events += count;
    this._lastNs = timesNs[count - 1];
  }

  finish() {
    const arrivals = { events: this._events, spanNs: this._lastNs - this._firstNs };
    const consumers = this._rings.map(({ consumer, times, asItIs, twiceAsFast, everyEventTwice }): ConsumerLaws => {
      const { neededCapacity, firstOverrunNs, left, catchUpNs } = asItIs.finish();
      return {
        ...feedLoad({ system: this._system, consumer, times, ...arrivals }),
        neededCapacity,
        neededAtTwiceTheSpeed: twiceAsFast.neededCapacity(),
        neededWithEveryEventTwice: everyEventTwice.neededCapacity(),
        firstOverrunNs,
        isDrained: left === 0,
        catchUpNs,
      };
    });
    return { peaks: this._events === 0 ? [] : this._peaks.table(), consumers };
  }
}

/** An event that comes twice takes as long the second time. */
function twice(times: ServiceTimes): ServiceTimes {
  return { of: (sequence) => times.of(Math.floor(sequence / 2)), meanNs: times.meanNs, drawn: times.drawn };
}

/** Makes the laws of a system, which see the same arrivals as it does. */
export function makeLaws(
  system: SystemSpecification,
  services: readonly (ServiceTimes | undefined)[],
): SimulationLaws {
  return new PassLaws(system, services);
}
