/**
 * Claims that scenarios of a load share: about what came in, and about what it made of consumers.
 *
 * @module
 */
import { formatGrouped } from "../../terminal/layout/number_format.ts";
import { formatNs } from "../../terminal/layout/layout.ts";
import type { SimulationResult } from "../../simulate/simulation_result.ts";
import type { Claim } from "../claim.ts";

/** Published peaks: the most events in any window of a length. */
export type PeakTable = readonly (readonly [windowNs: number, events: number])[];

/** Each peak is within a factor of a published one, above or below. */
export function claimPeaks({ feed }: SimulationResult, published: PeakTable, factor: number): Claim {
  const shown = published.map(([windowNs, events]) => `${events} in ${formatWindow(windowNs)}`).join(", ");
  return {
    claim: factor === 1 ? `the peaks are ${shown}` : `the peaks are within ${factor} times of ${shown}`,
    held: published.every(([windowNs, events]) => {
      const found = peakOf(feed, windowNs);
      return found * factor >= events && found <= events * factor;
    }),
  };
}

/** The most events in any window of a length; NaN, if that was not counted. */
export function peakOf({ peaks }: SimulationResult["feed"], windowNs: number): number {
  return peaks.find((peak) => peak.windowNs === windowNs)?.events ?? NaN;
}

function formatWindow(ns: number): string {
  return formatNs(ns).replace(/\.0+ /, " ");
}

/** A consumer overruns this ring, or does not, as its needed ring says. */
export function claimOverrun(result: SimulationResult, name: string, isOverrun: boolean): Claim {
  const { record, laws, specification: { ring: { capacity } } } = result;
  const n = indexOf(result, name);
  const needed = formatGrouped(laws[n].neededCapacity);
  return {
    claim: isOverrun
      ? `${name} needs ${needed} slots, and overruns a ring of ${formatGrouped(capacity)}`
      : `${name} needs ${needed} slots, and a ring of ${formatGrouped(capacity)} holds for it`,
    held: (record.consumers[n].overruns > 0) === isOverrun,
  };
}

/** A consumer is busy for less than a share of the time. */
export function claimBusy(result: SimulationResult, name: string, percentMax: number): Claim {
  const { busyNs } = result.record.consumers[indexOf(result, name)];
  return {
    claim: `${name} is busy less than ${percentMax} % of the time`,
    held: 100 * busyNs < percentMax * result.record.endNs,
  };
}

/** The place of a consumer. */
export function indexOf({ record }: SimulationResult, name: string): number {
  return record.consumers.findIndex((consumer) => consumer.name === name);
}
