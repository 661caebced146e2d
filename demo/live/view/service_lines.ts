import { shortName } from "../../terminal/layout/short_name.ts";
import { alignTable, wrap } from "../../terminal/layout/layout.ts";
import type { LiveResult } from "../plane/live_result.ts";
import { perEventInRun } from "../plane/prediction/measured_system.ts";
import { compare } from "../plane/prediction/comparison.ts";
import { formatCount, formatSpan } from "./format.ts";
import type { Rows } from "./report/live_rows.ts";

/** What the consumers of a system take on this machine, as it was measured before the run and in it. */
export function serviceRows({ plan: { system }, consumers }: LiveResult): Rows {
  const rows = (system?.consumers ?? []).map(({ name, service }, n) => {
    const served = consumers[n]?.report?.served;
    const label = `${n + 1}  ${shortName(name)}`;
    if (served === undefined || service === undefined) return [label, "unknown", "-", "-", "-", "-"];
    const { perEventNs, perPassNs, wakeUpNs } = served.measured;
    const inRunNs = perEventInRun(service, served);
    return [
      label,
      formatSpan(perEventNs),
      inRunNs === undefined ? "-" : formatSpan(inRunNs),
      ...[perPassNs, wakeUpNs].map(formatSpan),
      formatCount(service.maxBatch),
    ];
  });
  return { head: ["", "per event", "in the run", "per pass", "wake-up", "batch"], rows };
}

/** The same as lines. */
export function serviceLines(result: LiveResult): string[] {
  const { head, rows } = serviceRows(result);
  return alignTable([head, ...rows]);
}

/** The peak lag that these services let expect, beside the one that was observed; undefined, if it is not known. */
export function predictionRows(result: LiveResult): Rows | undefined {
  if (result.prediction === undefined) return undefined;
  const rows = compare(result).map(({ name, predicted, lagMax, firstOverrunNs, error }, n) => [
    `${n + 1}  ${shortName(name)}`,
    formatCount(predicted.neededCapacity),
    formatCount(lagMax),
    error === undefined ? "-" : `${error < 0 ? "" : "+"}${(100 * error).toFixed(1)} %`,
    ...[predicted.firstOverrunNs, firstOverrunNs].map((ns) => ns === undefined ? "never" : formatSpan(ns)),
  ]);
  return { head: ["", "predicted", "observed", "error", "first overrun", "observed"], rows };
}

/** What there is to say of the prediction, or why there is none. */
export function describePrediction({ hiccups, prediction }: LiveResult): string {
  if (prediction === undefined) {
    return "not predicted: something failed, or the feed is too long, or cannot be read again";
  }
  const longest = hiccups === undefined ? "" : `; the longest one was ${formatSpan(hiccups.ready.max)}`;
  return `The prediction knows nothing of the hiccups of the machine${longest}.`;
}

/** The same as lines. */
export function predictionLines(result: LiveResult, width: number): string[] {
  const found = predictionRows(result);
  const table = found === undefined ? [] : alignTable([found.head, ...found.rows]);
  return [...table, ...wrap(describePrediction(result), width)];
}
