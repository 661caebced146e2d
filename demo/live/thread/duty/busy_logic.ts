import { type DecisionLogic, type EventView, type MonotonicClock, NULL_LOGIC } from "../../../../mod.ts";
import type { ServiceTimes } from "../../../system/timed/service_times.ts";
import { BUSY_NS, BusyWait } from "./busy_wait.ts";

const LENGTH = BUSY_NS;

/** Takes a fixed time over every decision, and decides nothing: what is slow about a slow consumer is its logic. */
class BusyLogic implements DecisionLogic {
  declare private readonly _busy: BusyWait;

  constructor(clock: MonotonicClock, ns: number) {
    this._busy = new BusyWait(clock);
    this._busy.cells[LENGTH] = ns;
  }

  // @hot
  decide(): number {
    const busy = this._busy;
    busy.begin();
    busy.end();
    return 0;
  }
}

/**
 * Takes over every decision the time that its event is given. To draw that time is part of what the consumer is busy with, and
 * so it is not held to the law of the hot path.
 */
class ServiceLogic implements DecisionLogic {
  declare private readonly _busy: BusyWait;
  declare private readonly _times: ServiceTimes;

  constructor(clock: MonotonicClock, times: ServiceTimes) {
    this._busy = new BusyWait(clock);
    this._times = times;
  }

  decide(event: EventView): number {
    const busy = this._busy;
    busy.begin();
    busy.cells[LENGTH] = this._times.of(event.sequence);
    busy.end();
    return 0;
  }
}

/**
 * Makes the logic of a consumer.
 *
 * @param clock the consumer's clock
 * @param microseconds how long it takes over a decision; 0 for no time at all
 */
export function makeBusyLogic(clock: MonotonicClock, microseconds: number): DecisionLogic {
  return microseconds === 0 ? NULL_LOGIC : new BusyLogic(clock, NS_PER_US * microseconds);
}

/**
 * Makes the logic of a consumer with a service.
 *
 * @param clock the consumer's clock
 * @param times how long it takes over each event
 */
export function makeServiceLogic(clock: MonotonicClock, times: ServiceTimes): DecisionLogic {
  if (times.drawn) return new ServiceLogic(clock, times);
  return times.meanNs === 0 ? NULL_LOGIC : new BusyLogic(clock, times.meanNs);
}

const NS_PER_US = 1_000;
