import type { ConsumerSpecification, ServiceTimeSpecification, SystemSpecification } from "../../../../config/mod.ts";
import type { MeasuredService } from "../../between/thread_messages.ts";
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
    const service = consumers[n].report?.served?.measured;
    if (service === undefined || consumer.service === undefined) return undefined;
    measured.push({ ...consumer, service: measuredService(consumer.service, service) });
  }
  const isWhole = endedBy === "feed";
  const duration = isWhole ? system.duration : Math.max(1, Math.floor(producer.stoppedNs - startNs));
  return { ...system, consumers: measured, ...(duration === undefined ? {} : { duration }) };
}

function measuredService(
  { perEvent, maxBatch }: NonNullable<ConsumerSpecification["service"]>,
  { perEventNs, perPassNs, wakeUpNs, overheadNs }: MeasuredService,
): NonNullable<ConsumerSpecification["service"]> {
  return { perEvent: withOverhead(perEvent, perEventNs, overheadNs), perPass: perPassNs, maxBatch, wakeUp: wakeUpNs };
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
