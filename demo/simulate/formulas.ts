import type { ConsumerSpecification, SystemSpecification } from "../../config/mod.ts";
import { checkParts } from "../../core/arguments.ts";
import { predictBurstPeak, predictMeanWait } from "../capacity/laws/queue_formulas.ts";
import { formatNs } from "../terminal/layout/layout.ts";
import { formatGrouped } from "../terminal/layout/number_format.ts";
import type { TimedConsumerRecord } from "../system/timed/timed_record.ts";

/** A formula for special systems, beside what was seen. */
export interface FormulaLine {
  /** What it is of: `mean wait (Pollaczek-Khinchine)`. */
  readonly name: string;
  /** By the formula. */
  readonly expected: string;
  /** As seen in what happened to the consumer; undefined, if the formula does not hold of that. */
  seen(record: TimedConsumerRecord): string | undefined;
}

/**
 * Formulas of the literature that hold for such a feed and such a consumer: one that spins, takes single events of a fixed time,
 * and never pauses.
 *
 * @param system the system
 * @param consumer one of its consumers
 * @throws {TypeError} if one of them is none
 * @experimental
 */
export function formulasOf(
  system: SystemSpecification,
  consumer: ConsumerSpecification,
): readonly FormulaLine[] {
  const parts = { system: "pauses", consumer: "pauses" };
  checkParts("find the formulas of a system", "arguments", { system, consumer }, parts);
  const { feed, pauses, ring } = system;
  const { service } = consumer;
  if (service === undefined || typeof service.perEvent !== "number" || service.perEvent === 0) return [];
  const { perEvent, perPass, maxBatch, wakeUp } = service;
  if (perPass > 0 || maxBatch > 1 || wakeUp > 0 || pauses.length + consumer.pauses.length > 0) return [];
  if (feed.model === "poisson") {
    const waitNs = predictMeanWait({ rate: feed.rate, serviceNs: perEvent });
    if (waitNs === Infinity) return [];
    return [{
      name: "mean wait of Poisson arrivals (Pollaczek-Khinchine)",
      expected: formatNs(waitNs),
      seen: ({ stalenessNs, lost }) => lost > 0 ? undefined : formatNs(stalenessNs.snapshot().mean),
    }];
  }
  // A burst that is not over when the next one comes adds to it.
  if (feed.model === "on-off" && feed.rate * perEvent > 1e9 && feed.burst * perEvent <= (feed.every ?? Infinity)) {
    const lag = predictBurstPeak({ burst: feed.burst, rate: feed.rate, serviceRate: 1e9 / perEvent });
    return [{
      name: "peak lag of a burst, B (1 - S / R), within one event",
      expected: formatGrouped(lag),
      seen: ({ lagMax, overruns }) =>
        overruns > 0 ? `more than ${formatGrouped(ring.capacity)}` : formatGrouped(lagMax),
    }];
  }
  return [];
}
