import type { ConsumerSpecification, ServiceTimeSpecification, SystemSpecification } from "../../../../config/mod.ts";
import type { ServedReport } from "../../between/thread_messages.ts";
import type { LiveResult } from "../live_result.ts";

/**
 * The system of a run with the services that were measured in place of those that were specified: what the consumers take on
 * this machine, and how long it takes to wake them. Times that are drawn are drawn as before, and what each event costs beside
 * is added to them.
 *
 * @returns the system; nothing, if there is none, or a consumer failed before it could be measured
 */
export function measuredSystem({ plan: { system }, consumers, producer, startNs, endedBy }: LiveResult):
  | SystemSpecification
  | undefined {
  if (system === undefined || producer === undefined) return undefined;
  const measured: ConsumerSpecification[] = [];
  for (const [n, consumer] of system.consumers.entries()) {
    const served = consumers[n].report?.served;
    if (served === undefined || consumer.service === undefined) return undefined;
    measured.push({ ...consumer, service: measuredService(consumer.service, served) });
  }
  const isWhole = endedBy === "feed";
  const duration = isWhole ? system.duration : Math.max(1, Math.floor(producer.stoppedNs - startNs));
  return { ...system, consumers: measured, ...(duration === undefined ? {} : { duration }) };
}

/** Passes of a whole batch that tell more than what was measured before the run. */
const ENOUGH_PASSES = 100;

/**
 * What an event takes in the run, by its passes of a whole batch: the median, since a lost core tells of the machine. Before the
 * run an event was in the cache of the thread that measured itself; in the run it comes from another core.
 *
 * @returns nanoseconds; nothing, if there were too few such passes, or times are drawn
 */
export function perEventInRun(
  { perEvent, maxBatch }: NonNullable<ConsumerSpecification["service"]>,
  { measured: { perPassNs }, fullPassNs: { count, p50 } }: Pick<ServedReport, "measured" | "fullPassNs">,
): number | undefined {
  if (typeof perEvent !== "number" || count < ENOUGH_PASSES) return undefined;
  return Math.max(0, Math.round((p50 - perPassNs) / maxBatch));
}

function measuredService(
  service: NonNullable<ConsumerSpecification["service"]>,
  served: ServedReport,
): NonNullable<ConsumerSpecification["service"]> {
  const { perEventNs, perPassNs, wakeUpNs, overheadNs } = served.measured;
  const inRunNs = perEventInRun(service, served) ?? perEventNs;
  const perEvent = withOverhead(service.perEvent, inRunNs, overheadNs);
  return { perEvent, perPass: perPassNs, maxBatch: service.maxBatch, wakeUp: wakeUpNs };
}

function withOverhead(
  perEvent: ServiceTimeSpecification,
  perEventNs: number,
  overheadNs: number,
): ServiceTimeSpecification {
  if (typeof perEvent === "number") return perEventNs;
  if ("mean" in perEvent) return { mean: perEvent.mean + overheadNs };
  if ("median" in perEvent) return { median: perEvent.median + overheadNs, p99: perEvent.p99 + overheadNs };
  return perEvent;
}
