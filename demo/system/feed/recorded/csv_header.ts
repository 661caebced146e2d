import { TIME_UNITS, type TimeUnit } from "../../../../config/mod.ts";

/** Names of a column of times that say no unit. */
const TIME_NAMES: readonly string[] = ["t", "ts", "time", "timestamp", "arrival", "arrival_time"];

/** What a header may be called, as the end of "must be ...". */
export const HEADER_RULE: string = `a unit (${TIME_UNITS.join(", ")}), a name that ends in one (time_ns, ts_us), ` +
  `or ${TIME_NAMES.join(", ")}`;

/**
 * The unit of the times below a header.
 *
 * @param name the name of the first column, in any case: a unit, a name that ends in `_` and a unit, or one of a few that say
 * no unit
 * @param unit unit of the times, if the name says none
 * @returns undefined, if it is no header
 */
export function headerUnit(name: string, unit: TimeUnit): TimeUnit | undefined {
  const lower = name.toLowerCase();
  if (TIME_NAMES.includes(lower)) return unit;
  return TIME_UNITS.find((known) => lower === known || /^[a-z]\w*$/.test(lower) && lower.endsWith(`_${known}`));
}
