import { checkInteger, checkParts } from "../../../core/arguments.ts";
import type { ConsumerSpecification, SystemSpecification } from "../../../config/mod.ts";
import type { ServiceTimes } from "../../system/timed/service_times.ts";
import { PauseCalendar } from "../../system/timed/pause_calendar.ts";
import { PolledNeed } from "./polled_need.ts";
import type { NeededRing } from "./ring_need.ts";
import { ServedNeed } from "./served_need.ts";

/** A consumer of a system, and what it depends on. */
export interface NeedSettings {
  /** The system: its pauses, duration, step, and the ring whose first overrun is asked for. */
  readonly system: Pick<SystemSpecification, "ring" | "pauses" | "duration" | "step">;
  /** The consumer. What it does about an overrun does not matter. */
  readonly consumer: Pick<ConsumerSpecification, "polls" | "service" | "pauses">;
  /** Its service times; undefined, if it is paced by polls. */
  readonly times: ServiceTimes | undefined;
  /** Events that arrive at each time taken, a whole number from 1: 2 replays a feed with every event twice. Default: 1. */
  readonly copies?: number;
}

/**
 * Makes the law of the needed ring for a consumer.
 *
 * @param settings the consumer, its service times and its system
 * @throws {RangeError} if it is paced by polls and the system has no duration
 *
 * @example Ask what a burst needs
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { checkSpecification } from "@low-latency/trading-sim/config";
 * import { neededRing } from "@low-latency/trading-sim/simulation";
 *
 * const system = checkSpecification({
 *   ring: { capacity: 2 },
 *   feed: { model: "on-off", burst: 4, rate: "1M/s" },
 *   consumers: [{ name: "slow", service: "10us" }],
 * });
 * const law = neededRing({ system, consumer: system.consumers[0], times: { of: () => 10_000, meanNs: 10_000, drawn: false } });
 * law.take(Float64Array.of(0, 1_000, 2_000, 3_000), 4);
 * const { neededCapacity, firstOverrunNs } = law.finish();
 * assertEquals([neededCapacity, firstOverrunNs], [3, 10_000]); // one is decided on while three more come
 * ```
 *
 * @experimental
 */
export function neededRing(settings: NeedSettings): NeededRing {
  checkParts("make the law of the needed ring", "settings", settings, { system: "ring", consumer: "pauses" });
  const { system, consumer: { service, polls = 0, pauses }, times, copies = 1 } = settings;
  checkInteger("make the law of the needed ring", "copies", copies, 1);
  const { capacity } = system.ring;
  const calendar = new PauseCalendar([...system.pauses, ...pauses]);
  if (service !== undefined && times !== undefined) {
    return new ServedNeed({
      service,
      times,
      pauses: calendar,
      capacity,
      durationNs: system.duration ?? Infinity,
      copies,
    });
  }
  return new PolledNeed({ polls, step: system.step, pauses: calendar, capacity, durationNs: system.duration, copies });
}
